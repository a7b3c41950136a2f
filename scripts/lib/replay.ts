/** Replays recorded exchanges to judge the document; the validation itself is that of `okta-fetch verify`. */
import { readFileSync } from "node:fs";
import type { CheckedBody } from "../../src/verify/checked-body.ts";
import { type Checked, checkOf } from "../../src/verify/check.ts";
import type { Exchange } from "../../src/verify/exchange.ts";
import { escapePointer } from "../../src/verify/schema.ts";

export type { Exchange };

export interface Violation {
  line: number;
  operation: string;
  where: string;
  pointer: string;
  message: string;
}

export interface ReplayResult {
  responses: { valid: number; total: number };
  requests: { valid: number; total: number };
  statuses: { declared: number; total: number };
  properties: { declared: number; freeForm: number; total: number };
  mutants: { rejected: number; total: number };
  violations: Violation[];
  undeclared: { operation: string; pointer: string; count: number }[];
}

/** Reads newline-delimited exchanges; a broken line is an error that names its number. */
export function readExchanges(file: string): Exchange[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      try {
        return [JSON.parse(line) as Exchange];
      } catch (cause) {
        throw new Error(`${file}:${i + 1}: not a JSON object on one line.`, { cause });
      }
    });
}

const wrongType = (value: unknown): unknown => {
  if (typeof value === "string") return 4711;
  if (typeof value === "number" || typeof value === "boolean") return "not this type";
  if (Array.isArray(value)) return { not: "this type" };
  return value === null ? { not: "this type" } : "not this type";
};

function withValueAt(value: any, pointer: (string | number)[], change: (old: unknown) => unknown): unknown {
  if (pointer.length === 0) return change(value);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const [key, ...rest] = pointer as [string, ...string[]];
  copy[key] = withValueAt(copy[key], rest, change);
  return copy;
}

/** How many declared properties a valid body has, and with how many of them in a wrong type it is rejected. */
function mutate(body: CheckedBody) {
  const declared = body.valid ? body.places.filter((place) => place.kind === "declared") : [];
  const rejected = declared.filter((place) => !body.accepts(withValueAt(body.value, place.pointer, wrongType)));
  return { rejected: rejected.length, total: declared.length };
}

const exactPointer = (pointer: (string | number)[]) =>
  pointer.map((part) => `/${escapePointer(String(part))}`).join("");
const anyIndex = (pointer: (string | number)[]) =>
  pointer.map((part) => `/${typeof part === "number" ? "*" : escapePointer(part)}`).join("");

/** Properties that the document does not declare, by operation and place. */
type Undeclared = Map<string, ReplayResult["undeclared"][number]>;

function countUndeclared(undeclared: Undeclared, operation: string, { findings }: Checked): void {
  for (const { kind, where, pointer } of findings) {
    if (kind !== "undeclared-property" || where === "query") continue;
    const name = anyIndex(pointer);
    const key = `${operation} ${where} ${name}`;
    const entry = undeclared.get(key) ?? { operation: `${operation} ${where}`, pointer: name, count: 0 };
    entry.count += 1;
    undeclared.set(key, entry);
  }
}

function violationsOf(exchange: Exchange, { findings }: Checked): Omit<Violation, "line" | "operation">[] {
  return findings
    .filter(({ kind, where }) => {
      if (where === "query") return false; // what recorded clients asked for says nothing of the document
      const undocumented = kind === "undeclared-status" && exchange.response.status < 400;
      return kind === "violation" || kind === "unknown-operation" || undocumented;
    })
    .map(({ where, pointer, message }) => ({ where, pointer: exactPointer(pointer), message }));
}

/** Adds what the document knows of one exchange. */
function count(result: ReplayResult, { request, response }: Exchange, checked: Checked): void {
  const invalid = (part: string) => checked.findings.some((f) => f.kind === "violation" && f.where === part);
  if (request.body !== undefined && response.status < 300) {
    result.requests.total += 1;
    if (!invalid("request")) result.requests.valid += 1;
  }
  result.statuses.total += 1;
  if (checked.statusDeclared) result.statuses.declared += 1;
  result.responses.total += 1;
  if (!invalid("response") && (checked.statusDeclared || response.status >= 400)) result.responses.valid += 1;
  for (const { places } of [checked.request, checked.response].filter((body) => body !== undefined)) {
    result.properties.total += places.length;
    result.properties.declared += places.filter((place) => place.kind === "declared").length;
    result.properties.freeForm += places.filter((place) => place.kind === "freeForm").length;
  }
}

/** Validates every exchange against the bundled document and counts what the document knows of it. */
export function replay(document: any, exchanges: Exchange[], { mutants = true } = {}): ReplayResult {
  const check = checkOf(document);
  const undeclared: Undeclared = new Map();
  const result: ReplayResult = {
    responses: { valid: 0, total: 0 },
    requests: { valid: 0, total: 0 },
    statuses: { declared: 0, total: 0 },
    properties: { declared: 0, freeForm: 0, total: 0 },
    mutants: { rejected: 0, total: 0 },
    violations: [],
    undeclared: [],
  };
  exchanges.forEach((exchange, i) => {
    const checked = check(exchange);
    const { operation = checked.operation } = exchange;
    for (const violation of violationsOf(exchange, checked)) {
      result.violations.push({ line: i + 1, operation, ...violation });
    }
    countUndeclared(undeclared, operation, checked);
    if (!checked.known) return;
    count(result, exchange, checked);
    if (mutants && checked.response) {
      const { rejected, total } = mutate(checked.response);
      result.mutants.rejected += rejected;
      result.mutants.total += total;
    }
  });
  result.undeclared = [...undeclared.values()].sort((a, b) => b.count - a.count);
  return result;
}

const share = (part: number, total: number) =>
  `${part} of ${total}${total > 0 ? ` (${((100 * part) / total).toFixed(1)} %)` : ""}`;

/** The result for people: figures first, then each finding on a line of its own. */
export function report(result: ReplayResult): string {
  return [
    `responses valid      ${share(result.responses.valid, result.responses.total)}`,
    `requests valid       ${share(result.requests.valid, result.requests.total)}`,
    `statuses declared    ${share(result.statuses.declared, result.statuses.total)}`,
    `properties declared  ${share(result.properties.declared + result.properties.freeForm, result.properties.total)}`,
    `properties free-form ${share(result.properties.freeForm, result.properties.total)}`,
    `mutants rejected     ${share(result.mutants.rejected, result.mutants.total)}`,
    ...result.violations.map(
      (v) => `violation  ${v.operation} ${v.where} ${v.pointer || "/"} (exchange ${v.line}): ${v.message}`,
    ),
    ...result.undeclared.map((u) => `undeclared ${u.operation} ${u.pointer} (${u.count})`),
  ].join("\n");
}
