/** Makes the errors that operations and parameters declare the examples of the responses that carry them. */
import type { DeclaredError } from "../../src/openapi/document.ts";
import { type ErrorCodes, errorBody } from "./errors.ts";
import { operationsOf } from "./operations.ts";

interface Place {
  responses: any;
  status: string;
  /** What the name of a component begins with. */
  base: string;
  response: any;
}

/**
 * Gives each response to an error that the operation or one of its parameters declares an example of its body, under
 * its code, after the example that all operations share: that one stays the first choice of a mock server.
 */
export function addErrorExamples(document: any, codes: ErrorCodes): void {
  const places = operationsOf(document).flatMap(({ item, definition }) => {
    const { parameters = [], responses } = definition;
    const nodes = [definition, ...(item.parameters ?? []), ...parameters];
    const errors: DeclaredError[] = nodes.flatMap((node) => resolve(document, node)["x-errors"] ?? []);
    return [...groupBy(errors, (error) => String(error.status))].map(([status, group]): Place => {
      const declared = responses[status];
      const response = withErrors(declared ? resolve(document, declared) : other(document, group), group, codes);
      return { responses, status, base: nameOf(declared) ?? `Error${status}`, response };
    });
  });
  shareExamples(document, shareResponses(document, places));
  for (const kind of ["examples", "responses"]) document.components[kind] = sorted(document.components[kind]);
}

const nameOf = (node: any): string | undefined => node?.$ref?.split("/").at(-1);

const resolve = (document: any, node: any) =>
  node.$ref ? document.components[node.$ref.split("/")[2]][nameOf(node)!] : node;

const sorted = (map: object) => Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const mediaOf = (response: any): any => response.content["application/json"];

const withExamples = (response: any, examples: object) => ({
  ...response,
  content: { "application/json": { ...mediaOf(response), examples } },
});

/** The response of a status that only errors of this operation have. */
const other = (document: any, errors: DeclaredError[]) =>
  withExamples(
    { ...document.components.responses.UnexpectedError, description: errors.map(({ when }) => when).join(" ") },
    {},
  );

function withErrors(response: any, errors: DeclaredError[], codes: ErrorCodes): any {
  const examples: Record<string, object> = { ...mediaOf(response).examples };
  for (const error of errors) {
    const same = Object.keys(examples).filter((key) => key.split("-")[0] === error.code).length;
    examples[same === 0 ? error.code : `${error.code}-${same + 1}`] = { value: errorBody(error, codes) };
  }
  return withExamples(response, examples);
}

/**
 * Puts each response in its place: as a component where several are equal.
 *
 * @returns every response once
 */
function shareResponses(document: any, places: Place[]): any[] {
  const components = new Components(document, "responses");
  return [...groupBy(places, ({ response }) => JSON.stringify(response)).values()].map((group) => {
    const { base, response } = group[0]!;
    const codes = Object.keys(mediaOf(response).examples).filter((key) => /^E\d/.test(key));
    const shared = group.length === 1 ? response : components.add([base, ...codes].join("."), response);
    for (const { responses, status } of group) responses[status] = shared;
    return response;
  });
}

/** Makes one component of equal examples of several responses. */
function shareExamples(document: any, responses: any[]): void {
  const components = new Components(document, "examples");
  const uses = responses.flatMap((response) => {
    const { examples } = mediaOf(response);
    return Object.keys(examples).map((key) => ({ examples, key }));
  });
  for (const group of groupBy(uses, ({ examples, key }) => JSON.stringify(examples[key])).values()) {
    const [{ examples, key }] = group as [(typeof group)[number]];
    if (group.length === 1) continue;
    const shared = components.add(examples[key].value.errorCode, examples[key]);
    for (const use of group) use.examples[use.key] = shared;
  }
}

/** Components of one kind, to which others are added under names that are free. */
class Components {
  readonly #kind: string;
  readonly #map: Record<string, unknown>;

  constructor(document: any, kind: string) {
    this.#kind = kind;
    this.#map = document.components[kind];
  }

  add(wanted: string, value: unknown): { $ref: string } {
    let name = wanted;
    for (let n = 2; name in this.#map; n++) name = `${wanted}.${n}`;
    this.#map[name] = value;
    return { $ref: `#/components/${this.#kind}/${name}` };
  }
}
