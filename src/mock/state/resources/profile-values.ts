import { isDeepStrictEqual } from "node:util";
import { isObject, type Obj } from "../../../openapi/document.ts";
import { invalid } from "../http.ts";

/** Values of profiles, held against the attributes that a schema declares. */

const TYPES: Record<string, (value: unknown) => boolean> = {
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  object: isObject,
  string: (value) => typeof value === "string",
};

const EMAIL = /^[^@\s]+@[^@\s]+$/;

/** What is wrong with a value by the declaration of its attribute. */
function faultOf(value: unknown, attribute: Obj): string | undefined {
  const type = String(attribute["type"]);
  if (TYPES[type] && !TYPES[type](value)) return `must be of the type ${type}`;
  const { enum: values, items } = attribute;
  if (Array.isArray(values) && values.length > 0 && !values.some((one) => isDeepStrictEqual(one, value))) {
    return `must be one of ${values.map((one) => (isObject(one) ? JSON.stringify(one) : String(one))).join(", ")}`;
  }
  if (Array.isArray(value) && isObject(items)) {
    const faults = value.map((item) => faultOf(item, items));
    return faults.find((fault) => fault !== undefined)?.replace(/^/, "each value ");
  }
  if (typeof value === "number") return rangeFault(value, attribute);
  return typeof value === "string" && value !== "" ? textFault(value, attribute) : undefined;
}

function rangeFault(value: number, { minimum, maximum }: Obj): string | undefined {
  if (typeof minimum === "number" && value < minimum) return `must be ${minimum} at least`;
  if (typeof maximum === "number" && value > maximum) return `must be ${maximum} at most`;
  return undefined;
}

/** A pattern takes the place of the least length. */
function textFault(value: string, { minLength, maxLength, format, pattern }: Obj): string | undefined {
  if (format === "email" && !EMAIL.test(value)) return "must be an email address";
  if (typeof pattern === "string") {
    if (!new RegExp(`^(?:${pattern})$`).test(value)) return `must match ${pattern}`;
  } else if (typeof minLength === "number" && value.length < minLength) {
    return `must have ${minLength} characters at least`;
  }
  if (typeof maxLength === "number" && value.length > maxLength) return `must have ${maxLength} characters at most`;
  return undefined;
}

/** A login has the form of an email address, unless the schema has a pattern for it. */
export const loginFaults = (login: unknown, pattern: unknown): string[] =>
  typeof login !== "string" || typeof pattern === "string" || EMAIL.test(login)
    ? []
    : ["login: Username must be in the form of an email address"];

/** What is wrong with the values of a profile, one sentence an attribute. @param attributes of its schema, by name */
export function faultsIn(profile: Obj, attributes: Map<string, Obj>): string[] {
  return [...attributes].flatMap(([name, attribute]) => {
    const value = profile[name];
    const fault = value === undefined || value === null ? undefined : faultOf(value, attribute);
    return fault === undefined ? [] : [`${name}: ${fault}`];
  });
}

/** @param faults each begins with the name of an attribute @throws ApiError 400 that names the first, unless there is none */
export function refuseFaults(faults: string[]): void {
  const [first] = faults;
  if (first !== undefined) throw invalid(first.split(":")[0]!, faults);
}
