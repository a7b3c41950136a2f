import { isObject, type Schema } from "./schema.ts";
import type { Schemas } from "./schemas.ts";

/** A property of a value, and whether the document names it. */
export interface PropertyPlace {
  pointer: (string | number)[];
  /** `freeForm`: below a map of anything. */
  kind: "declared" | "freeForm" | "undeclared";
}

/** Every property of a value, in its order. */
export function places(schemas: Schemas, schema: Schema | undefined, value: unknown): PropertyPlace[] {
  const found: PropertyPlace[] = [];
  const visit = (at: Schema | undefined, part: unknown, pointer: (string | number)[]): void => {
    if (typeof part !== "object" || part === null) return;
    const applying = schemas.applying(at, part);
    if (Array.isArray(part)) {
      const items = applying.find((s) => s.items)?.items;
      part.forEach((item, i) => visit(items, item, [...pointer, i]));
      return;
    }
    if (!isObject(part)) return;
    const map = applying.map((s) => s.additionalProperties).find((a) => a === true || isObject(a));
    for (const key of Object.keys(part)) {
      const here = [...pointer, key];
      const named = applying.flatMap((s) =>
        s.properties && Object.hasOwn(s.properties, key) ? [s.properties[key]!] : [],
      );
      if (named.length > 0) {
        found.push({ pointer: here, kind: "declared" });
        visit(named.length === 1 ? named[0] : { allOf: named }, part[key], here);
      } else if (isObject(map)) {
        found.push({ pointer: here, kind: "declared" });
        visit(map, part[key], here);
      } else found.push({ pointer: here, kind: map === true ? "freeForm" : "undeclared" });
    }
  };
  visit(schema, value, []);
  return found;
}
