const ENGINES = ["identity-engine", "classic-engine"];
const STAGES = ["beta", "early-access", "limited"];
const METHODS = ["get", "post", "put", "patch", "delete"];

const isText = (value) => typeof value === "string" && value.trim() !== "";
const isTexts = (value) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const engine = (value) => ENGINES.includes(value) || `must be ${ENGINES.join(" or ")}`;
const stage = (value) => STAGES.includes(value) || `must be one of ${STAGES.join(", ")}`;
const sentence = (value) => isText(value) || "must be a sentence";
const names = (value) => isTexts(value) || "must be a list of names";

const errorRow = (row) =>
  (isObject(row) &&
    /^E\d{7}$|^[a-z_]+$/.test(row.code ?? "") &&
    Number.isInteger(row.status) &&
    row.status >= 400 &&
    isText(row.when) &&
    (row.causes === undefined || isTexts(row.causes)) &&
    Object.keys(row).every((key) => ["code", "status", "when", "summary", "causes"].includes(key))) ||
  "must be rows of { code, status, when } with summary and causes at most";

const step = (row) => isObject(row) && isText(row.operation) && row.from !== undefined && row.to !== undefined;

const errorRows = (value) =>
  Array.isArray(value) ? (value.map(errorRow).find((row) => row !== true) ?? true) : "must be a list";

const OPERATION_FIELDS = {
  "x-destructive": sentence,
  "x-non-idempotent": sentence,
  "x-engine": engine,
  "x-stage": stage,
  "x-cors": (value) => value === true || "must be true, or left out",
  "x-admin-roles": names,
  "x-permissions": names,
  "x-errors": errorRows,
};

/** Fields of schemas and their properties, and of parameters. */
const SCHEMA_FIELDS = {
  "x-errors": errorRows,
  "x-engine": engine,
  "x-stage": stage,
  "x-lifecycle": (value) =>
    (isObject(value) && isText(value.property) && isTexts(value.initial) && (value.transitions ?? []).every(step)) ||
    "must hold property, initial and transitions of { operation, from, to }",
  "x-extensible-enum": (value) => (Array.isArray(value) && value.length > 0) || "must list the known values",
  "x-values-from": (value) => isText(value) || "must name a file beside the document",
  "x-enum-descriptions": (value) => isObject(value) || "must map values to their meaning",
  "x-custom-attributes": sentence,
};

const describes = (meaning) =>
  isText(meaning) ||
  (isObject(meaning) &&
    isText(meaning.description) &&
    (meaning.engine === undefined || ENGINES.includes(meaning.engine)) &&
    (meaning.stage === undefined || STAGES.includes(meaning.stage)));

/** What is wrong with the meanings of a set: a value without one, or a meaning without its value. */
function meaningFaults(schema) {
  const values = [schema["x-extensible-enum"] ?? schema.enum]
    .flat()
    .filter((value) => value !== null)
    .map(String);
  const meanings = schema["x-enum-descriptions"];
  if (!isObject(meanings)) return values.length > 2 ? ["Explain each value in x-enum-descriptions."] : [];
  const missing = values.filter((value) => !describes(meanings[value]));
  const extra = Object.keys(meanings).filter((value) => !values.includes(value));
  return [
    ...(missing.length > 0 ? [`Say in x-enum-descriptions what ${missing.join(", ")} means.`] : []),
    ...(extra.length > 0 ? [`x-enum-descriptions explains ${extra.join(", ")}, which the set does not have.`] : []),
  ];
}

/** What is wrong with the fields of a node: messages with the field where there is one. */
function fieldFaults(node, fields) {
  return Object.entries(fields)
    .filter(([field]) => node[field] !== undefined)
    .map(([field, rule]) => [field, rule(node[field])])
    .filter(([, verdict]) => verdict !== true)
    .map(([field, verdict]) => [`${field} ${verdict || "is malformed"}.`, field]);
}

function schemaFaults(node, key) {
  const isSet = node.enum !== undefined || node["x-extensible-enum"] !== undefined;
  // The tag of a fallback variant excludes values that are explained where they are tags.
  const explains = isSet && key !== "not" && !node["x-values-from"];
  return [...fieldFaults(node, SCHEMA_FIELDS), ...(explains ? meaningFaults(node).map((message) => [message]) : [])];
}

function operationFaults(operation, method) {
  const faults = fieldFaults(operation, OPERATION_FIELDS);
  if (method === "delete" && !operation["x-destructive"]) faults.push(["Say in x-destructive what is lost."]);
  if (["post", "patch"].includes(method) && operation["x-non-idempotent"]) {
    faults.push(["x-non-idempotent is for GET, PUT and DELETE; the client never repeats this method."]);
  }
  return faults;
}

/** Reports fields of our own that are malformed, and those that are missing where openapi/README.md demands them. */
export default function ownFields(document) {
  const results = [];
  const report = (faults, path) => {
    for (const [message, ...below] of faults) results.push({ message, path: [...path, ...below] });
  };

  const seen = new Set();
  const visit = (node, path) => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    const key = path.at(-1);
    if (key === "example" || key === "examples" || key === "value") return;
    // A property may be called `enum` too.
    if (isObject(node) && key !== "properties" && !METHODS.includes(key)) report(schemaFaults(node, key), path);
    for (const [name, child] of Object.entries(node)) visit(child, [...path, name]);
  };

  for (const [url, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      if (item[method]) report(operationFaults(item[method], method), ["paths", url, method]);
    }
  }
  visit(document.paths, ["paths"]);
  visit(document.components, ["components"]);
  return results;
}
