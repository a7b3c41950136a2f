/** A schema, parameter or operation of the bundled document. */
type Node = Record<string, any>;

/** The document as it is typed: no schema is left that a request and a response would read differently. */
export interface TypedDocument {
  document: Node;
  /** The type of each schema as a request takes it. */
  inputs: Map<string, string>;
  /** Types that requests use; the others only come in responses. */
  sent: Set<string>;
}

/** Marks arrays that a request takes: they may be readonly. */
export const READONLY_ARRAY = "x-readonly-array";
/** Marks objects of which a view leaves nothing. */
export const EMPTIED = "x-emptied";
const REF = "#/components/schemas/";
const refName = (node: Node): string | undefined =>
  typeof node["$ref"] === "string" && node["$ref"].startsWith(REF) ? node["$ref"].slice(REF.length) : undefined;
export const pascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
/** Examples are data: what looks like a schema in them is none. */
const DATA = new Set(["example", "examples", "default", "enum", "const", "x-enum-descriptions", "x-extensible-enum"]);

/** Copies schemas, `change` applied to each object from the outside in. */
export function mapNodes(node: any, change: (node: Node) => Node): any {
  if (Array.isArray(node)) return node.map((item) => mapNodes(item, change));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries<any>(change(node)).map(([key, value]) => [
      key,
      key === "properties"
        ? mapValues(value, (schema) => mapNodes(schema, change)) // names of properties are no keywords
        : DATA.has(key)
          ? value
          : mapNodes(value, change),
    ]),
  );
}
export const mapValues = <T>(map: Record<string, any>, change: (value: any, key: string) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));

/** Schemas that a part of the document uses, directly or through others. */
function reachable(document: Node, part: unknown, found = new Set<string>()): Set<string> {
  mapNodes(part, (node) => {
    const ref = node["$ref"];
    if (typeof ref !== "string" || found.has(ref)) return node;
    found.add(ref);
    const keys = ref.slice(2).split("/");
    reachable(
      document,
      keys.reduce((at: any, key) => at[key.replaceAll("~1", "/").replaceAll("~0", "~")], document),
      found,
    );
    return node;
  });
  return found;
}
const schemasIn = (document: Node, part: unknown): Set<string> =>
  new Set([...reachable(document, part)].filter((ref) => ref.startsWith(REF)).map((ref) => ref.slice(REF.length)));

const isObject = (schema: Node) => schema["properties"] && Object.keys(schema["properties"]).length > 0;

/** Gives each object that stands inside another schema a name of its own, made of the property that holds it. */
function nameInlineObjects(schemas: Record<string, Node>): Record<string, Node> {
  const named: Record<string, Node> = {};
  const inner = (schema: Node, name: string): Node => {
    if (isObject(schema) && !(name in schemas) && !(name in named)) {
      const { type, description, readOnly, writeOnly, ...rest } = schema;
      const orNull = [type].flat().includes("null");
      named[name] = {}; // taken
      named[name] = outer({ type: "object", description, ...rest }, name);
      const ref = { $ref: REF + name };
      const about = Object.fromEntries(
        Object.entries({ description, readOnly, writeOnly }).filter(([, v]) => v !== undefined),
      );
      return orNull ? { ...about, anyOf: [ref, { type: "null" }] } : { ...about, ...ref };
    }
    return outer(schema, name);
  };
  const outer = (schema: Node, name: string): Node => {
    const copy: Node = { ...schema };
    if (copy["properties"])
      copy["properties"] = mapValues(copy["properties"], (s, key) => inner(s, name + pascal(key)));
    for (const key of ["items", "additionalProperties"]) {
      if (typeof copy[key] === "object") copy[key] = inner(copy[key], name + (key === "items" ? "Item" : "Value"));
    }
    for (const key of ["allOf", "anyOf", "oneOf"]) {
      if (copy[key]) copy[key] = copy[key].map((part: Node) => outer(part, name));
    }
    return copy;
  };
  const top = mapValues(schemas, (schema, name) => outer(schema, name));
  return { ...top, ...named };
}

/**
 * Writes out the parts of an `allOf` whose properties the schema itself requires, so that it is one object and the
 * generator needs no helper type.
 */
