import {
  type Broken,
  type OperationReport,
  placeText,
  type ReportedFinding,
  type VerifyReport,
  whereText,
} from "./report.ts";

/** Columns as wide as their widest cell, numbers to the right, the operation last. */
function columns(rows: (string | number)[][]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i < row.length - 1 ? String(cell).padStart(widths[i]!) : String(cell)))
      .join("  ")
      .trimEnd(),
  );
}

const HEADS = [
  ["", "", "undeclared", "undeclared", ""],
  ["exchanges", "violations", "properties", "statuses", "operation"],
];

const row = (o: Omit<OperationReport, "operation" | "known">, name: string) => [
  o.exchanges,
  o.violations,
  o.undeclaredProperties,
  o.undeclaredStatuses,
  name,
];

/** Findings by operation, each with its count and where it came first. */
function section(title: string, findings: ReportedFinding[]): string[] {
  if (findings.length === 0) return [];
  const byOperation = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    byOperation.set(finding.operation, [...(byOperation.get(finding.operation) ?? []), finding]);
  }
  return [
    "",
    title,
    ...[...byOperation].flatMap(([operation, found]) => [
      `  ${operation}`,
      ...found.map(
        (f) => `    ${findingText(f)}  (${f.count} ${f.count === 1 ? "time" : "times"}, first ${placeText(f.first)})`,
      ),
    ]),
  ];
}

/** One finding without its operation. */
export const findingText = (finding: ReportedFinding): string =>
  finding.kind === "undeclared-property"
    ? whereText(finding)
    : finding.kind === "unknown-operation"
      ? "unknown"
      : `${whereText(finding)}: ${finding.message}`;

/** `traffic.ndjson:7:12: line 7 breaks off`; a file that could not be opened has no line, and a call has none either. */
export const brokenText = ({ source, line, column, kind, number, message }: Broken): string =>
  line === 0
    ? `${source}: ${number > 0 ? `${kind} ${number} ` : ""}${message}`
    : `${source}:${line}${column === undefined ? "" : `:${column}`}: ${kind} ${number} ${message}`;

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

function remarks({ totals, skipped, otherHosts }: VerifyReport): string[] {
  const lines: string[] = [];
  const hosts = Object.entries(otherHosts);
  const reasons = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
  if (reasons.length > 0) lines.push(`Skipped: ${reasons.join(", ")}.`);
  if (hosts.length > 0) {
    const named = hosts.slice(0, 5).map(([host, count]) => `${host} ${count}`);
    const more = hosts.length > 5 ? `, and ${hosts.length - 5} more` : "";
    lines.push(`Other hosts: ${named.join(", ")}${more}. Name the org's own with --org-host if one of them is it.`);
  }
  if (totals.unrecordedBodies > 0) {
    lines.push(`Not checked: ${plural(totals.unrecordedBodies, "body", "bodies")} that the recording leaves out.`);
  }
  if (totals.unlisted > 0) lines.push(`Not listed: ${plural(totals.unlisted, "further finding")}.`);
  return lines.length > 0 ? ["", ...lines] : [];
}

function verdict({ result, strict, totals }: VerifyReport): string {
  const counts = [
    plural(totals.exchanges, "exchange"),
    plural(totals.violations, "violation"),
    plural(totals.undeclaredProperties, "undeclared property", "undeclared properties"),
    plural(totals.undeclaredStatuses, "undeclared status", "undeclared statuses"),
    ...(totals.unknownOperations > 0 ? [`${totals.unknownOperations} of unknown operations`] : []),
    ...(totals.broken > 0 ? [`${plural(totals.broken, "part")} of the input unreadable`] : []),
  ];
  const word = { passed: "Passed", failed: "Failed", broken: "Incomplete" }[result];
  return `${word}${strict ? " (strict)" : ""}: ${counts.join(", ")}.`;
}

/** The report for people. */
export function tableReport(report: VerifyReport): string {
  const { operations, findings, broken, totals } = report;
  const of = (kind: ReportedFinding["kind"]) => findings.filter((finding) => finding.kind === kind);
  return [
    ...columns([
      ...HEADS,
      ...operations.map((o) => row(o, o.known ? o.operation : `${o.operation} (unknown)`)),
      row(totals, "all"),
    ]),
    ...section("Violations", of("violation")),
    ...section("Undeclared properties and query parameters", of("undeclared-property")),
    ...section("Undeclared statuses", of("undeclared-status")),
    ...section("Unknown operations", of("unknown-operation")),
    ...(broken.length > 0 ? ["", "Unreadable input"] : []),
    ...broken.map((part) => `  ${brokenText(part)}`),
    ...remarks(report),
    "",
    verdict(report),
    "",
  ].join("\n");
}
