import { breakable, html, type Html, type Part } from "../html.ts";
import { endpoint, type Page } from "../layout.ts";
import { inline, prose } from "../markdown.ts";
import { bodyExamples } from "../model/examples.ts";
import { ABSENT, lifecyclesOf } from "../model/lifecycle.ts";
import { neighbors, relatedTo } from "../model/related.ts";
import { type Call, pageOf, type Parameter } from "../model/reference.ts";
import { isPaged } from "../samples/typescript.ts";
import { schemaTree, type } from "../schema/tree.ts";
import { constraints } from "../schema/values.ts";
import { limitBadges, rateLimitBucket, roleName } from "./badges.ts";
import { jumps } from "./jumps.ts";
import { errors, responses } from "./responses.ts";
import { exampleChoice, requestSamples, responseSamples } from "./samples.ts";
import { contextBelow, mentionsOf, type Rendering, viewOf } from "./site-context.ts";
import { tryIt } from "./try-it.ts";

const BASE = "../";

/** A part of a page with what stands beside it on wide screens. */
const beside = (main: Html, aside: Html | undefined, label: string): Html =>
  aside
    ? html`<div class="row">
        <div class="main-part">${main}</div>
        <aside class="side-part" aria-label="${label}">${aside}</aside>
      </div>`
    : html`<div class="row"><div class="main-part">${main}</div></div>`;

/** The page of one call: what it does, what it takes and returns, samples, and a console to try it. */
export function operationPage(rendering: Rendering, call: Call): Page {
  const { reference } = rendering;
  const context = contextBelow(rendering);
  const { definition } = call;
  const kindOf = (kind: Parameter["in"]) => call.parameters.filter((parameter) => parameter.in === kind);
  const request = html`<div class="lead">${prose(definition.description, context)}</div>
    ${definition.deprecated && html`<p class="callout warn">This call is deprecated.</p>`}
    ${destructive(rendering, call)} ${facts(rendering, call)}
    ${parameters(rendering, "Path parameters", "path", kindOf("path"))}
    ${parameters(rendering, "Query parameters", "query", kindOf("query"))}
    ${parameters(rendering, "Headers", "header", kindOf("header"))} ${requestBody(rendering, call)}`;
  const main = html`<nav class="crumbs" aria-label="Breadcrumb">
      ${call.section.group !== call.section.title && `${call.section.group} / `}<a
        href="${BASE}${pageOf.section(call.section.name)}"
        >${call.section.title}</a
      >
    </nav>
    <h1>${call.summary}</h1>
    <p class="endpoint">${endpoint(call)} ${limitBadges(definition)}</p>
    ${jumps(partsOf(call))} ${beside(request, requestSamples(reference, call), "Request samples")}
    ${beside(responses(rendering, call), responseSamples(reference, call), "Response examples")}
    ${beside(html`${errors(rendering, call)} ${tryIt(reference, call)} ${seeAlso(rendering, call)}`, undefined, "")}
    ${pager(rendering, call)}`;
  return {
    file: pageOf.call(call.id),
    title: titleOf(rendering, call),
    description: definition.description,
    main,
    wide: true,
    section: call.section.name,
    scripts: ["assets/console.js"],
  };
}

/** The summary, with the section where another call has the same. */
function titleOf({ reference }: Rendering, call: Call): string {
  const same = reference.calls.filter(({ summary }) => summary === call.summary).length;
  return same > 1 ? `${call.summary} (${call.section.title})` : call.summary;
}

function partsOf(call: Call): [id: string, title: string, isThere: boolean][] {
  const has = (kind: Parameter["in"]) => call.parameters.some((parameter) => parameter.in === kind);
  return [
    ["path", "Path", has("path")],
    ["query", "Query", has("query")],
    ["header", "Headers", has("header")],
    ["request", "Body", call.definition.requestBody !== undefined],
    ["samples", "Samples", true],
    ["responses", "Responses", true],
    ["errors", "Errors", true],
    ["try", "Try it", true],
    ["see-also", "See also", true],
  ];
}

function destructive(rendering: Rendering, call: Call): Html | false {
  const text: string | undefined = call.definition["x-destructive"];
  if (!text) return false;
  return html`<div class="callout danger" role="note">
    <p class="callout-title">What is lost</p>
    ${prose(text, contextBelow(rendering))}
  </div>`;
}

function facts(rendering: Rendering, call: Call): Html {
  const { definition } = call;
  const scopes = call.scopes.map((scope, i) => [
    i > 0 && " and ",
    html`<a href="${BASE}scopes.html#${scope}"><code>${breakable(scope)}</code></a>`,
  ]);
  const roles: string[] | undefined = definition["x-admin-roles"];
  const permissions: string[] | undefined = definition["x-permissions"];
  const repeated: string | undefined = definition["x-non-idempotent"];
  const rows: [string, Part][] = [
    ["API token", call.apiToken ? html`accepted, as <code>Authorization: SSWS {token}</code>` : "not accepted"],
    [
      "OAuth scope",
      scopes.length > 0 ? html`${scopes}, and an administrator role that allows it` : "none; takes no access token",
    ],
    ["Roles", roles && roles.map((role) => html`<span class="badge role">${roleName(role)}</span> `)],
    [
      "Permissions",
      permissions && permissions.map((name, i) => [i > 0 && ", ", html`<code>${breakable(name)}</code>`]),
    ],
    ["Status", movesOf(rendering, call)],
    [
      "Pages",
      isPaged(rendering.reference, call) &&
        html`by the <code>rel="next"</code> address of the <code>Link</code> header`,
    ],
    [
      "Browsers",
      definition["x-cors"] === true && html`scripts of a trusted origin with the scope <code>CORS</code> can call it`,
    ],
    ["Retry", repeated && inline(repeated, contextBelow(rendering))],
    ["Rate limit", html`counts against <code>${rateLimitBucket(call)}</code>`],
    ["operationId", html`<code>${call.id}</code>`],
  ];
  return html`<dl class="facts">
    ${rows
      .filter(([, text]) => text)
      .map(
        ([name, text]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
  </dl>`;
}

