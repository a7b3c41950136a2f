import { brokenText, findingText } from "./report-table.ts";
import { placeText, type VerifyReport } from "./report.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };

/** Text for an attribute; characters that XML cannot hold become question marks. */
const xml = (text: string) =>
  text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "?")
    .replace(/[&<>"\n]/g, (char) => ENTITIES[char]!);

/** The report for test viewers: a case for each operation and each finding; what does not count as failure is skipped. */
export function junitReport({ operations, findings, broken, strict, totals }: VerifyReport): string {
  const fails = (kind: string) => kind === "violation" || strict;
  const cases: string[] = [];
  for (const { operation, exchanges } of operations) {
    const found = findings.filter((finding) => finding.operation === operation);
    if (!found.some(({ kind }) => fails(kind))) {
      cases.push(`<testcase classname="${xml(operation)}" name="${exchanges} exchanges fit the document"/>`);
    }
    for (const finding of found) {
      const text = xml(findingText(finding));
      const message = xml(
        `${finding.kind}: ${findingText(finding)} (${finding.count} times, first ${placeText(finding.first)})`,
      );
      const tag = fails(finding.kind)
        ? `<failure type="${finding.kind}" message="${message}"/>`
        : `<skipped message="${message}"/>`;
      cases.push(`<testcase classname="${xml(operation)}" name="${text}">${tag}</testcase>`);
    }
  }
  for (const part of broken) {
    const text = xml(brokenText(part));
    cases.push(`<testcase classname="input" name="${text}"><error type="unreadable" message="${text}"/></testcase>`);
  }
  const failures = findings.filter(({ kind }) => fails(kind)).length;
  const skipped = findings.length - failures;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="okta-fetch verify" tests="${cases.length}" failures="${failures}" errors="${broken.length}">`,
    `<testsuite name="${totals.exchanges} exchanges" tests="${cases.length}" failures="${failures}" errors="${broken.length}" skipped="${skipped}">`,
    ...cases,
    "</testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}
