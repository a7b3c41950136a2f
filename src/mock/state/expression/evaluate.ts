import { isObject, type Obj } from "../../../openapi/document.ts";
import { FUNCTIONS } from "./functions.ts";
import { type Expression, parse } from "./parse.ts";

/** What an expression is about. */
export interface Subject {
  user: Obj;
  /** The groups that the user is in. */
  groups: Obj[];
  /** Milliseconds since the epoch. */
  now: number;
}

const parsed = new Map<string, Expression>();
const KEPT = 500;

/** @throws Error that says where the expression is broken, or which function there is not */
export function parseRule(text: string): Expression {
  let found = parsed.get(text);
  if (!found) {
    found = parse(text);
    checkNames(found);
    if (parsed.size >= KEPT) parsed.clear();
    parsed.set(text, found);
  }
  return found;
}

/** @throws Error when a value is not of the kind that a function takes */
export function evaluate(expression: Expression, subject: Subject): unknown {
  const of = (inner: Expression) => evaluate(inner, subject);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "list":
      return expression.items.map(of);
    case "map":
      return Object.fromEntries(expression.entries.map(([name, value]) => [name, of(value)]));
    case "path":
      return attribute(expression.names, subject);
    case "unary":
      return expression.operator === "!" ? of(expression.operand) !== true : -Number(of(expression.operand));
    case "choice":
      return of(expression.test) === true ? of(expression.yes) : of(expression.no);
    case "binary":
      return binary(expression, of);
    case "call":
      return call(expression, subject, of);
  }
}

/** An attribute of the profile; `null` for one that is not there. */
function attribute([root, ...names]: string[], { user }: Subject): unknown {
  if (root !== "user") return null;
  const path = names[0] === "profile" ? names.slice(1) : names;
  let value: unknown = names.length === 1 && names[0] === "status" ? user : user["profile"];
  for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : null;
  return value ?? null;
}

function binary({ operator, left, right }: Expression & { kind: "binary" }, of: (inner: Expression) => unknown) {
  if (operator === "&&") return of(left) === true && of(right) === true;
  if (operator === "||") return of(left) === true || of(right) === true;
  const [a, b] = [of(left), of(right)];
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "matches":
      return new RegExp(`^(?:${String(b)})$`).test(String(a ?? ""));
    case "+":
      return sum(a, b);
    default:
      return a === null || b === null ? null : ordered(operator, a, b);
  }
}

const sum = (a: unknown, b: unknown) =>
  typeof a === "number" && typeof b === "number" ? a + b : `${String(a ?? "")}${String(b ?? "")}`;

function ordered(operator: string, a: unknown, b: unknown): unknown {
  const [left, right] =
    typeof a === "number" || typeof b === "number" ? [Number(a), Number(b)] : [String(a), String(b)];
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "-":
      return Number(a) - Number(b);
    case "*":
      return Number(a) * Number(b);
    case "/":
      return Number(a) / Number(b);
  }
  return Number(a) % Number(b);
}

/** Functions that know the user's groups or the time. */
const OF_SUBJECT: Record<string, (args: unknown[], subject: Subject) => unknown> = {
  "Time.now": (_, { now }) => new Date(now).toISOString(),
  isMemberOfGroup: ([id], { groups }) => groups.some((group) => group["id"] === id),
  isMemberOfAnyGroup: (ids, { groups }) => groups.some((group) => ids.flat().includes(group["id"])),
  isMemberOfGroupName: ([name], { groups }) => groups.some((group) => nameOf(group) === name),
  isMemberOfGroupNameStartsWith: ([name], { groups }) => groups.some((group) => nameOf(group).startsWith(String(name))),
  isMemberOfGroupNameContains: ([name], { groups }) => groups.some((group) => nameOf(group).includes(String(name))),
  isMemberOfGroupNameRegex: ([pattern], { groups }) =>
    groups.some((group) => new RegExp(`^(?:${String(pattern)})$`).test(nameOf(group))),
};

/** Methods of `user`. */
const OF_USER: Record<string, (args: unknown[], subject: Subject) => unknown> = {
  getInternalProperty: ([name], { user }) => user[String(name)] ?? null,
  isMemberOf: (wanted, { groups }) => wanted.filter(isObject).some((one) => groups.some((group) => fits(group, one))),
};

/** Methods of a text, by the function that does the same. */
const OF_TEXT: Record<string, string> = {
  contains: "String.contains",
  endsWith: "String.endsWith",
  length: "String.len",
  replace: "String.replace",
  startsWith: "String.startsWith",
  substring: "String.substring",
  toLowerCase: "String.toLowerCase",
  toUpperCase: "String.toUpperCase",
  trim: "String.trim",
};

const nameOf = (group: Obj) => String(isObject(group["profile"]) ? group["profile"]["name"] : "");

/** Whether a group is one of `{'group.profile.name': 'x', 'operator': 'STARTS_WITH'}`. */
function fits(group: Obj, wanted: Obj): boolean {
  const operator = wanted["operator"] ?? "EXACT";
  return Object.entries(wanted).every(([name, value]) => {
    if (name === "operator") return true;
    const own = String(name === "group.profile.name" ? nameOf(group) : (group[name.replace(/^group\./, "")] ?? ""));
    const texts = [value].flat().map(String);
    return texts.some((one) => (operator === "STARTS_WITH" ? own.startsWith(one) : own === one));
  });
}

function call(
  { name, target, args }: Expression & { kind: "call" },
  subject: Subject,
  of: (inner: Expression) => unknown,
): unknown {
  const values = args.map(of);
  if (target?.kind === "path" && target.names.join(".") === "user" && OF_USER[name]) {
    return OF_USER[name](values, subject);
  }
  if (target) return FUNCTIONS[OF_TEXT[name]!]!([of(target), ...values]);
  return OF_SUBJECT[name] ? OF_SUBJECT[name](values, subject) : FUNCTIONS[name]!(values);
}

/** @throws Error for a function that is none */
function checkNames(expression: Expression): void {
  switch (expression.kind) {
    case "list":
      return expression.items.forEach(checkNames);
    case "map":
      return expression.entries.forEach(([, value]) => checkNames(value));
    case "unary":
      return checkNames(expression.operand);
    case "binary":
      return [expression.left, expression.right].forEach(checkNames);
    case "choice":
      return [expression.test, expression.yes, expression.no].forEach(checkNames);
    case "call": {
      const { name, target, args } = expression;
      const known = target
        ? Object.hasOwn(OF_USER, name) || Object.hasOwn(OF_TEXT, name)
        : Object.hasOwn(OF_SUBJECT, name) || Object.hasOwn(FUNCTIONS, name);
      if (!known) throw new Error(`There is no function ${name}.`);
      [...args, ...(target ? [target] : [])].forEach(checkNames);
    }
  }
}