/** Which states a call leads from and to, where it moves a resource through its life. */
function movesOf({ reference }: Rendering, call: Call): Part {
  const moves = lifecyclesOf(reference).flatMap(({ schema, transitions }) =>
    transitions.filter((t) => t.call === call).map((transition) => ({ schema, transition })),
  );
  if (moves.length === 0) return undefined;
  const name = (state: string, absent: string) => (state === ABSENT ? absent : html`<code>${state}</code>`);
  const names = (states: string[], absent: string) => states.map((state, i) => [i > 0 && ", ", name(state, absent)]);
  return moves.map(({ schema, transition: { from, to } }, i) => {
    const section = `${BASE}${pageOf.section(call.section.name)}#lifecycle-${schema}`;
    return [
      i > 0 && html`<br />`,
      html`${names(from, "not there yet")} → ${names(to, "deleted")} (<a href="${section}">lifecycle</a>)`,
    ];
  });
}

function parameters(rendering: Rendering, title: string, kind: string, list: Parameter[]): Html | false {
  if (list.length === 0) return false;
  return html`<section>
    <h2 id="${kind}">${title}</h2>
    <ul class="props">
      ${list.map((parameter) => parameterRow(rendering, kind, parameter))}
    </ul>
  </section>`;
}

function parameterRow(rendering: Rendering, kind: string, parameter: Parameter): Html {
  const { reference } = rendering;
  const view = viewOf(rendering, "request");
  const id = `${kind}.${parameter.name}`;
  const examples = Object.values(parameter.examples ?? {}).map((node) => reference.resolve(node));
  const shown = parameter.example !== undefined ? [{ value: parameter.example }] : examples.slice(0, 3);
  const valueText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return html`<li class="prop" id="${id}">
    <p class="head">
      <a class="name" href="#${id}"><code>${parameter.name}</code></a> ${type(view, parameter.schema)}
      ${parameter.required && html`<span class="mark required">required</span>`}
      ${parameter.deprecated && html`<span class="mark warn">deprecated</span>`} ${limitBadges(parameter)}
    </p>
    ${parameter.description && html`<p class="text">${inline(parameter.description, view.context)}</p>`}
    ${constraints(view, reference.resolve(parameter.schema))}
    ${
      shown.length > 0 &&
      html`<p class="values">
        <span class="label">${shown.length > 1 ? "Examples" : "Example"}</span>
        ${shown.map(({ value, summary }) => html`<code>${valueText(value)}</code>${summary && html` <span class="label">${summary}</span>`} `)}
      </p>`
    }
  </li>`;
}

function requestBody(rendering: Rendering, call: Call): Html | false {
  const { reference } = rendering;
  const definition = reference.resolve(call.definition.requestBody);
  if (!definition) return false;
  const content = Object.entries<any>(definition.content);
  const view = viewOf(rendering, "request");
  const examples = bodyExamples(reference, call);
  const sameSchema = new Set(content.map(([, media]) => JSON.stringify(media.schema))).size === 1;
  return html`<section>
    <h2 id="request">
      Request body
      ${definition.required ? html`<span class="mark required">required</span>` : html`<span class="mark">optional</span>`}
    </h2>
    ${prose(definition.description, view.context)} ${examples.length > 1 && exampleChoice(examples, "Show it for")}
    ${(sameSchema ? content.slice(0, 1) : content).map(([mediaType, media], i) => {
      const types = sameSchema ? content.map(([name]) => name) : [mediaType];
      return html`<p class="media">${types.map((name) => html`<code>${name}</code> `)} ${type(view, media.schema)}</p>
        ${schemaTree(view, media.schema, i === 0 ? "request" : `request-${i + 1}`)}`;
    })}
  </section>`;
}

function seeAlso(rendering: Rendering, call: Call): Html {
  const { reference } = rendering;
  const guides = mentionsOf(rendering, call);
  return html`<h2 id="see-also">See also</h2>
    <ul class="see-also">
      ${relatedTo(reference, call).map(
        ({ call: other, why }) =>
          html`<li>
            <a href="${BASE}${pageOf.call(other.id)}">${other.summary}</a>
            ${why && html`<span class="note">${why}</span>`} <span class="where">${endpoint(other)}</span>
          </li>`,
      )}
      <li>
        <a href="${BASE}${pageOf.section(call.section.name)}">${call.section.title}</a>
        <span class="note">all calls of the section</span>
      </li>
    </ul>
    ${
      guides.length > 0 &&
      html`<h3 id="in-guides">In tasks and guides</h3>
        <ul class="see-also">
          ${guides.map(({ title, url }) => html`<li><a href="${BASE}${url}">${title}</a></li>`)}
        </ul>`
    }`;
}

function pager({ reference }: Rendering, call: Call): Html {
  const { previous, next } = neighbors(reference, call);
  const link = (other: Call | undefined, rel: "prev" | "next", label: string) =>
    other
      ? html`<a rel="${rel}" class="${rel}" href="${BASE}${pageOf.call(other.id)}"
          ><span>${label}</span> ${other.summary}</a
        >`
      : html`<span></span>`;
  return html`<nav class="pager" aria-label="Neighbors">
    ${link(previous, "prev", "Previous")} ${link(next, "next", "Next")}
  </nav>`;
}
