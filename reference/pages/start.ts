import { html, type Html } from "../html.ts";
import type { Page, Site } from "../layout.ts";
import { codeBlock, inline, prose } from "../markdown.ts";
import { pageOf } from "../model/reference.ts";
import { firstSentence, plain, summary } from "../model/text.ts";

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

const MOST_OF_LEAD = 110;

const card = (url: string, title: string, text: Html): Html =>
  html`<li>
    <h3><a href="${url}">${title}</a></h3>
    ${text}
  </li>`;

/** The first page: what there is, and how a first call looks. */
export function startPage(site: Site): Page {
  const { reference, guides } = site;
  const { info } = reference.document;
  const tasks = guides.filter(({ task }) => task);
  const others = guides.filter(({ task }) => !task);
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
    ${codeBlock(QUICK_START, "ts")}
    ${
      tasks.length > 0 &&
      html`<h2 id="tasks">Tasks</h2>
        <ul class="cards">
          ${tasks.map(({ name, title, lead }) => card(pageOf.guide(name), title, html`<p>${summary(lead, MOST_OF_LEAD)}</p>`))}
        </ul>`
    }
    ${
      others.length > 0 &&
      html`<h2 id="guides">Guides</h2>
        <ul class="tiles">
          ${others.map(({ name, title }) => html`<li><a href="${pageOf.guide(name)}">${title}</a></li>`)}
        </ul>`
    }
    ${reference.groups.map(
      (group) =>
        html`<h2 id="${group.name.toLowerCase().replaceAll(" ", "-")}">${group.name}</h2>
          <ul class="cards">
            ${group.sections.map((section) =>
              card(
                pageOf.section(section.name),
                section.title,
                html`<p>${inline(firstSentence(section.description))}</p>
                  <p class="note">
                    ${section.calls.length} ${section.calls.length === 1 ? "operation" : "operations"}
                  </p>`,
              ),
            )}
          </ul>`,
    )}`;
  return { file: "index.html", title: `${info.title} reference`, description: plain(info.description), main };
}
