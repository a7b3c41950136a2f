import { breakable, html, type Html, raw } from "../html.ts";
import { inline, type LinkContext } from "../markdown.ts";
import { pageOf, type Reference, type Schema } from "../model/reference.ts";
import { limitBadges } from "../pages/badges.ts";
import { fragmentKey, type Fragments } from "./fragments.ts";
import { type Property, type Shape, shapeOf, typeName, type Variant } from "./shape.ts";
import { commonOf, idPart, type Union } from "./union.ts";
import { constraints } from "./values.ts";

/** Which side a schema is read from: what a caller sends, what a response carries, or both. */
export type Direction = "request" | "response" | "both";

export interface SchemaView {
  reference: Reference;
  direction: Direction;
  context: LinkContext;
  /** Way from the page to the root of the site, such as `../`. */
  base: string;
  /** Where subtrees go that a page cannot bear; they are loaded when they are opened. */
  fragments: Fragments;
}

/** A subtree under way: its view, the rows it may still write out, and the named schemas above it. */
interface Branch {
  view: SchemaView;
  budget: { rows: number };
  above: string[];
  /** Whether the kinds of a union are loaded when they are opened. */
  lazyKinds?: boolean;
}

/** Rows of a tree; a variant of a union has at least the second number, however many there are. */
const ROWS = 60;
const VARIANT_ROWS = 4;
const HUGE = 260;
/** A property with fewer rows below it is written out whatever the budget says. */
const SMALL = 3;
/** Properties that every resource has and few read, in the order in which they come last. */
const LAST = ["_embedded", "_links"];

/** A schema as a tree of properties; every property has an id below the prefix. */
export function schemaTree(view: SchemaView, node: Schema, prefix: string, rows = ROWS): Html {
  const branch: Branch = { view, budget: { rows }, above: [] };
  const tree = body(branch, shapeOf(view.reference, node), prefix);
  return tree ? html`<div class="tree" data-tree>${tree}</div>` : html``;
}

const isTree = (shape: Shape): boolean => shape.properties.length > 0 || shape.variants.length > 0;

const hidden = ({ reference, direction }: SchemaView, { schema }: Property): boolean => {
  const found = reference.resolve(schema);
  return direction === "request" ? found.readOnly === true : direction === "response" && found.writeOnly === true;
};

/** The schema of the items or of the further properties, where a schema is nothing but a list or a map of it. */
function wrapped(shape: Shape): { suffix: string; schema: Schema } | undefined {
  if (shape.items) return { suffix: "[]", schema: shape.items };
  const isMap = shape.further && shape.further !== true && shape.properties.length === 0;
  return isMap ? { suffix: ".*", schema: shape.further } : undefined;
}

/** The schema that a property leads to through lists and maps, and what they add to its id. */
function innermost(reference: Reference, schema: Schema, suffix = ""): { shape: Shape; suffix: string; node: Schema } {
  const shape = shapeOf(reference, schema);
  const next = wrapped(shape);
  return next ? innermost(reference, next.schema, suffix + next.suffix) : { shape, suffix, node: schema };
}

/** Rows that a schema takes when all of it is written out; counting ends at the limit. */
function size(view: SchemaView, node: Schema, above: string[], limit: number): number {
  const { shape } = innermost(view.reference, node);
  if (!isTree(shape)) return 0;
  if (shape.name && above.includes(shape.name)) return limit;
  const seen = shape.name ? [...above, shape.name] : above;
  let rows = 0;
  for (const child of [...shape.properties.filter((p) => !hidden(view, p)), ...shape.variants]) {
    if (rows >= limit) return limit;
    rows += 1 + size(view, child.schema, seen, limit - rows);
  }
  return Math.min(rows, limit);
}

const rank = ({ name, required }: Property): number =>
  LAST.includes(name) ? 2 + LAST.indexOf(name) : required ? 0 : 1;

/** Required properties first, links and embedded resources last, else as the document has them. */
export const ordered = (properties: Property[]): Property[] => [...properties].sort((a, b) => rank(a) - rank(b));

/** The properties that stand at the top of a tree: the schema's own, and what all kinds of a union have. */
export function topProperties(shape: Shape, { common }: Pick<Union, "common">): Property[] {
  const own = shape.properties.filter((p) => !common.some(({ name }) => name === p.name));
  return ordered([...own, ...common]);
}

