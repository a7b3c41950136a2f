/** Okta's expression language, as group rules use it: what an expression says. */
export type Expression =
  | { kind: "literal"; value: unknown }
  | { kind: "list"; items: Expression[] }
  | { kind: "map"; entries: [string, Expression][] }
  /** `user.department`, from left to right. */
  | { kind: "path"; names: string[] }
  /** `String.len(…)`, or with a target a method of a value. */
  | { kind: "call"; name: string; target: Expression | undefined; args: Expression[] }
  | { kind: "unary"; operator: "!" | "-"; operand: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "choice"; test: Expression; yes: Expression; no: Expression };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(==|!=|<=|>=|&&|\|\||[-+*/%<>!?:(),.{}[\]])|([A-Za-z_$#][\w$]*))/y;

interface Token {
  kind: "number" | "text" | "symbol" | "word";
  value: string;
}

/** Binary operators by how tightly they bind, the loosest first. */
const LEVELS: string[][] = [
  ["||", "or"],
  ["&&", "and"],
  ["==", "!=", "eq", "ne"],
  ["<", ">", "<=", ">=", "lt", "gt", "le", "ge", "matches"],
  ["+", "-"],
  ["*", "/", "%"],
];
const PLAIN: Record<string, string> = {
  or: "||",
  and: "&&",
  eq: "==",
  ne: "!=",
  lt: "<",
  gt: ">",
  le: "<=",
  ge: ">=",
};
const LITERALS: Record<string, unknown> = { true: true, false: false, null: null };
const DEPTH = 50;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`The expression cannot be read from here on: ${text.slice(at, at + 40).trim()}`);
    const [, number, double, single, symbol, word] = found;
    const quoted = double ?? single;
    if (number !== undefined) tokens.push({ kind: "number", value: number });
    else if (quoted !== undefined) tokens.push({ kind: "text", value: quoted.replace(/\\(.)/g, "$1") });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", value: symbol });
    else tokens.push({ kind: "word", value: word! });
  }
  return tokens;
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  parse(): Expression {
    if (this.#tokens.length === 0) throw new Error("The expression is empty.");
    const expression = this.#choice(0);
    const rest = this.#tokens[this.#at];
    if (rest) throw new Error(`The expression does not end at "${rest.value}".`);
    return expression;
  }

  #takes(value: string): boolean {
    const token = this.#tokens[this.#at];
    if (!token || token.kind === "text" || token.value.toLowerCase() !== value) return false;
    this.#at += 1;
    return true;
  }

  #expects(value: string): void {
    if (!this.#takes(value)) throw new Error(`A "${value}" is missing.`);
  }

  #choice(depth: number): Expression {
    if (depth > DEPTH) throw new Error(`The expression is nested more than ${DEPTH} deep.`);
    const test = this.#binary(0, depth);
    if (!this.#takes("?")) return test;
    if (this.#takes(":")) return { kind: "choice", test, yes: test, no: this.#choice(depth + 1) };
    const yes = this.#choice(depth + 1);
    this.#expects(":");
    return { kind: "choice", test, yes, no: this.#choice(depth + 1) };
  }

  #binary(level: number, depth: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary(depth);
    let left = this.#binary(level + 1, depth);
    for (;;) {
      const operator = operators.find((one) => this.#takes(one));
      if (operator === undefined) return left;
      left = { kind: "binary", operator: PLAIN[operator] ?? operator, left, right: this.#binary(level + 1, depth) };
    }
  }

  #unary(depth: number): Expression {
    if (depth > DEPTH) throw new Error(`The expression is nested more than ${DEPTH} deep.`);
    if (this.#takes("!") || this.#takes("not"))
      return { kind: "unary", operator: "!", operand: this.#unary(depth + 1) };
    if (this.#takes("-")) return { kind: "unary", operator: "-", operand: this.#unary(depth + 1) };
    return this.#methods(this.#primary(depth), depth);
  }

  /** `.name(…)` after a value. */
  #methods(value: Expression, depth: number): Expression {
    let target = value;
    while (target.kind !== "path" && this.#takes(".")) {
      const name = this.#word();
      this.#expects("(");
      target = { kind: "call", name, target, args: this.#list(")", depth) };
    }
    return target;
  }

  #word(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word") throw new Error(`A name is missing${token ? ` before "${token.value}"` : ""}.`);
    this.#at += 1;
    return token.value;
  }

  #primary(depth: number): Expression {
    const token = this.#tokens[this.#at];
    if (!token) throw new Error("The expression ends where a value is missing.");
    if (token.kind === "number" || token.kind === "text") {
      this.#at += 1;
      return { kind: "literal", value: token.kind === "number" ? Number(token.value) : token.value };
    }
    if (this.#takes("(")) {
      const inner = this.#choice(depth + 1);
      this.#expects(")");
      return inner;
    }
    if (this.#takes("{")) return this.#braces(depth);
    if (this.#takes("[")) return { kind: "list", items: this.#list("]", depth) };
    if (Object.hasOwn(LITERALS, token.value)) {
      this.#at += 1;
      return { kind: "literal", value: LITERALS[token.value] };
    }
    return this.#named(depth);
  }

  #named(depth: number): Expression {
    const names = [this.#word()];
    for (;;) {
      if (this.#takes("(")) {
        const args = this.#list(")", depth);
        const target: Expression | undefined =
          names.length > 1 && /^[a-z]/.test(names[0]!) ? { kind: "path", names: names.slice(0, -1) } : undefined;
        return this.#methods({ kind: "call", name: target ? names.at(-1)! : names.join("."), target, args }, depth);
      }
      if (this.#takes("[")) {
        const key = this.#choice(depth + 1);
        this.#expects("]");
        if (key.kind !== "literal") throw new Error("An attribute in brackets must be a quoted name.");
        names.push(String(key.value));
      } else if (this.#takes(".")) names.push(this.#word());
      else return { kind: "path", names };
    }
  }

  #list(end: string, depth: number): Expression[] {
    const items: Expression[] = [];
    if (this.#takes(end)) return items;
    do items.push(this.#choice(depth + 1));
    while (this.#takes(","));
    this.#expects(end);
    return items;
  }

  /** A list `{'a', 'b'}`, or a map `{'group.id': 'x'}`. */
  #braces(depth: number): Expression {
    if (this.#takes("}")) return { kind: "list", items: [] };
    const first = this.#choice(depth + 1);
    if (!this.#takes(":")) {
      const rest = this.#takes(",") ? this.#list("}", depth) : (this.#expects("}"), []);
      return { kind: "list", items: [first, ...rest] };
    }
    const entries: [string, Expression][] = [[keyOf(first), this.#choice(depth + 1)]];
    while (this.#takes(",")) {
      const key = keyOf(this.#choice(depth + 1));
      this.#expects(":");
      entries.push([key, this.#choice(depth + 1)]);
    }
    this.#expects("}");
    return { kind: "map", entries };
  }
}

function keyOf(expression: Expression): string {
  if (expression.kind === "literal") return String(expression.value);
  if (expression.kind === "path") return expression.names.join(".");
  throw new Error("A name is missing before a colon.");
}

/** @throws Error that says where the expression is broken */
export const parse = (text: string): Expression => new Parser(text).parse();
