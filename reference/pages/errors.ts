import { join } from "node:path";
import { readYaml, sourceDir } from "../../scripts/lib/paths.ts";
import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { inline } from "../markdown.ts";
import type { Reference } from "../reference.ts";
import { failuresOf } from "./answers.ts";
import { scrollTable } from "./table.ts";

export interface ErrorCode {
  code: string;
  status: string;
  means: string;
  do: string;
}

const explained: ErrorCode[] = Object.entries<any>(readYaml(join(sourceDir, "error-codes.yaml"))).map(
  ([code, { status, meaning, fix }]) => ({ code, status: String(status), means: meaning, do: fix }),
);

/** Codes that Okta answers: those that are explained, and with their own words the others in the document's examples. */
export function errorCodesOf(reference: Reference): ErrorCode[] {
  const codes = new Map(explained.map((row) => [row.code, row]));
  for (const call of reference.calls) {
    for (const [status, node] of Object.entries<any>(call.definition.responses)) {
      for (const { errorCode: code, errorSummary, errorCauses } of failuresOf(reference, reference.resolve(node))) {
        if (codes.has(code)) continue;
        codes.set(code, { code, status, means: errorSummary, do: errorCauses?.[0]?.errorSummary ?? "" });
      }
    }
  }
  return [...codes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The table of error codes. */
export function errorsPage(reference: Reference): Page {
  const main = html`<h1>Error codes</h1>
    <p class="lead">
      A failure carries an <a href="schemas/ErrorResponse.html">ErrorResponse</a>. Branch on its <code>errorCode</code>,
      never on the summary, whose wording changes. The client gives it as <code>error.errorCode</code>. Okta has more
      codes than these, which are the ones that the calls here can meet.
    </p>
    ${scrollTable(
      "Error codes",
      ["Code", "Status", "Meaning", "What helps"],
      errorCodesOf(reference).map(
        (row) =>
          html`<tr id="${row.code}">
            <th scope="row">
              <a href="#${row.code}"><code>${row.code}</code></a>
            </th>
            <td>${row.status}</td>
            <td>${inline(row.means)}</td>
            <td>${inline(row.do)}</td>
          </tr>`,
      ),
    )}`;
  return { file: "errors.html", title: "Error codes", description: "What the error codes mean, and what helps.", main };
}
