/** One call as the status page shows it: no query, credential or body. */
export interface CallRecord {
  /** Milliseconds since the epoch, by the org's clock. */
  at: number;
  method: string;
  path: string;
  status: number;
  source: string;
  ms: number;
  /** Why it was refused. */
  error?: { code: string; summary: string; causes: string[] };
}

const KEPT = 200;

/** What calls a run has seen. */
export class CallHistory {
  /** Responses by operation and status. */
  readonly counts = new Map<string, Record<number, number>>();
  readonly recent: CallRecord[] = [];

  count(operation: string, status: number): void {
    let statuses = this.counts.get(operation);
    if (!statuses) this.counts.set(operation, (statuses = {}));
    statuses[status] = (statuses[status] ?? 0) + 1;
  }

  record(call: CallRecord): void {
    this.recent.push(call);
    // Cut in steps, since cutting one at a time costs more than the rest of this.
    if (this.recent.length >= 2 * KEPT) this.recent.splice(0, KEPT);
  }

  /** The last calls, the newest first. */
  latest(): CallRecord[] {
    return this.recent.slice(-KEPT).reverse();
  }

  clear(): void {
    this.counts.clear();
    this.recent.length = 0;
  }
}
