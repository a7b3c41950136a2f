const isObject = (node) => typeof node === "object" && node !== null;

/** What is wrong with a node outside of examples: messages with the path below the node. */
function faultsOf(node) {
  const faults = [];
  if (Array.isArray(node.prefixItems)) {
    faults.push(["prefixItems is not understood by Prism; describe the items together.", "prefixItems"]);
  }
  if ("unevaluatedProperties" in node) {
    faults.push([
      "Prism does not check unevaluatedProperties; say what is meant in another way.",
      "unevaluatedProperties",
    ]);
  }
  if (node.in === "header" && /^prefer$/i.test(node.name ?? "") && node.schema?.enum) {
    faults.push(["A Prefer parameter with an enum blocks Prism's own Prefer; describe the values instead.", "schema"]);
  }
  return [...faults, ...headerFaults(node.headers)];
}

function headerFaults(headers) {
  return Object.entries(isObject(headers) ? headers : {})
    .filter(([, header]) => [header?.schema?.type].flat().includes("array"))
    .map(([name]) => [`Header ${name} as an array kills Prism; make it a string.`, "headers", name, "schema"]);
}

/** Reports what Prism, the engine of the mock server, gets wrong or dies of. */
export default function mockable(document) {
  const results = [];
  const report = (message, path) => results.push({ message, path });

  const visit = (node, path, inExample) => {
    if (!isObject(node)) return;
    const at = (key) => [...path, key];
    if (inExample) {
      if ("$ref" in node) report("An example must not hold $ref: Prism follows it, and dies.", at("$ref"));
    } else {
      for (const [message, ...below] of faultsOf(node)) report(message, [...path, ...below]);
    }
    for (const [key, child] of Object.entries(node)) {
      // A property may be called `example` too.
      const named = path.at(-1) === "properties";
      visit(child, at(key), inExample || (!named && (key === "example" || key === "examples")));
    }
  };
  visit(document.paths, ["paths"], false);
  for (const kind of ["parameters", "requestBodies", "responses", "schemas"]) {
    visit(document.components?.[kind], ["components", kind], false);
  }
  visit({ headers: document.components?.headers }, ["components"], false);
  for (const [name, example] of Object.entries(document.components?.examples ?? {})) {
    visit(example.value, ["components", "examples", name, "value"], true);
  }
  return results;
}
