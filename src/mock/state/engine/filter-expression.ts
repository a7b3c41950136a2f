import { ApiError } from "../http.ts";
import { isObject } from "../../../openapi/document.ts";

/** Values of an attribute; a path such as `profile.login` leads through objects and into lists. */
export type Attributes = (path: string) => unknown[];
type Test = (attributes: Attributes) => boolean;

const TOKEN = /\s*(?:(\(|\))|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;
const OPERATORS = new Set(["eq", "ne", "sw", "ew", "co", "gt", "ge", "lt", "le", "pr"]);
const DEPTH = 50;

interface Token {
  kind: "(" | ")" | "text" | "word";
  value: string;
}

/** Operators of each attribute, of a `filter` that takes no others. */
export type Grammar = Record<string, readonly string[]>;
/** Operators of times in such an expression. */
export const ORDERED = ["eq", "gt", "ge", "lt", "le"];

const refused = (why: string) => new ApiError(400, "E0000031", undefined, [why]);
const unsupported = (why: string) => new ApiError(400, "E0000094", undefined, [why]);

/** Refuses a comparison that a list does not take; `not`, when there is no attribute. @throws ApiError 400 */
export type Limits = (attribute: string | undefined, operator: string) => void;

/** The limits of a `filter`, which takes some attributes only. */
export const filterLimits =
  (grammar: Grammar): Limits =>
  (attribute, operator) => {
    if (attribute === undefined) throw unsupported("There is no not here.");
    if (!Object.hasOwn(grammar, attribute)) {
      throw refused(`There is no ${attribute} here. There are ${Object.keys(grammar).join(", ")}.`);
    }
    const operators = grammar[attribute]!;
    if (!operators.includes(operator)) {
      throw unsupported(`${attribute} takes ${operators.join(", ")}, not ${operator}.`);
    }
  };

const OF_SEARCH = ["eq", "sw", "pr", ...ORDERED.slice(1)];

/** The limits of a `search`, which takes every attribute. @param contain attributes that take `co` */
export const searchLimits =
  (contain: readonly string[]): Limits =>
  (attribute, operator) => {
    if (attribute === undefined || OF_SEARCH.includes(operator)) return;
    if (operator === "co" && contain.includes(attribute)) return;
    const own = operator === "co" ? `, which ${contain.join(", ")} take` : "";
    throw refused(`${attribute} takes ${OF_SEARCH.join(", ")}, not ${operator}${own}.`);
  };

/**
 * Reads an expression of `search` or `filter`: comparisons with `eq ne sw ew co gt ge lt le pr`, joined by `and`, `or`,
 * `not` and parentheses.
 *
 * @param limits what the list does not take; nothing without them
 * @throws ApiError 400 that says where it is broken, or what the list does not take
 */
export function parseExpression(text: string, limits?: Limits): Test {
  const tokens = tokenize(text);
  let at = 0;
  const next = () => tokens[at++];
  const is = (word: string) => tokens[at]?.kind === "word" && tokens[at]!.value.toLowerCase() === word;

  function any(depth: number): Test {
    if (depth > DEPTH) throw refused(`The expression is nested more than ${DEPTH} deep.`);
    let left = all(depth);
    while (is("or")) {
      at += 1;
      const [first, second] = [left, all(depth)];
      left = (attributes) => first(attributes) || second(attributes);
    }
    return left;
  }
  function all(depth: number): Test {
    let left = one(depth);
    while (is("and")) {
      at += 1;
      const [first, second] = [left, one(depth)];
      left = (attributes) => first(attributes) && second(attributes);
    }
    return left;
  }
  function one(depth: number): Test {
    if (is("not")) {
      limits?.(undefined, "not");
      at += 1;
      const inner = one(depth + 1);
      return (attributes) => !inner(attributes);
    }
    if (tokens[at]?.kind === "(") {
      at += 1;
      const inner = any(depth + 1);
      if (next()?.kind !== ")") throw refused('A ")" is missing.');
      return inner;
    }
    return comparison();
  }
  function comparison(): Test {
    const name = next();
    if (name?.kind !== "word")
      throw refused(`An attribute is missing${name ? ` before "${name.value}"` : " at the end"}.`);
    if (name.value.includes("[")) throw unsupported("There are no filters in brackets.");
    const operator = next()?.value.toLowerCase() ?? "";
    if (!OPERATORS.has(operator)) throw refused(`After ${name.value} comes no operator, but "${operator}".`);
    limits?.(name.value, operator);
    if (operator === "pr") return (attributes) => attributes(name.value).some((value) => value !== null);
    const value = next();
    if (!value || value.kind === "(" || value.kind === ")") throw refused(`${name.value} ${operator} lacks its value.`);
    const wanted = value.kind === "text" ? value.value : literal(value.value);
    if (operator === "ne") return (attributes) => !attributes(name.value).some((found) => compare(found, "eq", wanted));
    return (attributes) => attributes(name.value).some((found) => compare(found, operator, wanted));
  }

  const test = any(0);
  if (at < tokens.length) throw refused(`The expression does not end at "${tokens[at]!.value}".`);
  return test;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw refused(`A quoted value does not end: ${text.slice(at, at + 40).trim()}`);
    at = TOKEN.lastIndex;
    const [, bracket, quoted, word] = found;
    if (bracket) tokens.push({ kind: bracket as "(" | ")", value: bracket });
    else if (quoted !== undefined) tokens.push({ kind: "text", value: quoted.replace(/\\(.)/g, "$1") });
    else tokens.push({ kind: "word", value: word! });
  }
  return tokens;
}

function literal(word: string): unknown {
  if (word === "true") return true;
  if (word === "false") return false;
  if (word === "null") return null;
  const number = Number(word);
  if (Number.isNaN(number)) throw refused(`The value ${word} needs quotes.`);
  return number;
}

const DATE = /^\d{4}-\d\d-\d\dT/;

function compare(found: unknown, operator: string, wanted: unknown): boolean {
  if (typeof found === "string" && typeof wanted === "string") {
    if (DATE.test(found) && DATE.test(wanted)) return ordered(Date.parse(found), operator, Date.parse(wanted));
    const [left, right] = [found.toLowerCase(), wanted.toLowerCase()];
    if (operator === "sw") return left.startsWith(right);
    if (operator === "ew") return left.endsWith(right);
    if (operator === "co") return left.includes(right);
    return ordered(left, operator, right);
  }
  if (typeof found === "number" && typeof wanted === "number") return ordered(found, operator, wanted);
  return operator === "eq" && found === wanted;
}

function ordered<T extends string | number>(left: T, operator: string, right: T): boolean {
  switch (operator) {
    case "eq":
      return left === right;
    case "gt":
      return left > right;
    case "ge":
      return left >= right;
    case "lt":
      return left < right;
    case "le":
      return left <= right;
  }
  return false;
}

/** The attributes of a resource. */
export function attributesOf(resource: unknown): Attributes {
  return (path) =>
    path.split(".").reduce<unknown[]>((values, name) => values.flatMap((value) => inside(value, name)), [resource]);
}

function inside(value: unknown, name: string): unknown[] {
  const inner = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return inner === undefined ? [] : Array.isArray(inner) ? inner : [inner];
}
