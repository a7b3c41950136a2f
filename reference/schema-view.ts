import { html, type Html, type Part } from "./html.ts";
import { inline, type LinkContext } from "./markdown.ts";
import { pageOf, type Reference, type Schema } from "./reference.ts";
import { type Property, type Shape, shapeOf, typeName, type Variant } from "./shape.ts";

/** Which side a schema is read from: what a caller sends, what an answer carries, or both. */
export type Direction = "request" | "response" | "both";

export interface SchemaView {
  reference: Reference;
  direction: Direction;
  context: LinkContext;
  /** Way from the page to the root of the site, such as `../`. */
  base: string;
  /** How many levels of named schemas are written out; deeper ones are links. */
  depth: number;
}

const MOST_ROWS = 220;
const DEPTHS = [6, 5, 4, 3, 2, 1];

/** A schema as a tree of properties, as deep as a page can bear; every property has an id below the prefix. */
export function schemaTree(view: Omit<SchemaView, "depth">, node: Schema, prefix: string): Html {
  const depth = DEPTHS.find((d) => count({ ...view, depth: d }, node, 0, []) <= MOST_ROWS) ?? 1;
  return body({ ...view, depth }, shapeOf(view.reference, node), prefix, 0, []) ?? html``;
}

const hidden = ({ reference, direction }: SchemaView, { schema }: Property): boolean => {
  const found = reference.resolve(schema);
  return direction === "request" ? found.readOnly === true : direction === "response" && found.writeOnly === true;
};

/** Whether a schema below another is written out there, rather than linked to. */
const opens = (view: SchemaView, shape: Shape, level: number, above: string[]): boolean =>
  !shape.name || (level < view.depth && !above.includes(shape.name));

/** The schema that a property leads to, through arrays and maps of it. */
function inner(reference: Reference, schema: Schema): Shape {
  const shape = shapeOf(reference, schema);
  if (shape.items) return inner(reference, shape.items);
  if (shape.further && shape.further !== true && shape.properties.length === 0) return inner(reference, shape.further);
  return shape;
}

const isTree = (shape: Shape) => shape.properties.length > 0 || shape.variants.length > 0;

function count(view: SchemaView, node: Schema, level: number, above: string[]): number {
  const shape = inner(view.reference, node);
  if (!isTree(shape) || !opens(view, shape, level, above)) return 0;
  const seen = shape.name ? [...above, shape.name] : above;
  const own = shape.properties.filter((p) => !hidden(view, p));
  return (
    own.reduce((sum, p) => sum + 1 + count(view, p.schema, level + 1, seen), 0) +
    shape.variants.reduce((sum, v) => sum + 1 + count(view, v.schema, level + 1, seen), 0)
  );
}

function body(view: SchemaView, shape: Shape, prefix: string, level: number, above: string[]): Html | undefined {
  if (shape.items || (shape.further && shape.further !== true && shape.properties.length === 0)) {
    const next = shapeOf(view.reference, shape.items ?? shape.further);
    return body(view, next, `${prefix}${shape.items ? "[]" : ".*"}`, level, above);
  }
  if (!isTree(shape)) return undefined;
  const seen = shape.name ? [...above, shape.name] : above;
  const shown = shape.properties.filter((property) => !hidden(view, property));
  const left = shape.properties.filter((property) => hidden(view, property));
  return html`${
    shown.length > 0 &&
    html`<ul class="props">
      ${shown.map((property) => row(view, property, `${prefix}.${property.name}`, level, seen))}
    </ul>`
  }
  ${shape.further === true && shown.length > 0 && html`<p class="note">Further properties may stand here.</p>`}
  ${
    shape.further &&
    shape.further !== true &&
    shown.length > 0 &&
    html`<p class="note">Further properties are ${type(view, shape.further)}.</p>`
  }
  ${left.length > 0 && leftOut(view, left)}
  ${shape.variants.length > 0 && union(view, shape.variants, prefix, level, seen)}`;
}

const leftOut = (view: SchemaView, left: Property[]): Html =>
  html`<p class="note">
    ${view.direction === "request" ? "Set by Okta, not sent: " : "Never answered: "}${left.map((p, i) => [i > 0 && ", ", html`<code>${p.name}</code>`])}.
  </p>`;