function body(branch: Branch, shape: Shape, prefix: string): Html | undefined {
  const { view } = branch;
  const next = wrapped(shape);
  if (next) return body(branch, shapeOf(view.reference, next.schema), prefix + next.suffix);
  if (!isTree(shape)) return undefined;
  const below: Branch = { ...branch, above: shape.name ? [...branch.above, shape.name] : branch.above };
  const union = commonOf(view.reference, shape.variants);
  const properties = topProperties(shape, union);
  return html`${union.common.length > 0 && html`<p class="note common-note">All kinds have:</p>`}
  ${rows(below, properties, prefix)} ${further(view, shape, properties)}
  ${shape.variants.length > 0 && kinds(below, shape.variants, union, prefix)}`;
}

function rows(branch: Branch, properties: Property[], prefix: string): Html {
  const { view } = branch;
  const shown = properties.filter((property) => !hidden(view, property));
  const left = properties.filter((property) => hidden(view, property));
  branch.budget.rows -= shown.length;
  return html`${
    shown.length > 0 &&
    html`<ul class="props">
      ${shown.map((property) => row(branch, property, `${prefix}.${property.name}`))}
    </ul>`
  }
  ${left.length > 0 && leftOut(view, left)}`;
}

function further(view: SchemaView, shape: Shape, properties: Property[]): Html | false {
  if (!shape.further || properties.length === 0) return false;
  return shape.further === true
    ? html`<p class="note">Further properties may stand here.</p>`
    : html`<p class="note">Further properties are ${type(view, shape.further)}.</p>`;
}

const leftOut = (view: SchemaView, left: Property[]): Html =>
  html`<p class="note">
    ${view.direction === "request" ? "Set by Okta, not sent: " : "Never returned: "}${left.map((p, i) => [i > 0 && ", ", html`<code>${p.name}</code>`])}.
  </p>`;

function kinds(branch: Branch, variants: Variant[], union: Union, prefix: string): Html {
  const tag = variants.find((v) => v.tag)?.tag;
  const huge = isHuge(branch, variants);
  const share = Math.max(VARIANT_ROWS, Math.floor(branch.budget.rows / variants.length));
  return html`<div class="union">
    <p class="note">
      ${tag ? html`One of ${variants.length} kinds, distinguished by <code>${tag}</code>:` : html`One of ${variants.length} forms:`}
    </p>
    ${variants.map((variant, i) => kind({ ...branch, budget: { rows: share }, lazyKinds: huge && i > 0 }, variant, union, prefix))}
  </div>`;
}

/** Whether the kinds of a union are more than a page can bear; then each is loaded when it is opened. */
const isHuge = ({ view, above }: Branch, variants: Variant[]): boolean => {
  let rows = 0;
  for (const { schema } of variants) rows += size(view, schema, above, HUGE + 1 - rows);
  return rows > HUGE;
};

function kind(branch: Branch, variant: Variant, union: Union, prefix: string): Html {
  const { view } = branch;
  const id = `${prefix}~${idPart(variant.label)}`;
  const shape = shapeOf(view.reference, variant.schema);
  const repeats = shape.name !== undefined && branch.above.includes(shape.name);
  const content =
    repeats || (branch.lazyKinds && shape.name)
      ? lazy(view, variant.schema, id)
      : variantBody(branch, variant, shape, union, id);
  const name = shape.name && html`<p class="note">Schema: ${schemaLink(view, shape.name)}</p>`;
  return html`<details class="kind" id="${id}" data-kind="${variant.label}">
    <summary>
      ${kindName(variant)} ${limitBadges(shape.schema)}
      ${shape.description && html`<span class="summary-text">${inline(shape.description, { ...view.context, code: () => undefined })}</span>`}
    </summary>
    ${content}${name}
  </details>`;
}

function variantBody(branch: Branch, variant: Variant, shape: Shape, union: Union, id: string): Html {
  const own: Property[] | undefined = union.own.get(variant);
  if (!own || shape.variants.length > 0) {
    const full = body(branch, shape, id);
    return (
      full ??
      html`${constraints(branch.view, shape.schema)}
        <p class="note">${typeName(branch.view.reference, variant.schema)}</p>`
    );
  }
  const below: Branch = { ...branch, above: shape.name ? [...branch.above, shape.name] : branch.above };
  const shown = ordered(own);
  const without = union.common.filter(({ name }) => !shape.properties.some((p) => p.name === name));
  return html`${rows(below, shown, id)} ${further(branch.view, shape, shown.length > 0 ? shown : union.common)}
  ${shown.length === 0 && html`<p class="note">Nothing beside what all kinds have.</p>`}
  ${without.length > 0 && html`<p class="note">Without ${without.map(({ name }, i) => [i > 0 && ", ", html`<code>${name}</code>`])}.</p>`}`;
}

