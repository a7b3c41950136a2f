/** `okta-fetch/verify`: holds real traffic against the document. Needs `ajv` and `ajv-formats`. */
import { checkerOf } from "./check.ts";
import { pathPrefixes } from "./document.ts";
import type { TrafficEvent } from "./exchange.ts";
import { readHar } from "./har.ts";
import { readLines } from "./lines.ts";
import { assertCodeGeneration, loadAjv } from "./load-ajv.ts";
import { Masker } from "./mask.ts";
import type { ReportedFinding, VerifyReport } from "./report.ts";
import type { ApiDocument } from "./schema.ts";
import { Tally } from "./tally.ts";
import { decodedText, peek } from "./text.ts";

export { loadDocument } from "./document.ts";
export { MissingRequirement } from "./load-ajv.ts";
export type { BodyProblem, Exchange, Place, SkipReason, TrafficEvent } from "./exchange.ts";
export { startProxy, type RunningProxy } from "./proxy.ts";
export type { ProxyOptions } from "./proxy-options.ts";
export { exitStatus } from "./report.ts";
export type { Broken, OperationReport, ReportedFinding, VerifyReport } from "./report.ts";
export { junitReport } from "./report-junit.ts";
export { findingText, tableReport } from "./report-table.ts";
export type { ApiDocument } from "./schema.ts";

/** Holds traffic against a document and sums up what it finds. */
export interface Verifier {
  /** What the paths of the document begin with, such as `/api/v1/`. */
  readonly prefixes: string[];
  /** Reads the schemas now, so that the first exchange is checked as fast as the others. */
  prepare(): void;
  /** Takes one piece of traffic; gives the findings that did not come before. */
  add(event: TrafficEvent): ReportedFinding[];
  /** All that was found so far. */
  report(options?: {
    /** Undeclared properties and statuses make it fail too. @default false */ strict?: boolean;
  }): VerifyReport;
}

export interface VerifierOptions {
  /**
   * Shows names of query parameters and media types that the document does not know. Hidden otherwise: a client can put
   * anything there.
   *
   * @default false
   */
  showNames?: boolean | undefined;
}

/**
 * Makes a verifier; it keeps findings, and nothing of the traffic itself.
 *
 * @throws Error that says what to do where `ajv` or `ajv-formats` is missing, or the runtime forbids generated code
 */
export function createVerifier(document: ApiDocument, { showNames = false }: VerifierOptions = {}): Verifier {
  assertCodeGeneration();
  loadAjv();
  const checker = checkerOf(document);
  const tally = new Tally(new Masker(document), showNames);
  return {
    prefixes: pathPrefixes(document),
    prepare: () => checker.prepare(),
    add(event) {
      if (event.type !== "exchange") {
        tally.event(event);
        return [];
      }
      const { exchange, place } = event;
      try {
        return tally.checked(checker.check(exchange), exchange.response.status, place);
      } catch (error) {
        // One exchange must not end a run; the message could hold a part of it.
        const message = `could not be checked (${(error as Error).name})`;
        tally.event({ type: "broken", place, message, line: 0 });
        return [];
      }
    },
    report: ({ strict = false } = {}) => tally.report(strict),
  };
}

export interface ReadOptions {
  /** Name of the input in reports. */
  source: string;
  /** @default by how the input begins */
  format?: "har" | "ndjson" | undefined;
  /** Hosts of the org besides Okta's own and loopback; for HAR. */
  hosts?: readonly string[] | undefined;
  /** From the verifier. */
  prefixes: readonly string[];
}

/** Reads a HAR file or newline-delimited exchanges, piece by piece. */
export async function* readTraffic(
  bytes: AsyncIterable<Uint8Array>,
  { source, format, hosts, prefixes }: ReadOptions,
): AsyncGenerator<TrafficEvent> {
  const { start, all } = await peek(decodedText(bytes));
  const har = format ? format === "har" : /^\{\s*(?:"log"|"comment"|"\$schema"|$)/.test(start);
  yield* har ? readHar(all, source, { hosts, prefixes }) : readLines(all, source);
}
