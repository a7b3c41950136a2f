import { breakable, html, type Html } from "../html.ts";
import type { Page } from "../layout.ts";
import { codeBlock, inline, prose } from "../markdown.ts";
import { type Call, pageOf, type Reference, type Schema, type Section } from "../model/reference.ts";
import { firstSentence, summary } from "../model/text.ts";
import type { Usage } from "../model/usages.ts";
import { shapeOf } from "../schema/shape.ts";
import { schemaTree, topProperties, type } from "../schema/tree.ts";
import { commonOf, idPart } from "../schema/union.ts";
import { constraints } from "../schema/values.ts";
import { callList } from "./call-list.ts";
import { limitBadges } from "./badges.ts";
import { toc } from "./jumps.ts";
import { filterField } from "./table.ts";
import { type Rendering, viewOf } from "./site-context.ts";

const MOST_CALLS = 60;
const MOST_BESIDE = 24;

function inTypeScript(name: string, sent: boolean): Html {
  const code = sent
    ? `import type { Input, ${name} } from "okta-fetch";\n\ntype Sent = Input<"${name}">; // without what Okta sets`
    : `import type { ${name} } from "okta-fetch";`;
  return html`<h2 id="type">In TypeScript</h2>
    ${codeBlock(code, "ts")}`;
}

/** A schema on a page of its own, as requests and responses carry it. */
export function schemaPage(rendering: Rendering, name: string, usage: Usage): Page {
  const { reference } = rendering;
  const view = viewOf(rendering, "both");
  const node = { $ref: `#/components/schemas/${name}` };
  const schema = reference.resolve(node);
  const section = sectionOf(rendering, name, usage);
  const main = html`<nav class="crumbs" aria-label="Breadcrumb">
      <a href="index.html">Schemas</a
      >${section && html` / <a href="../${pageOf.section(section.name)}">${section.title}</a>`}
    </nav>
    <h1><code>${breakable(name)}</code></h1>
    <p class="badges">${limitBadges(schema)}</p>
    <div class="lead">${prose(schema.description, view.context)}</div>
    ${shapeOf(reference, node).variants.length === 0 && html`<p class="media">${type(view, schema)}</p>`}
    ${constraints(view, schema)} ${schemaTree(view, node, "p")} ${inTypeScript(name, usage.sent)}
    ${
      usage.calls.length > 0 &&
      html`<h2 id="calls">Used by</h2>
        ${callList(usage.calls.slice(0, MOST_CALLS), "../")}
        ${usage.calls.length > MOST_CALLS && html`<p class="note">And ${usage.calls.length - MOST_CALLS} more.</p>`}`
    }
    ${
      usage.schemas.length > 0 &&
      html`<h2 id="schemas">Part of</h2>
        <p class="list">
          ${usage.schemas.map((owner) => html`<a class="type" href="${owner}.html">${breakable(owner)}</a> `)}
        </p>`
    }`;
  return {
    file: pageOf.schema(name),
    title: `${name} (schema)`,
    description: schema.description ? summary(schema.description) : name,
    main,
    toc: toc([
      ...partsOf(reference, node),
      { id: "type", text: "In TypeScript" },
      ...(usage.calls.length > 0 ? [{ id: "calls", text: "Used by" }] : []),
      ...(usage.schemas.length > 0 ? [{ id: "schemas", text: "Part of" }] : []),
    ]),
    ...(section && { section: section.name }),
  };
}

/** Properties and kinds of a schema, by their place on its page, as far as they fit beside it. */
function partsOf(reference: Reference, node: Schema): { id: string; text: Html }[] {
  const shape = shapeOf(reference, node);
  const properties = topProperties(shape, commonOf(reference, shape.variants));
  const rows = properties.map(({ name }) => ({ id: `p.${name}`, text: html`<code>${name}</code>` }));
  const kinds = shape.variants.map(({ label }) => ({ id: `p~${idPart(label)}`, text: html`<code>${label}</code>` }));
  const fitting = [[...rows, ...kinds], rows].find((parts) => parts.length <= MOST_BESIDE);
  return fitting ?? [];
}

/** The section of most of some calls, or of the first of those with as many. */
function sectionOfMost(calls: Call[]): Section | undefined {
  const counts = new Map<Section, number>();
  for (const { section } of calls) counts.set(section, (counts.get(section) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The section that a schema belongs to: that of most calls that use it, or a schema that holds it. */
function sectionOf({ usages: all }: Rendering, name: string, usage: Usage): Section | undefined {
  const seen = new Set([name]);
  let level: Usage[] = [usage];
  while (level.length > 0) {
    const section = sectionOfMost(level.flatMap(({ calls }) => calls));
    if (section) return section;
    const owners = level.flatMap(({ schemas }) => schemas).filter((owner) => !seen.has(owner));
    for (const owner of owners) seen.add(owner);
    level = owners.map((owner) => all.get(owner)!);
  }
  return undefined;
}

/** All schemas by name. */
export function schemasPage(reference: Reference): Page {
  const names = Object.keys(reference.document.components.schemas).sort();
  const main = html`<h1>Schemas</h1>
    <p class="lead">${names.length} schemas. Each is a type of the package too.</p>
    ${filterField("schema-table", "user")}
    <table id="schema-table" class="schemas">
      <thead>
        <tr>
          <th scope="col">Schema</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        ${names.map((name) => {
          const { description } = reference.resolve({ $ref: `#/components/schemas/${name}` });
          return html`<tr data-words>
            <th scope="row"><a class="type" href="${name}.html">${breakable(name)}</a></th>
            <td>${inline(firstSentence(description ?? ""))}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  return { file: "schemas/index.html", title: "Schemas", description: "All schemas of the document.", main };
}
