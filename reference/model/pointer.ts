/** Fields of a JSON value by pointers without the slash at their start: `profile/login`. */

/** A value with another one at a pointer. */
export function replaced(value: any, pointer: string, to: unknown): any {
  const [key, ...rest] = pointer.split("/");
  return { ...value, [key!]: rest.length === 0 ? to : replaced(value?.[key!] ?? {}, rest.join("/"), to) };
}

/** What stands at a pointer; `undefined` where nothing does. */
export const valueAt = (value: any, pointer: string): unknown =>
  pointer.split("/").reduce((at, key) => at?.[key], value);