function writeOutRequired(schemas: Record<string, Node>): Record<string, Node> {
  const writeOut = (schema: Node): Node => {
    const parts: Node[] | undefined = schema["allOf"];
    const required = [schema, ...(parts ?? [])].flatMap((part) => part["required"] ?? []);
    if (!parts || required.length === 0) return schema;
    const own = new Set([schema, ...parts].flatMap((part) => Object.keys(part["properties"] ?? {})));
    const inherited = required.filter((name) => !own.has(name));
    if (inherited.length === 0) return schema;
    const merged: Node = { ...schema, type: "object", properties: {}, required };
    delete merged["allOf"];
    const rest: Node[] = [];
    for (const part of [...parts, { properties: schema["properties"] ?? {} }]) {
      const name = refName(part);
      const base = name === undefined ? part : writeOut(schemas[name]!);
      if (name !== undefined && !inherited.some((key) => key in (base["properties"] ?? {}))) rest.push(part);
      else {
        merged["properties"] = { ...merged["properties"], ...base["properties"] };
        merged["required"] = [...new Set([...merged["required"], ...(base["required"] ?? [])])];
        if ("additionalProperties" in base) merged["additionalProperties"] = base["additionalProperties"];
      }
    }
    if (rest.length === 0) return merged;
    const { description, ...object } = merged;
    return { description, allOf: [...rest, object] };
  };
  return mapValues(schemas, writeOut);
}

const KEPT = Symbol("kept");

/**
 * Takes `null` out of the schemas of objects and into what refers to them: `credentials?: UserCredentials | null`. So
 * the type of the object is an interface.
 */
function nullInReferences(document: Node): Node {
  const all: Record<string, Node> = document["components"].schemas;
  const orNull = (schema: Node) => Array.isArray(schema["type"]) && schema["type"].includes("null");
  const names = new Set(Object.keys(all).filter((name) => orNull(all[name]!) && isObject(all[name]!)));
  const schemas = mapValues(all, (schema: Node, name) =>
    names.has(name) ? { ...schema, type: schema["type"].filter((type: string) => type !== "null") } : schema,
  );
  const keep = (node: Node) => ({ ...node, [KEPT]: true });
  return mapNodes({ ...document, components: { ...document["components"], schemas } }, (node) => {
    if (node["allOf"]) return { ...node, allOf: node["allOf"].map(keep) };
    const name = refName(node);
    if (!name || !names.has(name) || KEPT in node) return node;
    const { $ref, ...rest } = node;
    return { ...rest, anyOf: [keep({ $ref }), { type: "null" }] };
  });
}

/** A property that only refers to a schema has the description of that schema. */
function describeReferences(document: Node): Node {
  const schemas: Record<string, Node> = document["components"].schemas;
  const target = (node: Node): string | undefined => {
    const name = refName(node) ?? node["anyOf"]?.map(refName).find(Boolean);
    return name && schemas[name]?.["description"];
  };
  return mapNodes(document, (node) => {
    if (!node["properties"]) return node;
    const properties = mapValues(node["properties"], (schema: Node) => {
      const description = typeof schema["description"] === "string" ? undefined : target(schema);
      return description
        ? { description: description.trim().split("\n\n")[0]!.replaceAll("\n", " "), ...schema }
        : schema;
    });
    return { ...node, properties };
  });
}

