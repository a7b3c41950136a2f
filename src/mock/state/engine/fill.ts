import { isObject, type Obj } from "../../../openapi/document.ts";

/** Sets what a resource lacks, in objects further down too; what is there stays, `null` as well. */
export function fill(target: Obj, defaults: Obj): void {
  for (const [name, value] of Object.entries(defaults)) {
    const own = target[name];
    if (own === undefined) target[name] = typeof value === "object" ? structuredClone(value) : value;
    else if (isObject(own) && isObject(value)) fill(own, value);
  }
}

/** A copy without some of its properties. */
export const without = (resource: Obj, ...names: string[]): Obj =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));

/** The object in a property, which is put there if there is none. */
export function objectIn(target: Obj, name: string): Obj {
  const own = target[name];
  if (isObject(own)) return own;
  const made: Obj = {};
  target[name] = made;
  return made;
}

const valueAt = (value: unknown, path: string[]): unknown =>
  path.reduce((found, name) => (isObject(found) ? found[name] : undefined), value);

/** A value further down, such as `textAt(user, "profile", "login")`; `undefined` for no text. */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
}

/** Texts of a list further down. */
export function textsAt(value: unknown, ...path: string[]): string[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.map(String) : [];
}

/** An object further down; an empty one, which is put nowhere, where there is none. */
export function objectAt(value: unknown, ...path: string[]): Obj {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}

/** Puts a body over a resource: objects are merged, everything else is replaced. @param drop whether `null` removes */
export function merge(resource: Obj, body: Obj, drop = false): Obj {
  const out: Obj = { ...resource };
  for (const [name, value] of Object.entries(body)) {
    if (name === "__proto__") continue;
    const old = Object.hasOwn(resource, name) ? resource[name] : undefined;
    if (value === null && drop) delete out[name];
    else out[name] = isObject(value) ? merge(isObject(old) ? old : {}, value, drop) : value;
  }
  return out;
}
