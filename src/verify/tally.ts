import type { Checked } from "./check.ts";
import type { Place, SkipReason, TrafficEvent } from "./exchange.ts";
import type { Finding } from "./finding.ts";
import { type Masker, safeName } from "./mask.ts";
import type { Broken, OperationReport, ReportedFinding, VerifyReport } from "./report.ts";

/** Different findings and operations that are kept apart; more of them are counted, not listed. */
const MOST_LISTED = 5000;

const MEDIA_TYPE = /^[a-z]{1,20}\/[a-z0-9.+-]{1,60}$/;

/** Sums up what was found, in memory that grows with the number of different findings alone. */
export class Tally {
  readonly #masker: Masker;
  readonly #showNames: boolean;
  readonly #operations = new Map<string, OperationReport>();
  readonly #findings = new Map<string, ReportedFinding>();
  readonly #skipped = new Map<SkipReason, number>();
  readonly #hosts = new Map<string, number>();
  readonly #broken: Broken[] = [];
  #brokenCount = 0;
  #unlisted = 0;
  #unrecorded = 0;

  /** @param showNames whether names of parameters and media types are shown that the document does not know */
  constructor(masker: Masker, showNames: boolean) {
    this.#masker = masker;
    this.#showNames = showNames;
  }

  /** Counts an exchange, and gives the findings that are new. */
  checked(checked: Checked, status: number, place: Place): ReportedFinding[] {
    const operation = this.#operation(checked);
    if (operation) operation.exchanges += 1;
    this.#unrecorded += checked.unrecorded;
    return checked.findings.flatMap((finding) => {
      const counter = COUNTERS[finding.kind];
      if (operation && counter) operation[counter] += 1;
      return this.#finding(checked.operation, finding, status, place) ?? [];
    });
  }

  /** Counts what is no exchange. */
  event(event: Exclude<TrafficEvent, { type: "exchange" }>): void {
    if (event.type === "broken") {
      const { place, message, line, column } = event;
      this.#brokenCount += 1;
      if (this.#broken.length < MOST_LISTED) {
        this.#broken.push({ ...place, message, line, ...(column !== undefined && { column }) });
      }
      return;
    }
    this.#skipped.set(event.reason, (this.#skipped.get(event.reason) ?? 0) + 1);
    if (event.host !== undefined && (this.#hosts.has(event.host) || this.#hosts.size < MOST_LISTED)) {
      this.#hosts.set(event.host, (this.#hosts.get(event.host) ?? 0) + 1);
    }
  }

  report(strict: boolean): VerifyReport {
    const findings = [...this.#findings.values()];
    const operations = [...this.#operations.values()].sort((a, b) => (a.operation < b.operation ? -1 : 1));
    const sum = (key: keyof typeof ZERO | "exchanges") => operations.reduce((total, o) => total + o[key], 0);
    const of = (kind: Finding["kind"]) =>
      findings.filter((f) => f.kind === kind).reduce((total, f) => total + f.count, 0);
    const totals = {
      exchanges: sum("exchanges"),
      violations: sum("violations"),
      undeclaredProperties: sum("undeclaredProperties"),
      undeclaredStatuses: sum("undeclaredStatuses"),
      unknownOperations: of("unknown-operation"),
      broken: this.#brokenCount,
      unrecordedBodies: this.#unrecorded,
      unlisted: this.#unlisted,
    };
    const undeclared = totals.undeclaredProperties + totals.undeclaredStatuses + totals.unknownOperations;
    const failed = totals.violations > 0 || (strict && undeclared > 0);
    return {
      result: totals.broken > 0 ? "broken" : failed ? "failed" : "passed",
      strict,
      totals,
      operations,
      findings,
      broken: this.#broken,
      skipped: Object.fromEntries(this.#skipped),
      otherHosts: Object.fromEntries([...this.#hosts].sort((a, b) => b[1] - a[1])),
    };
  }

  #operation({ operation, known }: Checked): OperationReport | undefined {
    let report = this.#operations.get(operation);
    if (!report) {
      if (this.#operations.size >= MOST_LISTED) return undefined;
      this.#operations.set(operation, (report = { operation, known, exchanges: 0, ...ZERO }));
    }
    return report;
  }

  #finding(operation: string, finding: Finding, status: number, place: Place): ReportedFinding | undefined {
    const { kind, where } = finding;
    const pointer = this.#pointer(finding);
    const message = this.#message(finding);
    const shown = status >= 0 && status <= 999 ? status : 0;
    const key = [operation, kind, where, where === "response" && shown, pointer, message].join(" ");
    const known = this.#findings.get(key);
    if (known) {
      known.count += 1;
      return undefined;
    }
    if (this.#findings.size >= MOST_LISTED) {
      this.#unlisted += 1;
      return undefined;
    }
    const made: ReportedFinding = { operation, kind, where, status: shown, pointer, message, count: 1, first: place };
    this.#findings.set(key, made);
    return made;
  }

  #pointer({ kind, where, pointer }: Finding): string {
    if (where !== "query") return this.#masker.pointer(pointer, kind === "undeclared-property");
    const name = String(pointer[0]);
    return this.#showNames ? safeName(name) : this.#masker.parameter(name);
  }

  #message({ message, mediaType }: Finding): string {
    if (mediaType === undefined) return message;
    const asked = this.#showNames && MEDIA_TYPE.test(mediaType) ? mediaType : undefined;
    const shown = this.#masker.mediaType(mediaType) ?? asked;
    return shown === undefined ? message : `${message}, got ${shown}`;
  }
}

const ZERO = { violations: 0, undeclaredProperties: 0, undeclaredStatuses: 0 };

const COUNTERS: Record<Finding["kind"], keyof typeof ZERO | undefined> = {
  violation: "violations",
  "undeclared-property": "undeclaredProperties",
  "undeclared-status": "undeclaredStatuses",
  "unknown-operation": undefined,
};
