import { join } from "node:path";
import { type ErrorCodes, errorBody } from "../../scripts/lib/errors.ts";
import { readYaml, sourceDir } from "../../scripts/lib/paths.ts";
import type { DeclaredError } from "../../src/openapi/document.ts";
import type { Call, Reference } from "./reference.ts";

export interface ErrorCode {
  code: string;
  status: string;
  means: string;
  fix: string;
  /** Okta's own words, where they are known. */
  summary?: string;
  /** Which calls can meet it, where none names it. */
  where?: string;
}

export type ErrorBody = ReturnType<typeof errorBody>;

/** One way in which a call is refused. */
export interface ErrorCase {
  status: string;
  code?: string;
  when: string;
  body?: unknown;
  /** Said of this call in particular, beside what every call can meet. */
  own: boolean;
}

const codes: ErrorCodes = readYaml(join(sourceDir, "error-codes.yaml"));

const explained = new Map<string, ErrorCode>(
  Object.entries(codes).map(([code, row]) => [
    code,
    {
      code,
      status: String(row.status),
      means: row.meaning,
      fix: row.fix,
      ...(row.summary && { summary: row.summary }),
      ...(row.where && { where: row.where }),
    },
  ]),
);

/** Error bodies that all calls share in the examples of a response; those that a call declares go by their code. */
const bodiesOf = (reference: Reference, response: any): any[] =>
  Object.values<any>(response.content ?? {})
    .flatMap((media) => Object.entries<any>(media.examples ?? {}))
    .filter(([key]) => !/^E\d{7}/.test(key))
    .map(([, example]) => reference.resolve(example).value)
    .filter((value) => typeof value?.errorCode === "string");

const isFailure = (status: string): boolean => status === "default" || Number(status) >= 400;

/** Codes that calls can meet: those that are explained, and with their own words the others in examples. */
export function errorCodesOf(reference: Reference): ErrorCode[] {
  const found = new Map(explained);
  for (const call of reference.calls) {
    for (const { code, status, when, body } of errorCasesOf(reference, call)) {
      if (!code || found.has(code)) continue;
      found.set(code, { code, status, means: (body as ErrorBody | undefined)?.errorSummary ?? when, fix: when });
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** How a call is refused, by status: what is said of it in particular first, then what every call can meet. */
export function errorCasesOf(reference: Reference, call: Call): ErrorCase[] {
  const declaring: { "x-errors"?: DeclaredError[] }[] = [call.definition, ...call.parameters];
  const own = declaring
    .flatMap((node) => node["x-errors"] ?? [])
    .map((error): ErrorCase => ({
      status: String(error.status),
      code: error.code,
      when: error.when ?? "",
      body: errorBody(error, codes),
      own: true,
    }));
  const shared = Object.entries<any>(call.definition.responses)
    .filter(([status]) => isFailure(status))
    .flatMap(([status, node]): ErrorCase[] => {
      const response = reference.resolve(node);
      const bodies = bodiesOf(reference, response);
      if (bodies.length === 0 && own.some((errorCase) => errorCase.status === status)) return [];
      if (bodies.length === 0) return [{ status, when: response.description, own: false }];
      return bodies.map((body) => ({ status, code: body.errorCode, when: response.description, body, own: false }));
    });
  const all: ErrorCase[] = [...own, ...shared];
  const order = (status: string) => (status === "default" ? 999 : Number(status));
  return all.sort((a, b) => order(a.status) - order(b.status));
}