function union(view: SchemaView, variants: Variant[], prefix: string, level: number, above: string[]): Html {
  const tag = variants.find((v) => v.tag)?.tag;
  return html`<div class="union">
    <p class="note">
      ${tag ? html`One of ${variants.length} kinds, told apart by <code>${tag}</code>:` : html`One of ${variants.length} forms:`}
    </p>
    ${variants.map((variant) => {
      const shape = shapeOf(view.reference, variant.schema);
      const id = `${prefix}~${idPart(variant.label)}`;
      const rows = opens(view, shape, level + 1, above) ? body(view, shape, id, level + 1, above) : undefined;
      const values = variant.label.split(" | ");
      const head = html`<span class="variant"
          >${
            variant.tag && variant.label !== "any other"
              ? values.map((value, i) => [i > 0 && " ", html`<code>${value}</code>`])
              : variant.label
          }</span
        >
        ${shape.description && html`<span class="about">${inline(shape.description, { ...view.context, code: () => undefined })}</span>`}`;
      const more = shape.name && html`<p class="note">Schema: ${schemaLink(view, shape.name)}</p>`;
      return html`<details class="kind" id="${id}">
        <summary>${head}</summary>
        ${rows}${more}
      </details>`;
    })}
  </div>`;
}

const idPart = (text: string) => text.replace(/[^\w.:-]+/g, "_");

export const schemaLink = ({ base }: Pick<SchemaView, "base">, name: string): Html =>
  html`<a class="type" href="${base}${pageOf.schema(name)}">${name}</a>`;

/** The type of a schema, its parts linked to their pages. */
export function type(view: Pick<SchemaView, "reference" | "base">, node: Schema): Html {
  const shape = shapeOf(view.reference, node);
  const named = inner(view.reference, node).name;
  const text = typeName(view.reference, node);
  const at = named ? text.lastIndexOf(named) : -1;
  const name =
    named && at >= 0
      ? html`<span class="type">${text.slice(0, at)}${schemaLink(view, named)}${text.slice(at + named.length)}</span>`
      : html`<span class="type">${text}</span>`;
  return shape.nullable ? html`${name} <span class="type">or null</span>` : name;
}

function row(view: SchemaView, property: Property, id: string, level: number, above: string[]): Html {
  const { reference } = view;
  const shape = shapeOf(reference, property.schema);
  const { schema } = shape;
  const deep = inner(reference, property.schema);
  const open = isTree(deep) && opens(view, deep, level + 1, above);
  const tree = open ? body(view, shape, id, level + 1, above) : undefined;
  return html`<li class="prop" id="${id}">
    <p class="head">
      <a class="name" href="#${id}"><code>${property.name}</code></a> ${type(view, property.schema)}
      ${property.required && html`<span class="mark required">required</span>`}
      ${view.direction === "both" && schema.readOnly && html`<span class="mark">read-only</span>`}
      ${view.direction === "both" && schema.writeOnly && html`<span class="mark">write-only</span>`}
      ${schema.deprecated && html`<span class="mark warn">deprecated</span>`}
    </p>
    ${shape.description && html`<p class="text">${inline(shape.description, view.context)}</p>`}
    ${shape.nullMeans && html`<p class="text">Null: ${inline(shape.nullMeans, view.context)}</p>`}
    ${constraints(view, schema)}
    ${
      tree &&
      html`<details class="more">
        <summary>${summary(view, property, deep)}</summary>
        ${tree}
      </details>`
    }
  </li>`;
}

const summary = (view: SchemaView, { name }: Property, shape: Shape): Html =>
  shape.variants.length > 0 && shape.properties.length === 0
    ? html`${shape.variants.length} kinds of <code>${name}</code>`
    : html`${shape.properties.filter((p) => !hidden(view, p)).length} properties of <code>${name}</code>`;

const value = (item: unknown): Html =>
  html`<code>${item === null ? "null" : typeof item === "string" ? item : JSON.stringify(item)}</code>`;
const values = (label: string, items: unknown[]): Html =>
  html`<p class="values"><span class="label">${label}</span> ${items.map((item) => [value(item), " "])}</p>`;

const eventTypesLink = (schema: Schema): Html =>
  html`<p class="values">
    <span class="label">Known values</span>
    <a href="../event-types.html">all ${schema["x-extensible-enum"].length} event types</a>
  </p>`;

/** What a value must be besides its type: allowed and known values, bounds, default, example. */
export function constraints(view: Pick<SchemaView, "reference">, schema: Schema): Html {
  const deep = schema.items ? view.reference.resolve(schema.items) : schema;
  const limits: Part[] = [
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
  const not = (deep.not?.enum ?? []).filter((v: unknown) => v !== null);
  return html`${deep.const !== undefined && values("Always", [deep.const])} ${deep.enum && values("One of", deep.enum)}
  ${deep["x-values-from"] ? eventTypesLink(deep) : deep["x-extensible-enum"] && values("Known values", deep["x-extensible-enum"])}
  ${not.length > 0 && values("Any value besides", not)}
  ${schema.default !== undefined && values("Default", [schema.default])}
  ${limits.length > 0 && html`<p class="values"><span class="label">Limits</span> ${limits.map((l, i) => [i > 0 && ", ", l])}</p>`}`;
}