/** One side's view of a schema: what only the other side carries is left out. */
function viewOf(schemas: Record<string, Node>, side: "sent" | "received") {
  const mark = side === "sent" ? "readOnly" : "writeOnly";
  const isEmptied = (schema: Node): boolean =>
    isObject(schema) && Object.values<Node>(schema["properties"]).every(marked);
  const marked = (schema: Node): boolean => {
    const name = refName(schema);
    if (schema[mark] || (name && schemas[name] && marked(schemas[name]))) return true;
    // An object of which the server sets everything is set by the server.
    if (side === "sent" && isEmptied(schema) && !schema["additionalProperties"]) return true;
    const kinds = (schema["anyOf"] ?? schema["allOf"] ?? []).filter((kind: Node) => kind["type"] !== "null");
    return kinds.length > 0 && kinds.every(marked);
  };
  return (schema: Node): Node =>
    mapNodes(schema, (node) => {
      const copy = { ...node };
      delete copy["readOnly"];
      delete copy["writeOnly"];
      if (copy["x-custom-attributes"]) delete copy["additionalProperties"]; // the app says what else there may be
      if (node["allOf"]) {
        copy["allOf"] = node["allOf"].filter((part: Node) => !isEmptied(part) || part["additionalProperties"]);
      }
      if (side === "sent" && [node["type"]].flat().includes("array")) copy[READONLY_ARRAY] = true;
      if (!node["properties"]) return copy;
      if (isEmptied(node)) copy[EMPTIED] = side;
      const needed = new Set(side === "sent" ? node["required"] : []);
      const isLeft = ([name, property]: [string, Node]) => !marked(property) || (needed.has(name) && !property[mark]);
      const left = Object.entries<Node>(node["properties"]).filter(isLeft);
      copy["properties"] = Object.fromEntries(left);
      if (node["required"]) copy["required"] = node["required"].filter((name: string) => name in copy["properties"]);
      return copy;
    });
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Schemas whose two views differ, in themselves or in what they refer to. */
function differing(received: Record<string, Node>, sent: Record<string, Node>, names: Set<string>): Set<string> {
  const differ = new Set([...names].filter((name) => !sameJson(received[name], sent[name])));
  for (let before = -1; before !== differ.size;) {
    before = differ.size;
    for (const name of names) {
      mapNodes(sent[name], (node) => {
        const to = refName(node);
        if (to && differ.has(to)) differ.add(name);
        return node;
      });
    }
  }
  return differ;
}

const isOperation = (value: any) => typeof value === "object" && value !== null && "responses" in value;

/**
 * Splits schemas that requests and responses carry differently: `User` is what comes back, `UserInput` what is sent.
 *
 * @throws Error when a name is taken
 */
export function typedDocument(bundle: Node): TypedDocument {
  const named = nameInlineObjects(writeOutRequired(bundle["components"].schemas));
  const document = describeReferences(
    nullInReferences({ ...bundle, components: { ...bundle["components"], schemas: named } }),
  );
  const { schemas } = document["components"];
  const operations = Object.values<Node>(document["paths"]).flatMap((item) => [
    { parameters: item["parameters"] },
    ...Object.values(item).filter(isOperation),
  ]);
  const received = mapValues(schemas, viewOf(schemas, "received"));
  const sent = mapValues(schemas, viewOf(schemas, "sent"));
  const seenFrom = (view: Record<string, Node>, parts: unknown) =>
    schemasIn({ ...document, components: { ...document["components"], schemas: view } }, parts);
  const inRequests = seenFrom(
    sent,
    operations.map(({ parameters, requestBody }) => ({ parameters, requestBody })),
  );
  const inResponses = seenFrom(
    received,
    operations.map(({ responses }) => responses),
  );
  const both = new Set([...inRequests].filter((name) => inResponses.has(name)));
  const differ = differing(received, sent, both);
  const inputs = new Map([...inRequests].map((name) => [name, differ.has(name) ? `${name}Input` : name]));
  for (const [name, input] of inputs) {
    if (name !== input && input in schemas)
      throw new Error(`${input} is a schema already; ${name} needs another name.`);
  }
  const toInputs = (part: unknown) =>
    mapNodes(part, (node) => {
      const name = refName(node);
      return name && inputs.has(name) ? { ...node, $ref: REF + inputs.get(name) } : node;
    });

  const all: Record<string, Node> = {};
  for (const name of Object.keys(schemas)) {
    if (inResponses.has(name) || !inRequests.has(name)) all[name] = received[name]!;
    if (inRequests.has(name)) all[inputs.get(name)!] = toInputs(sent[name]);
  }
  const paths = mapValues(document["paths"], (item: Node) => ({
    ...item,
    ...Object.fromEntries(
      Object.entries<Node>(item)
        .filter(([, value]) => isOperation(value))
        .map(([method, operation]) => [
          method,
          { ...operation, ...(operation["requestBody"] && { requestBody: toInputs(operation["requestBody"]) }) },
        ]),
    ),
  }));
  return {
    document: { ...document, paths, components: { ...document["components"], schemas: all } },
    inputs,
    sent: new Set(inputs.values()),
  };
}
