import { html, type Html } from "../html.ts";
import type { Page } from "../layout.ts";
import { inline, prose } from "../markdown.ts";
import { type Lifecycle, lifecyclesIn } from "../model/lifecycle.ts";
import { type CallGroup, callGroups } from "../model/related.ts";
import { type Call, pageOf, type Reference, type Section } from "../model/reference.ts";
import { firstSentence, summary } from "../model/text.ts";
import { shapeOf } from "../schema/shape.ts";
import { topProperties, type } from "../schema/tree.ts";
import { commonOf } from "../schema/union.ts";
import { callList } from "./call-list.ts";
import { jumps, toc } from "./jumps.ts";
import { lifecycleDiagram } from "./lifecycle-diagram.ts";
import { contextBelow, mentionsOf, type Rendering } from "./site-context.ts";

const MOST_ATTRIBUTES = 14;
const OKTA_REFERENCE = "https://developer.okta.com/docs/api/openapi/okta-management/management";
const OKTA_TAGS: Record<string, string> = {
  user: "User",
  usertype: "UserType",
  userschema: "Schema",
  userfactor: "UserFactor",
  linkedobject: "LinkedObject",
  group: "Group",
  groupschema: "Schema",
  application: "Application",
  profilemapping: "ProfileMapping",
  authenticator: "Authenticator",
  policy: "Policy",
  identityprovider: "IdentityProvider",
  networkzone: "NetworkZone",
  trustedorigin: "TrustedOrigin",
  threatinsight: "ThreatInsight",
  authorizationserver: "AuthorizationServer",
  eventhook: "EventHook",
  inlinehook: "InlineHook",
  log: "SystemLog",
  domain: "CustomDomain",
  feature: "Feature",
  subscription: "Subscription",
};

/** Names of the schemas that a call's body and successes are made of. */
export function schemasOf(reference: Reference, call: Call): string[] {
  const body = reference.resolve(call.definition.requestBody);
  const returned = Object.entries<any>(call.definition.responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([, node]) => reference.resolve(node));
  return [body, ...returned].flatMap((part) =>
    Object.values<any>(part?.content ?? {}).flatMap(({ schema }) => {
      const name = reference.nameOf(schema) ?? reference.nameOf(schema?.items);
      return name ? [name] : [];
    }),
  );
}

