import { html } from "../html.ts";
import type { Page, Site } from "../layout.ts";
import { codeBlock, inline, prose } from "../markdown.ts";
import { pageOf } from "../model/reference.ts";
import { firstSentence, plain } from "../model/text.ts";

export const QUICK_START = `import { createOktaClient } from "okta-fetch";

const okta = createOktaClient({
  orgUrl: "https://example.okta.com",
  token: process.env.OKTA_CLIENT_TOKEN,
});

const { data, error } = await okta.GET("/api/v1/users/{userId}", {
  params: { path: { userId: "ada.lovelace@example.com" } },
});
if (error) throw error;
console.log(data.id, data.profile.email);`;

/** The first page: what there is, and how a first call looks. */
export function startPage(site: Site): Page {
  const { reference, guides } = site;
  const { info } = reference.document;
  const tiles = (task: boolean) => guides.filter((guide) => guide.task === task);
  const list = (id: string, title: string, task: boolean) =>
    tiles(task).length > 0 &&
    html`<h2 id="${id}">${title}</h2>
      <ul class="tiles">
        ${tiles(task).map((guide) => html`<li><a href="${pageOf.guide(guide.name)}">${guide.title}</a></li>`)}
      </ul>`;
  const main = html`<h1>${info.title}</h1>
    <div class="lead">${prose(info.description)}</div>
    <p class="figures">
      <strong>${reference.calls.length}</strong> operations in <strong>${reference.sections.length}</strong> sections,
      <strong>${Object.keys(reference.document.components.schemas).length}</strong> schemas. The document itself:
      <a href="openapi.json" download>openapi.json</a>, <a href="openapi.yaml" download>openapi.yaml</a>.
    </p>
    ${
      guides.some(({ name }) => name === "getting-started") &&
      html`<p>
        <a href="${pageOf.guide("getting-started")}#what-is-not-in-the-document">Any other path</a> of the org can be
        called too, with the same credential, retries and errors.
      </p>`
    }
    <h2 id="first-call">A first call</h2>
    ${codeBlock(QUICK_START, "ts")} ${list("tasks", "Tasks", true)} ${list("guides", "Guides", false)}
    ${reference.groups.map(
      (group) =>
        html`<h2 id="${group.name.toLowerCase().replaceAll(" ", "-")}">${group.name}</h2>
          <ul class="cards">
            ${group.sections.map(
              (section) =>
                html`<li>
                  <h3><a href="${pageOf.section(section.name)}">${section.title}</a></h3>
                  <p>${inline(firstSentence(section.description))}</p>
                  <p class="note">${section.calls.length} ${section.calls.length === 1 ? "operation" : "operations"}</p>
                </li>`,
            )}
          </ul>`,
    )}`;
  return { file: "index.html", title: `${info.title} reference`, description: plain(info.description), main };
}
