import { join } from "node:path";
import { readYaml, sourceDir } from "../../scripts/lib/paths.ts";
import type { Call, Reference } from "./reference.ts";

export interface ErrorCode {
  code: string;
  status: string;
  means: string;
  fix: string;
  /** Okta's own words, where they are known. */
  summary?: string;
}

export interface ErrorBody {
  errorCode: string;
  errorSummary: string;
  errorLink: string;
  errorId: string;
  errorCauses: { errorSummary: string }[];
}

/** One way in which a call is refused. */
export interface Refusal {
  status: string;
  code?: string;
  when: string;
  body?: unknown;
  /** Said of this call in particular, beside what every call can meet. */
  own: boolean;
}

const explained = new Map<string, ErrorCode>(
  Object.entries<any>(readYaml(join(sourceDir, "error-codes.yaml"))).map(([code, row]) => [
    code,
    {
      code,
      status: String(row.status),
      means: row.meaning,
      fix: row.fix,
      ...(row.summary && { summary: row.summary }),
    },
  ]),
);

/** Error bodies in the examples of a response. */
const bodiesOf = (reference: Reference, response: any): any[] =>
  Object.values<any>(response.content ?? {})
    .flatMap((media) => Object.values<any>(media.examples ?? {}))
    .map((example) => reference.resolve(example).value)
    .filter((value) => typeof value?.errorCode === "string");

const isFailure = (status: string): boolean => status === "default" || Number(status) >= 400;

/** Codes that calls can meet: those that are explained, and with their own words the others in examples. */
export function errorCodesOf(reference: Reference): ErrorCode[] {
  const codes = new Map(explained);
  for (const call of reference.calls) {
    for (const { code, status, when, body } of refusalsOf(reference, call)) {
      if (!code || codes.has(code)) continue;
      codes.set(code, { code, status, means: (body as ErrorBody | undefined)?.errorSummary ?? when, fix: when });
    }
  }
  return [...codes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

interface OwnError {
  code: string;
  status: number;
  when: string;
  summary?: string;
  causes?: string[];
}

const ERROR_ID = "oaeLz8ExfHyTEWIf1lqe4x9Hg";

function bodyOf({ code, when, summary, causes }: OwnError): ErrorBody {
  const plain = when.replaceAll("`", "");
  return {
    errorCode: code,
    errorSummary: summary ?? explained.get(code)?.summary ?? plain,
    errorLink: code,
    errorId: ERROR_ID,
    errorCauses: (causes ?? []).map((errorSummary) => ({ errorSummary })),
  };
}

/** How a call is refused, by status: what is said of it in particular first, then what every call can meet. */
export function refusalsOf(reference: Reference, call: Call): Refusal[] {
  const own = (call.definition["x-errors"] ?? []).map((error: OwnError): Refusal => ({
    status: String(error.status),
    code: error.code,
    when: error.when,
    body: bodyOf(error),
    own: true,
  }));
  const shared = Object.entries<any>(call.definition.responses)
    .filter(([status]) => isFailure(status))
    .flatMap(([status, node]): Refusal[] => {
      const response = reference.resolve(node);
      const bodies = bodiesOf(reference, response);
      if (bodies.length === 0) return [{ status, when: response.description, own: false }];
      return bodies.map((body) => ({ status, code: body.errorCode, when: response.description, body, own: false }));
    });
  const all: Refusal[] = [...own, ...shared];
  const order = (status: string) => (status === "default" ? 999 : Number(status));
  return all.sort((a, b) => order(a.status) - order(b.status));
}
