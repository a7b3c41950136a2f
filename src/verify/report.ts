import type { Finding } from "./finding.ts";
import type { Place, SkipReason } from "./exchange.ts";

/** One finding, however often it came. Holds names and types, never a value of the traffic. */
export interface ReportedFinding {
  /** Method and path template. */
  operation: string;
  kind: Finding["kind"];
  where: Finding["where"];
  /** HTTP status of the response; 0 where it has more than three digits. */
  status: number;
  /**
   * JSON pointer in the body, `*` for any index and for the keys of maps; empty for the whole body. For the query, the
   * name of the parameter.
   */
  pointer: string;
  message: string;
  /** How often, over all exchanges. */
  count: number;
  /** Where it came first. */
  first: Place;
}

export interface OperationReport {
  operation: string;
  /** Whether the document has it. */
  known: boolean;
  exchanges: number;
  violations: number;
  undeclaredProperties: number;
  undeclaredStatuses: number;
}

/** A part of the input that could not be read. */
export interface Broken extends Place {
  message: string;
  /** From 1, in the file. */
  line: number;
  column?: number;
}

export interface VerifyReport {
  /** `broken` before `failed`: what could not be read was not checked. */
  result: "passed" | "failed" | "broken";
  /** Whether undeclared properties and statuses and unknown operations make it fail. */
  strict: boolean;
  totals: {
    exchanges: number;
    violations: number;
    undeclaredProperties: number;
    undeclaredStatuses: number;
    /** Exchanges of operations that the document does not have. */
    unknownOperations: number;
    broken: number;
    /** Bodies that the recording left out. */
    unrecordedBodies: number;
    /** Findings beyond those that are listed. */
    unlisted: number;
  };
  /** Sorted by name. */
  operations: OperationReport[];
  /** In the order in which they came first. */
  findings: ReportedFinding[];
  broken: Broken[];
  /** How many parts of the input are no traffic of the API, by reason. */
  skipped: Partial<Record<SkipReason, number>>;
  /** Those of other hosts, by host. */
  otherHosts: Record<string, number>;
}

/** The status of a process that reports: 0 passed, 1 failed, 2 for broken input. */
export const exitStatus = ({ result }: VerifyReport): number => ({ passed: 0, failed: 1, broken: 2 })[result];

/** `traffic.har entry 12`, `log.ndjson line 7`. */
export const placeText = ({ source, kind, number }: Place): string =>
  kind === "call" ? `call ${number}` : `${source === "-" ? "standard input" : source} ${kind} ${number}`;

/** Where in an exchange: `response 200 /profile`. */
export function whereText({ where, status, pointer, kind }: ReportedFinding): string {
  if (where === "operation") return "operation";
  if (where === "query") return `query parameter ${pointer}`;
  const part = where === "request" ? "request" : `response ${status}`;
  return kind === "undeclared-status" ? part : `${part} ${pointer || "body"}`;
}