const kindName = ({ label, tag }: Variant): Html =>
  html`<span class="variant"
    >${
      tag && label !== "any other"
        ? label.split(" | ").map((value, i) => [i > 0 && " ", html`<code>${value}</code>`])
        : label
    }</span
  >`;

export const schemaLink = ({ base }: Pick<SchemaView, "base">, name: string): Html =>
  html`<a class="type" href="${base}${pageOf.schema(name)}">${breakable(name)}</a>`;

/** The type of a schema, its parts linked to their pages. */
export function type(view: Pick<SchemaView, "reference" | "base">, node: Schema): Html {
  const shape = shapeOf(view.reference, node);
  const named = innermost(view.reference, node).shape.name;
  const text = typeName(view.reference, node);
  const at = named ? text.lastIndexOf(named) : -1;
  const name =
    named && at >= 0
      ? html`<span class="type">${text.slice(0, at)}${schemaLink(view, named)}${text.slice(at + named.length)}</span>`
      : html`<span class="type">${text}</span>`;
  return shape.nullable ? html`${name} <span class="type">or null</span>` : name;
}

/** A place for a subtree that is loaded when it is opened; without scripts it is a link to the page of the schema. */
function lazy(view: SchemaView, node: Schema, prefix: string): Html {
  const { shape, suffix } = innermost(view.reference, node);
  const key = fragmentKey(view.direction, shape.name!);
  view.fragments.want(key);
  return html`<p class="note lazy" data-fragment="${key}" data-prefix="${prefix}${suffix}">
    ${schemaLink(view, shape.name!)} has the properties.
  </p>`;
}

/** The properties below one: written out while there is room, else loaded when they are opened. */
function subtree(branch: Branch, property: Property, id: string): Html | undefined {
  const { view, above } = branch;
  const { shape } = innermost(view.reference, property.schema);
  if (!isTree(shape)) return undefined;
  const full = size(view, property.schema, above, Math.max(branch.budget.rows, SMALL) + 1);
  const fits = full <= Math.max(branch.budget.rows, SMALL);
  if (shape.name && !fits) return lazy(view, property.schema, id);
  return body(branch, shapeOf(view.reference, property.schema), id);
}

function row(branch: Branch, property: Property, id: string): Html {
  const { view } = branch;
  const shape = shapeOf(view.reference, property.schema);
  const tree = subtree(branch, property, id);
  return html`<li class="prop" id="${id}">
    <p class="head">
      <a class="name" href="#${id}"><code>${property.name}</code></a> ${type(view, property.schema)}
      ${marks(view, property, shape.schema)}
    </p>
    ${shape.description && html`<p class="text">${inline(shape.description, view.context)}</p>`}
    ${shape.nullMeans && html`<p class="text">Null: ${inline(shape.nullMeans, view.context)}</p>`}
    ${constraints(view, shape.schema)}
    ${
      tree &&
      html`<details class="more">
        <summary>${summary(view, property)}</summary>
        ${tree}
      </details>`
    }
  </li>`;
}

function marks(view: SchemaView, property: Property, schema: Schema): Html {
  const both = view.direction === "both";
  return html`${property.required && html`<span class="mark required">required</span>`}
  ${both && schema.readOnly && html`<span class="mark">read-only</span>`}
  ${both && schema.writeOnly && html`<span class="mark">write-only</span>`}
  ${schema.deprecated && html`<span class="mark warn">deprecated</span>`} ${limitBadges(schema)}`;
}

function summary(view: SchemaView, { name, schema }: Property): Html {
  const { shape } = innermost(view.reference, schema);
  const shown = shape.properties.filter((p) => !hidden(view, p)).length;
  if (shape.variants.length > 0 && shown === 0) return html`${shape.variants.length} kinds of <code>${name}</code>`;
  return html`${shown} ${shown === 1 ? "property" : "properties"} of <code>${name}</code>`;
}

/** The subtree of a named schema as a fragment that any page can put in. */
export const fragmentTree = (view: SchemaView, name: string, prefix: string, rowsOf = ROWS): Html =>
  body(
    { view, budget: { rows: rowsOf }, above: [] },
    shapeOf(view.reference, { $ref: `#/components/schemas/${name}` }),
    prefix,
  ) ?? raw("");
