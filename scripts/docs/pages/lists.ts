import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { html, type Html } from "../html.ts";
import { endpoint, type Page, type Site } from "../layout.ts";
import { codeBlock, inline, prose } from "../markdown.ts";
import { type Call, pageOf, type Reference, type Section } from "../reference.ts";
import { contextOf } from "./context.ts";
import { failuresOf } from "./answers.ts";

export const QUICK_START = `import { createOktaClient } from "okta-fetch";

const okta = createOktaClient({ orgUrl: "https://example.okta.com", token: process.env.OKTA_TOKEN });

const { data, error } = await okta.GET("/api/v1/users/{userId}", {
  params: { path: { userId: "ada.lovelace@example.com" } },
});
if (error) throw error;
console.log(data.id, data.profile.email);`;

/** The first page: what there is, and how a first call looks. */
export function startPage(site: Site): Page {
  const { reference, guides } = site;
  const main = html`<h1>${reference.document.info.title}</h1>
    <div class="lead">${prose(reference.document.info.description)}</div>
    <p class="figures">
      <strong>${reference.calls.length}</strong> operations in <strong>${reference.sections.length}</strong> sections,
      <strong>${Object.keys(reference.document.components.schemas).length}</strong> schemas
    </p>
    <h2 id="first-call">A first call</h2>
    ${codeBlock(QUICK_START, "ts")}
    ${
      guides.length > 0 &&
      html`<h2 id="guides">Guides</h2>
        <ul class="tiles">
          ${guides.map((guide) => html`<li><a href="${pageOf.guide(guide.name)}">${guide.title}</a></li>`)}
        </ul>`
    }
    ${reference.groups.map(
      (group) =>
        html`<h2 id="${group.name.toLowerCase().replaceAll(" ", "-")}">${group.name}</h2>
          <ul class="cards">
            ${group.sections.map(
              (section) =>
                html`<li>
                  <h3><a href="${pageOf.section(section.name)}">${section.title}</a></h3>
                  <p>${inline(section.description)}</p>
                  <p class="note">${section.calls.length} operations</p>
                </li>`,
            )}
          </ul>`,
    )}`;
  return {
    file: "index.html",
    title: `${reference.document.info.title} reference`,
    description: reference.document.info.description,
    main,
  };
}

const callList = (calls: Call[], base: string): Html =>
  html`<ul class="call-list">
    ${calls.map(
      (call) =>
        html`<li>
          <a href="${base}${pageOf.call(call.id)}"
            ><span class="what">${call.summary}</span><span class="where">${endpoint(call)}</span></a
          >
        </li>`,
    )}
  </ul>`;

/** A section: its calls, and the schemas they exchange. */
export function sectionPage(reference: Reference, section: Section): Page {
  const scopes = [...new Set(section.calls.flatMap(({ scopes: s }) => s))].sort();
  const schemas = [...new Set(section.calls.flatMap((call) => schemasOf(reference, call)))].sort();
  const main = html`<p class="crumbs">${section.group}</p>
    <h1>${section.title}</h1>
    <div class="lead">${prose(section.description, contextOf(reference, "../"))}</div>
    <h2 id="operations">Operations</h2>
    ${callList(section.calls, "../")}
    <h2 id="scopes">Scopes</h2>
    <p class="list">${scopes.map((scope) => html`<a href="../scopes.html#${scope}"><code>${scope}</code></a> `)}</p>
    <h2 id="schemas">Schemas</h2>
    <p class="list">${schemas.map((name) => html`<a class="type" href="../${pageOf.schema(name)}">${name}</a> `)}</p>`;
  return {
    file: pageOf.section(section.name),
    title: section.title,
    description: section.description,
    main,
    section: section.name,
  };
}

/** Names of the schemas that a call's body and successes are made of. */
export function schemasOf(reference: Reference, call: Call): string[] {
  const body = reference.resolve(call.definition.requestBody);
  const answered = Object.entries<any>(call.definition.responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([, node]) => reference.resolve(node));
  return [body, ...answered].flatMap((part) =>
    Object.values<any>(part?.content ?? {}).flatMap(({ schema }) => {
      const name = reference.nameOf(schema) ?? reference.nameOf(schema?.items);
      return name ? [name] : [];
    }),
  );
}

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
    <p class="filter">
      <label>Filter <input type="search" data-filter="#scope-table" placeholder="deactivate a user" /></label>
    </p>
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

export interface ErrorCode {
  code: string;
  status: string;
  means: string;
  do: string;
}

const explained: ErrorCode[] = JSON.parse(
  readFileSync(fileURLToPath(new URL("../error-codes.json", import.meta.url)), "utf8"),
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
      codes than these, which are the ones that the calls here were seen to answer.
    </p>
    <div class="scroll" tabindex="0" role="group" aria-label="Error codes">
      <table>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Status</th>
            <th scope="col">Meaning</th>
            <th scope="col">What helps</th>
          </tr>
        </thead>
        <tbody>
          ${errorCodesOf(reference).map(
            (row) =>
              html`<tr id="${row.code}">
                <th scope="row">
                  <a href="#${row.code}"><code>${row.code}</code></a>
                </th>
                <td>${row.status}</td>
                <td>${inline(row.means)}</td>
                <td>${inline(row.do)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  return { file: "errors.html", title: "Error codes", description: "What the error codes mean, and what helps.", main };
}
