import { breakable, html, type Html, type Part } from "../html.ts";
import { inline, type LinkContext } from "../markdown.ts";
import type { Reference, Schema } from "../model/reference.ts";
import { engineBadge, stageBadge } from "../pages/badges.ts";

interface Meaning {
  description: string;
  engine?: string;
  stage?: string;
}

export interface ValueView {
  reference: Reference;
  context: LinkContext;
  /** Way from the page to the root of the site. */
  base: string;
}

/** From here on a set of values is folded. */
const MOST_SHOWN = 8;

const text = (value: unknown): string =>
  value === null ? "null" : typeof value === "string" ? value : JSON.stringify(value);
const code = (value: unknown): Html => html`<code>${breakable(text(value))}</code>`;

const meaningOf = (entry: string | Meaning): Meaning => (typeof entry === "string" ? { description: entry } : entry);

function fold(count: number, label: string, body: Html): Html {
  if (count <= MOST_SHOWN) return body;
  return html`<details class="more value-set">
    <summary>${count} ${label}</summary>
    ${body}
  </details>`;
}

/** Values with their meanings as a table, or on one line where the document explains none. */
export function valueSet(view: ValueView, label: string, values: unknown[], meanings?: Record<string, any>): Html {
  if (!meanings) {
    const line = html`<p class="values"><span class="label">${label}</span> ${values.map((v) => [code(v), " "])}</p>`;
    return values.length > 3 * MOST_SHOWN ? fold(values.length, label.toLowerCase(), line) : line;
  }
  const table = html`<table class="value-table">
    <thead>
      <tr>
        <th scope="col">${label}</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      ${values.map((value) => {
        const entry = meanings[text(value)];
        const { description, engine, stage } = entry ? meaningOf(entry) : ({ description: "" } as Meaning);
        return html`<tr>
          <th scope="row">${code(value)}</th>
          <td>${inline(description, view.context)} ${engineBadge(engine)} ${stageBadge(stage)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
  return fold(values.length, label.toLowerCase(), table);
}

function limits(schema: Schema): Part[] {
  return [
    schema.minimum !== undefined && `at least ${schema.minimum}`,
    schema.maximum !== undefined && `at most ${schema.maximum}`,
    schema.minLength !== undefined && `at least ${schema.minLength} characters`,
    schema.maxLength !== undefined && `at most ${schema.maxLength} characters`,
    schema.minItems !== undefined && `at least ${schema.minItems} items`,
    schema.maxItems !== undefined && `at most ${schema.maxItems} items`,
    schema.uniqueItems === true && "each once",
    schema.pattern && html`matches <code>${schema.pattern}</code>`,
    schema.contentEncoding && `in ${schema.contentEncoding}`,
    schema.contentMediaType && html`holds <code>${schema.contentMediaType}</code>`,
  ].filter(Boolean);
}

const eventTypesLink = ({ base }: ValueView, known: unknown[]): Html =>
  html`<p class="values">
    <span class="label">Known values</span> <a href="${base}event-types.html">all ${known.length} event types</a>
  </p>`;

/** What a value must be besides its type: allowed and known values, bounds, default. */
export function constraints(view: ValueView, schema: Schema): Html {
  const deep = schema.items ? view.reference.resolve(schema.items) : schema;
  const meanings = deep["x-enum-descriptions"];
  const known = deep["x-extensible-enum"];
  const not = (deep.not?.enum ?? []).filter((v: unknown) => v !== null);
  const bounds = limits(schema);
  return html`${deep.const !== undefined && valueSet(view, "Always", [deep.const], meanings)}
  ${deep.enum && valueSet(view, "Allowed values", deep.enum, meanings)}
  ${deep["x-values-from"] ? eventTypesLink(view, known) : known && valueSet(view, "Known values", known, meanings)}
  ${not.length > 0 && valueSet(view, "Any value besides", not)}
  ${schema.default !== undefined && valueSet(view, "Default", [schema.default])}
  ${bounds.length > 0 && html`<p class="values"><span class="label">Limits</span> ${bounds.map((l, i) => [i > 0 && ", ", l])}</p>`}`;
}
