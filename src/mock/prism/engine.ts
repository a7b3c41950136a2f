import type * as PrismHttp from "@stoplight/prism-http";
import type { ApiDocument } from "../../openapi/document.ts";
import type { Refs } from "../../openapi/refs.ts";
import type { ApiOperation } from "../model/operation.ts";
import { exampleKeyOf, requestExcerpt, responseExcerpt } from "./excerpt.ts";
import { loadPrism } from "./load.ts";

/** What Prism found wrong with a request or a response. */
export interface Violation {
  /** Where, such as `["body", "profile", "login"]`. */
  path: string[];
  /** Keyword of JSON Schema that failed, or 415 for the media type. */
  code: string | number;
  message: string;
}

/** A request in the form that Prism validates. */
export interface EngineRequest {
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  /** Parsed JSON, or the text of another type; `undefined` without a body. */
  body: unknown;
}

/** What Prism's choice of a response goes by. */
export interface ResponseChoice {
  code?: number;
  exampleKey?: string;
  dynamic: boolean;
  mediaTypes?: string[];
  seed?: string;
}

/** The response that Prism chose: the key of an example, or a body that was generated. */
export interface ChosenResponse {
  status: number;
  mediaType: string | undefined;
  exampleKey: string | undefined;
  body: unknown;
}

/** Why there is no response of the kind that was asked for. */
export class NotNegotiable extends Error {}

type Operation = Awaited<ReturnType<typeof PrismHttp.getHttpOperationsFromSpec>>[number];
type Components = Parameters<typeof PrismHttp.createInstance>[1];
type Config = PrismHttp.IHttpMockConfig;

const right = <T>(value: T) => ({ _tag: "Right" as const, right: value });
const ignore = () => undefined;
const logger = { info: ignore, debug: ignore, warn: ignore, error: ignore, success: ignore, child: () => logger };

/** Operations that are kept for one document; the first ones are dropped after that. */
const KEPT = 1024;

/**
 * Prism on one document. It gets one operation at a time, when it is first needed; finding the operation of a request is
 * left to the mock's own router.
 */
export class Engine {
  readonly #document: ApiDocument;
  readonly #refs: Refs;
  readonly #operations = new Map<string, Promise<Operation>>();

  constructor(document: ApiDocument, refs: Refs) {
    this.#document = document;
    this.#refs = refs;
  }

  /** @param variant pointer of the schema to validate the body by, where the operation's own is a union */
  async validateRequest(operation: ApiOperation, request: EngineRequest, variant?: string): Promise<Violation[]> {
    const { path, query, headers, body } = request;
    const resource = await this.#prepare(`request ${operation.key} ${variant ?? ""}`, () =>
      requestExcerpt(this.#document, this.#refs, operation, variant),
    );
    const input = { method: operation.method, url: { path, query }, headers, body };
    const { validations } = await run(resource, input, { validateRequest: true }, { statusCode: 200 });
    return validations.input.filter(({ severity }) => (severity as number) === 0).map(violationOf);
  }

  /**
   * What is wrong with a response by the document.
   *
   * @param variant pointer of the schema to validate the body by, or each item of a list, where the operation's own is a
   *   union
   */
  async validateResponse(
    operation: ApiOperation,
    response: PrismHttp.IHttpResponse,
    variant?: string,
  ): Promise<Violation[]> {
    const declared = Object.keys(operation.definition.responses ?? {});
    const status = String(response.statusCode);
    const codes = declared.includes(status) ? [status] : declared.filter((code) => !/^\d+$/.test(code));
    const resource = await this.#prepare(`response ${operation.key} ${codes.join()} ${variant ?? ""}`, () =>
      responseExcerpt(this.#document, this.#refs, operation, codes, { variant }),
    );
    const { validations } = await run(resource, emptyRequest(operation), { validateResponse: true }, response);
    return validations.output.map(violationOf);
  }

  /** @throws NotNegotiable when the document has no such response */
  async respond(operation: ApiOperation, choice: ResponseChoice): Promise<ChosenResponse> {
    const codes = codesFor(operation, choice.code);
    const resource = await this.#prepare(`respond ${operation.key} ${codes.join()}`, () =>
      responseExcerpt(this.#document, this.#refs, operation, codes, { closed: true }),
    );
    let output: PrismHttp.IHttpResponse;
    try {
      ({ output } = await run(resource, emptyRequest(operation), { mock: { ...choice } }));
    } catch (cause) {
      const { message, detail } = cause as PrismHttp.ProblemJsonError;
      throw new NotNegotiable(detail || message, { cause });
    }
    const mediaType = output.headers?.["Content-type"];
    const exampleKey = exampleKeyOf(output.body);
    return {
      status: output.statusCode,
      mediaType,
      exampleKey,
      body: exampleKey === undefined ? output.body : undefined,
    };
  }

  #prepare(key: string, excerpt: () => object): Promise<Operation> {
    let operation = this.#operations.get(key);
    if (!operation) {
      operation = prepared(excerpt);
      if (this.#operations.size >= KEPT) this.#operations.delete(this.#operations.keys().next().value!);
      this.#operations.set(key, operation);
    }
    return operation;
  }
}

async function prepared(excerpt: () => object): Promise<Operation> {
  const [operation] = await loadPrism().getHttpOperationsFromSpec(excerpt());
  return operation!;
}

/**
 * The statuses that Prism chooses among, which take long to prepare: that which is asked for alone, or the one for any
 * other; where none is asked for, the lowest success, which Prism would choose itself.
 */
function codesFor({ definition }: ApiOperation, code: number | undefined): string[] {
  const codes = Object.keys(definition.responses ?? {});
  if (code === undefined) {
    const [lowest] = codes.filter((declared) => /^2\d\d$/.test(declared)).sort();
    return lowest === undefined ? codes : [lowest];
  }
  return codes.includes(String(code)) ? [String(code)] : codes.filter((declared) => declared === "default");
}

const emptyRequest = ({ method, path }: ApiOperation) => ({ method, url: { path, query: {} }, headers: {} });

const violationOf = ({
  path = [],
  code = "",
  message,
}: {
  path?: (string | number)[];
  code?: string | number;
  message: string;
}) => ({
  path: path.map(String),
  code,
  message,
});

/**
 * One call of Prism.
 *
 * @param response what is responded instead of what Prism would choose
 */
async function run(
  resource: Operation,
  request: PrismHttp.IHttpRequest,
  options: Partial<Config>,
  response?: PrismHttp.IHttpResponse,
) {
  const config: Config = {
    isProxy: false,
    checkSecurity: false,
    validateRequest: false,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
    ...options,
  };
  const components = {
    logger,
    route: () => right(resource),
    ...(response && { mock: () => () => right(response) }),
  } as unknown as Components;
  const result = await loadPrism().createInstance(config, components).request(request, [resource])();
  if (result._tag === "Left") throw result.left;
  return result.right;
}
