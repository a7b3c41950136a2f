import { html, type Html } from "../html.ts";
import { endpoint, type Page } from "../layout.ts";
import { inline } from "../markdown.ts";
import { pageOf, type Reference } from "../model/reference.ts";
import { callList } from "./call-list.ts";
import { filterField } from "./table.ts";

/** Which scope a call needs, by scope. */
export function scopesPage(reference: Reference): Page {
  const described: Record<string, string> =
    reference.document.components.securitySchemes.OAuth2.flows.clientCredentials.scopes;
  const scopes = Object.keys(described).sort();
  const without = reference.calls.filter((call) => call.scopes.length === 0);
  const main = html`<h1>Scopes</h1>
    <p class="lead">
      Which scope a call needs when it is made with an OAuth access token. An API token has the rights of the
      administrator who made it, and needs no scope. A <code>manage</code> scope does not replace the administrator role
      of the app.
    </p>
    ${filterField("scope-table", "deactivate a user")}
    <div class="scroll" tabindex="0" role="group" aria-label="Scopes">
      <table id="scope-table" class="scopes">
        <thead>
          <tr>
            <th scope="col">To …</th>
            <th scope="col">by calling</th>
          </tr>
        </thead>
        ${scopes.map((scope) => scopeRows(scope, described[scope]!, reference))}
      </table>
    </div>
    ${
      without.length > 0 &&
      html`<h2 id="none">Without a scope</h2>
        <p>These calls take an API token only.</p>
        ${callList(without, "")}`
    }`;
  return { file: "scopes.html", title: "Scopes", description: "Which OAuth scope each call needs.", main };
}

function scopeRows(scope: string, text: string, reference: Reference): Html {
  const calls = reference.calls.filter((call) => call.scopes.includes(scope));
  return html`<tbody id="${scope}">
    <tr class="group">
      <th scope="rowgroup" colspan="2">
        <a href="#${scope}"><code>${scope}</code></a> <span>${inline(text)}</span>
      </th>
    </tr>
    ${calls.map(
      (call) =>
        html`<tr data-words="${call.summary} ${call.url} ${call.id} ${scope}">
          <td><a href="${pageOf.call(call.id)}">${call.summary}</a></td>
          <td class="where">${endpoint(call)}</td>
        </tr>`,
    )}
    ${
      calls.length === 0 &&
      html`<tr>
        <td colspan="2" class="note">No call of this document needs it.</td>
      </tr>`
    }
  </tbody>`;
}
