import { html, type Html, type Part } from "../html.ts";
import { endpoint, type Page } from "../layout.ts";
import { inline, prose } from "../markdown.ts";
import { type Call, pageOf, type Parameter, type Reference } from "../reference.ts";
import { isList } from "../samples/typescript.ts";
import { constraints, schemaTree, type } from "../schema-view.ts";
import { contextOf } from "./context.ts";
import { answers } from "./answers.ts";
import { aside } from "./samples.ts";
import { tryIt } from "./try-it.ts";

const BASE = "../";

/** The page of one call: what it does, what it takes and answers, samples, and a console to try it. */
export function operationPage(reference: Reference, call: Call): Page {
  const context = contextOf(reference, BASE);
  const bySort = (kind: Parameter["in"]) => call.parameters.filter((parameter) => parameter.in === kind);
  const main = html`<p class="crumbs">
      ${call.section.group} / <a href="${BASE}${pageOf.section(call.section.name)}">${call.section.title}</a>
    </p>
    <h1>${call.summary}</h1>
    <p class="endpoint">${endpoint(call)}</p>
    ${jumps(call)}
    <div class="lead">${prose(call.definition.description, context)}</div>
    ${call.definition.deprecated && html`<p class="callout warn">This call is deprecated.</p>`}
    ${facts(reference, call)} ${parameters(reference, "Path parameters", "path", bySort("path"))}
    ${parameters(reference, "Query parameters", "query", bySort("query"))}
    ${parameters(reference, "Headers", "header", bySort("header"))} ${requestBody(reference, call)}
    ${answers(reference, call)} ${tryIt(reference, call)}`;
  return {
    file: pageOf.call(call.id),
    title: call.summary,
    description: call.definition.description,
    main,
    aside: aside(reference, call),
    section: call.section.name,
    scripts: ["assets/try-it.js"],
  };
}

/** The parts of the page, to go to each straight. */
function jumps(call: Call): Html {
  const has = (kind: Parameter["in"]) => call.parameters.some((parameter) => parameter.in === kind);
  const parts: [string, string, boolean][] = [
    ["path", "Path", has("path")],
    ["query", "Query", has("query")],
    ["header", "Headers", has("header")],
    ["request", "Body", call.definition.requestBody !== undefined],
    ["answers", "Answers", true],
    ["errors", "Errors", true],
    ["try", "Try it", true],
    ["samples", "Samples", true],
  ];
  return html`<nav class="jumps" aria-label="On this page">
    ${parts.filter(([, , there]) => there).map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
  </nav>`;
}

function facts(reference: Reference, call: Call): Html {
  const scopes = call.scopes.map((scope, i) => [
    i > 0 && " and ",
    html`<a href="${BASE}scopes.html#${scope}"><code>${scope}</code></a>`,
  ]);
  const rows: [string, Part][] = [
    ["API token", call.apiToken ? html`accepted, as <code>Authorization: SSWS {token}</code>` : "not accepted"],
    [
      "OAuth scope",
      scopes.length > 0 ? html`${scopes}, and an administrator role that allows it` : "none; takes no access token",
    ],
    ["operationId", html`<code>${call.id}</code>`],
  ];
  if (isList(reference, call) && call.parameters.some(({ name }) => name === "after")) {
    rows.splice(2, 0, ["Pages", html`by the <code>rel="next"</code> address of the <code>Link</code> header`]);
  }
  return html`<dl class="facts">
    ${rows.map(
      ([name, text]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
}

function parameters(reference: Reference, title: string, kind: string, list: Parameter[]): Html | false {
  if (list.length === 0) return false;
  return html`<section>
    <h2 id="${kind}">${title}</h2>
    <ul class="props">
      ${list.map((parameter) => parameterRow(reference, kind, parameter))}
    </ul>
  </section>`;
}

function parameterRow(reference: Reference, kind: string, parameter: Parameter): Html {
  const id = `${kind}.${parameter.name}`;
  const example = parameter.example ?? reference.resolve(Object.values(parameter.examples ?? {})[0])?.value;
  return html`<li class="prop" id="${id}">
    <p class="head">
      <a class="name" href="#${id}"><code>${parameter.name}</code></a>
      ${type({ reference, base: BASE }, parameter.schema)}
      ${parameter.required && html`<span class="mark required">required</span>`}
      ${parameter.deprecated && html`<span class="mark warn">deprecated</span>`}
    </p>
    ${parameter.description && html`<p class="text">${inline(parameter.description, contextOf(reference, BASE))}</p>`}
    ${constraints({ reference }, reference.resolve(parameter.schema))}
    ${
      example !== undefined &&
      html`<p class="values">
        <span class="label">Example</span>
        <code>${typeof example === "string" ? example : JSON.stringify(example)}</code>
      </p>`
    }
  </li>`;
}

function requestBody(reference: Reference, call: Call): Html | false {
  const given = reference.resolve(call.definition.requestBody);
  if (!given) return false;
  const content = Object.entries<any>(given.content);
  const context = contextOf(reference, BASE);
  const sameSchema = new Set(content.map(([, media]) => JSON.stringify(media.schema))).size === 1;
  return html`<section>
    <h2 id="request">
      Request body
      ${given.required ? html`<span class="mark required">required</span>` : html`<span class="mark">optional</span>`}
    </h2>
    ${prose(given.description, context)}
    ${(sameSchema ? content.slice(0, 1) : content).map(([mediaType, media], i) => {
      const types = sameSchema ? content.map(([name]) => name) : [mediaType];
      return html`<p class="media">
          ${types.map((name) => html`<code>${name}</code> `)} ${type({ reference, base: BASE }, media.schema)}
        </p>
        ${schemaTree({ reference, direction: "request", context, base: BASE }, media.schema, i === 0 ? "request" : `request-${i + 1}`)}`;
    })}
  </section>`;
}
