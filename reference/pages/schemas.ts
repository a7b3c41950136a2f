import { html } from "../html.ts";
import { endpoint, type Page } from "../layout.ts";
import { codeBlock, inline, prose } from "../markdown.ts";
import { type Call, pageOf, type Reference } from "../reference.ts";
import { constraints, schemaTree, type } from "../schema-view.ts";
import { shapeOf } from "../shape.ts";
import { contextOf } from "./context.ts";

export interface Usage {
  calls: Call[];
  schemas: string[];
}

/** Which calls and schemas refer to each schema, straight. */
export function usages(reference: Reference): Map<string, Usage> {
  const found = new Map<string, Usage>(
    Object.keys(reference.document.components.schemas).map((name) => [name, { calls: [], schemas: [] }]),
  );
  const visit = (node: any, meet: (name: string) => void): void => {
    if (typeof node !== "object" || node === null) return;
    const name = reference.nameOf(node);
    if (name) meet(name);
    else if (typeof node.$ref === "string") visit(reference.resolve(node), meet);
    for (const [key, child] of Object.entries(node)) if (key !== "examples" && key !== "example") visit(child, meet);
  };
  for (const call of reference.calls) {
    visit([call.definition.requestBody, call.definition.responses, call.parameters], (name) => {
      const { calls } = found.get(name)!;
      if (!calls.includes(call)) calls.push(call);
    });
  }
  for (const [owner, schema] of Object.entries(reference.document.components.schemas)) {
    visit(schema, (name) => {
      const { schemas } = found.get(name)!;
      if (name !== owner && !schemas.includes(owner)) schemas.push(owner);
    });
  }
  return found;
}

/** A schema on a page of its own, as requests and answers carry it. */
export function schemaPage(reference: Reference, name: string, usage: Usage): Page {
  const context = contextOf(reference, "../");
  const node = { $ref: `#/components/schemas/${name}` };
  const schema = reference.resolve(node);
  const main = html`<p class="crumbs"><a href="index.html">Schemas</a></p>
    <h1><code>${name}</code></h1>
    <div class="lead">${prose(schema.description, context)}</div>
    ${shapeOf(reference, node).variants.length === 0 && html`<p class="media">${type({ reference, base: "../" }, schema)}</p>`}
    ${constraints({ reference }, schema)}
    ${schemaTree({ reference, direction: "both", context, base: "../" }, node, "p")}
    <h2 id="type">In TypeScript</h2>
    ${codeBlock(`import type { Input, ${name} } from "okta-fetch";\n\ntype Sent = Input<"${name}">; // without what Okta sets`, "ts")}
    ${
      usage.calls.length > 0 &&
      html`<h2 id="calls">Used by</h2>
        <ul class="call-list">
          ${usage.calls.slice(0, 60).map(
            (call) =>
              html`<li>
                <a href="../${pageOf.call(call.id)}"
                  ><span class="what">${call.summary}</span><span class="where">${endpoint(call)}</span></a
                >
              </li>`,
          )}
        </ul>
        ${usage.calls.length > 60 && html`<p class="note">And ${usage.calls.length - 60} more.</p>`}`
    }
    ${
      usage.schemas.length > 0 &&
      html`<h2 id="schemas">Part of</h2>
        <p class="list">${usage.schemas.map((owner) => html`<a class="type" href="${owner}.html">${owner}</a> `)}</p>`
    }`;
  return { file: pageOf.schema(name), title: name, description: schema.description ?? name, main };
}

/** All schemas by name. */
export function schemasPage(reference: Reference): Page {
  const names = Object.keys(reference.document.components.schemas).sort();
  const main = html`<h1>Schemas</h1>
    <p class="lead">${names.length} schemas. Each is a type of the package too.</p>
    <p class="filter">
      <label>Filter <input type="search" data-filter="#schema-table" placeholder="user" /></label>
    </p>
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
          return html`<tr data-words="${name} ${description}">
            <th scope="row"><a class="type" href="${name}.html">${name}</a></th>
            <td>${inline(firstSentence(description ?? ""))}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  return { file: "schemas/index.html", title: "Schemas", description: "All schemas of the document.", main };
}

const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
