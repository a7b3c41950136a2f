import { html } from "../html.ts";
import type { Page, Site } from "../layout.ts";
import { codeBlock, inline, prose } from "../markdown.ts";
import { type Call, pageOf, type Reference, type Section } from "../reference.ts";
import { callList } from "./call-list.ts";
import { contextOf } from "./context.ts";

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
    ${
      guides.some(({ name }) => name === "getting-started") &&
      html`<p>
        <a href="${pageOf.guide("getting-started")}#what-is-not-in-the-document">Any other path</a> of the org can be
        called too, with the same credential, retries and errors.
      </p>`
    }
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
