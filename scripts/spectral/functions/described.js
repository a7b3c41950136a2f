const NESTED = ["items", "not", "additionalProperties", "contains", "propertyNames"];
const LISTS = ["allOf", "oneOf", "anyOf", "prefixItems"];
const MAPS = ["properties", "patternProperties"];

/** Reports a schema that is empty, or one that a reader meets by name and that does not describe itself. */
export default function described(schema, _options, { path }) {
  const results = [];
  const visit = (node, at, mustDescribe) => {
    if (typeof node !== "object" || node === null) return;
    if (Object.keys(node).length === 0) {
      results.push({ message: "Schema is empty. Say what it is, or why it is free-form.", path: at });
      return;
    }
    if (mustDescribe && !node.$ref && !node.description?.trim()) {
      results.push({ message: "Add a description that tells what the name does not.", path: at });
    }
    for (const key of NESTED) if (key !== "not") visit(node[key], [...at, key], false);
    for (const key of LISTS) (node[key] ?? []).forEach((part, i) => visit(part, [...at, key, i], false));
    for (const key of MAPS) {
      for (const [name, part] of Object.entries(node[key] ?? {})) visit(part, [...at, key, name], true);
    }
  };
  visit(schema, path, true);
  return results;
}
