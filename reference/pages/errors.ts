import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { inline } from "../markdown.ts";
import { errorCodesOf } from "../model/error-codes.ts";
import type { Reference } from "../model/reference.ts";
import { contextOf } from "./context.ts";
import { filterField, scrollTable } from "./table.ts";

/** The table of error codes. */
export function errorsPage(reference: Reference): Page {
  const context = contextOf(reference, "");
  const main = html`<h1>Error codes</h1>
    <p class="lead">
      A failure carries an <a href="schemas/ErrorResponse.html">ErrorResponse</a>. Branch on its <code>errorCode</code>,
      never on the summary, whose wording changes. The client gives it as <code>error.errorCode</code>. Okta has more
      codes than these, which are the ones that the calls here can meet.
    </p>
    ${filterField("error-table", "password")}
    ${scrollTable(
      "Error codes",
      ["Code", "Status", "Meaning", "What helps"],
      errorCodesOf(reference).map(
        (row) =>
          html`<tr id="${row.code}" data-words>
            <th scope="row">
              <a href="#${row.code}"><code>${row.code}</code></a>
            </th>
            <td data-label="Status">${row.status}</td>
            <td>${inline(row.means, context)} ${row.where && html`<br />Where: ${inline(row.where, context)}`}</td>
            <td data-label="What helps">${inline(row.fix, context)}</td>
          </tr>`,
      ),
      "error-table",
    )}`;
  return { file: "errors.html", title: "Error codes", description: "What the error codes mean, and what helps.", main };
}
