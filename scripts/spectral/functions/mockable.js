const isObject = (node) => typeof node === "object" && node !== null;

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
      if (Array.isArray(node.prefixItems)) {
        report("prefixItems is not understood by Prism; describe the items together.", at("prefixItems"));
      }
      if ("unevaluatedProperties" in node) {
        report(
          "Prism does not check unevaluatedProperties; say what is meant in another way.",
          at("unevaluatedProperties"),
        );
      }
      if (node.in === "header" && /^prefer$/i.test(node.name ?? "") && node.schema?.enum) {
        report("A Prefer parameter with an enum blocks Prism's own Prefer; describe the values instead.", at("schema"));
      }
      for (const [name, header] of Object.entries(isObject(node.headers) ? node.headers : {})) {
        if ([header?.schema?.type].flat().includes("array")) {
          report(`Header ${name} as an array kills Prism; make it a string.`, [...path, "headers", name, "schema"]);
        }
      }
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
