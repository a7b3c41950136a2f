/** The references in a value, at any depth. */
const refsIn = (value: unknown): string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "$ref" && typeof part === "string" ? [part] : refsIn(part),
  );
};

/** A document with the paths of some tags, and the components that these lead to, without lifecycles: soon rendered. */
export function partOf(document: any, tags: string[]): any {
  const paths = Object.fromEntries(
    Object.entries<any>(document.paths).filter(([, item]) =>
      Object.values<any>(item).some((operation) => tags.includes(operation.tags?.[0])),
    ),
  );
  const components: any = { securitySchemes: document.components.securitySchemes };
  const pending = refsIn(paths);
  for (const ref of pending) {
    const [kind, name] = ref.split("/").slice(2);
    if (components[kind!]?.[name!]) continue;
    const component = { ...document.components[kind!][name!] };
    delete component["x-lifecycle"];
    (components[kind!] ??= {})[name!] = component;
    pending.push(...refsIn(component));
  }
  return { ...document, paths, components };
}