/** The schema that most calls of a section return: what the section is of. */
export function mainSchema(reference: Reference, section: Section): string | undefined {
  const counts = new Map<string, number>();
  for (const call of section.calls) {
    for (const name of new Set(schemasOf(reference, call))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const first = schemasOf(reference, section.calls.find(({ method }) => method === "get") ?? section.calls[0]!)[0];
  const [most] = [...counts].filter(([name]) => !name.endsWith("Request")).sort((a, b) => b[1] - a[1]);
  return first && (counts.get(first) ?? 0) * 2 >= (most?.[1] ?? 0) ? first : most?.[0];
}

/** Okta's own page of a section, by the tag that Okta gives it. */
const oktaPage = ({ name }: Section): string =>
  OKTA_TAGS[name] ? `${OKTA_REFERENCE}/tag/${OKTA_TAGS[name]}/` : `${OKTA_REFERENCE}/`;

/** A section: what it is of, its life, its calls in groups, and the schemas they exchange. */
export function sectionPage(rendering: Rendering, section: Section): Page {
  const { reference } = rendering;
  const scopes = [...new Set(section.calls.flatMap(({ scopes: s }) => s))].sort();
  const schemas = [...new Set(section.calls.flatMap((call) => schemasOf(reference, call)))].sort();
  const lives = lifecyclesIn(reference, section);
  const groups = callGroups(section);
  const guides = new Map(section.calls.flatMap((call) => mentionsOf(rendering, call)).map((m) => [m.title, m]));
  const resource = mainSchema(reference, section);
  const table = resource !== undefined && attributes(rendering, resource);
  const parts: [id: string, title: string, isThere: boolean][] = [
    ["attributes", "Attributes", table !== false],
    ["lifecycle", "Lifecycle", lives.length > 0],
    ["operations", "Operations", true],
    ["tasks", "Tasks and guides", guides.size > 0],
    ["scopes", "Scopes", true],
    ["schemas", "Schemas", true],
  ];
  const main = html`${section.group !== section.title && html`<p class="crumbs">${section.group}</p>`}
    <h1>${section.title}</h1>
    <div class="lead">${prose(section.description, contextBelow(rendering))}</div>
    ${jumps(parts)} ${table}
    ${
      lives.length > 0 &&
      html`<h2 id="lifecycle">Lifecycle</h2>
        ${lifecycles(lives, resource)}`
    }
    <h2 id="operations">Operations</h2>
    ${groups.map(
      ({ title, calls }) =>
        html`${groups.length > 1 && html`<h3 id="${idOf(title)}">${title}</h3>`} ${callList(calls, "../")}`,
    )}
    ${
      guides.size > 0 &&
      html`<h2 id="tasks">Tasks and guides</h2>
        <ul class="see-also">
          ${[...guides.values()].map(({ title, url }) => html`<li><a href="../${url}">${title}</a></li>`)}
        </ul>`
    }
    <h2 id="scopes">Scopes</h2>
    <p class="list">${scopes.map((scope) => html`<a href="../scopes.html#${scope}"><code>${scope}</code></a> `)}</p>
    <h2 id="schemas">Schemas</h2>
    <p class="list">${schemas.map((name) => html`<a class="type" href="../${pageOf.schema(name)}">${name}</a> `)}</p>
    <h2 id="elsewhere">Elsewhere</h2>
    <p>
      <a href="${oktaPage(section)}" rel="external noreferrer">Okta's own pages on ${section.title}</a>
      <span class="note">on developer.okta.com; needs the network</span>
    </p>`;
  return {
    file: pageOf.section(section.name),
    title: section.title,
    description: `${section.title}: ${summary(section.description)}`,
    main,
    wide: true,
    toc: toc(parts.flatMap((part) => (part[2] ? tocOf(part, groups) : []))),
    section: section.name,
  };
}

/** A part of the page and, of its calls, the groups. */
const tocOf = ([id, text]: [string, string, boolean], groups: CallGroup[]) => [
  { id, text },
  ...(id === "operations" && groups.length > 1
    ? groups.map(({ title }) => ({ id: idOf(title), text: title, deeper: true }))
    : []),
];

/** The lifecycle of the section's own resource first; those with fewer states than this are folded. */
const MANY_STATES = 3;

function lifecycles(lives: Lifecycle[], resource: string | undefined): Html {
  const own = lives.filter(({ schema }) => schema === resource);
  const others = lives.filter((life) => !own.includes(life));
  const shown = [...own, ...others.filter(({ states }) => states.length >= MANY_STATES)];
  const folded = (shown.length > 0 ? others : []).filter((life) => !shown.includes(life));
  return html`${(shown.length > 0 ? shown : lives).map(lifecycleDiagram)}
  ${
    folded.length > 0 &&
    html`<details class="more">
      <summary>Lifecycles of ${folded.map(({ schema }) => schema).join(", ")}</summary>
      ${folded.map(lifecycleDiagram)}
    </details>`
  }`;
}

const idOf = (title: string): string => `group-${title.toLowerCase().replace(/\W+/g, "-")}`;

/** The properties of a resource that all its kinds have, on one line each. */
function attributes(rendering: Rendering, name: string): Html | false {
  const { reference } = rendering;
  const shape = shapeOf(reference, { $ref: `#/components/schemas/${name}` });
  const all = topProperties(shape, commonOf(reference, shape.variants));
  const shown = all.filter((p) => !p.name.startsWith("_"));
  if (shown.length === 0) return false;
  const view = { reference, base: "../" };
  return html`<h2 id="attributes">Attributes</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Attributes of ${name}">
      <table class="attributes">
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">Type</th>
            <th scope="col">What it holds</th>
          </tr>
        </thead>
        <tbody>
          ${shown.slice(0, MOST_ATTRIBUTES).map((property) => {
            const { description } = shapeOf(reference, property.schema);
            return html`<tr>
              <th scope="row">
                <a href="../${pageOf.schema(name)}#p.${property.name}"><code>${property.name}</code></a>
              </th>
              <td>${type(view, property.schema)}</td>
              <td>${inline(firstSentence(description ?? ""), contextBelow(rendering))}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="note">
      All of it:
      <a class="type" href="../${pageOf.schema(name)}">${name}</a
      >${shape.variants.length > 1 && html`, in ${shape.variants.length} kinds`}.
    </p>`;
}
