/** The end of the string that begins at a quote; the place of what is wrong with it as a negative number. */
function stringEnd(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -at;
    if (code === 0x5c) {
      at += 1;
      const escape = text[at];
      if (escape === "u" && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) at += 4;
      else if (escape === undefined || !'"\\/bfnrt'.includes(escape)) return -Math.min(at, text.length);
    }
  }
  return -text.length;
}

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

type Expected = "value" | "key" | "colon" | "comma";

/** Walks JSON up to what is wrong with it, without recursion: how deep it is nested is up to whoever wrote it. */
class JsonWalk {
  at = 0;
  readonly #text: string;
  readonly #open: string[] = [];
  #expected: Expected = "value";
  /** Whether the bracket that was opened last may close at once. */
  #mayClose = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads one token; whether that was possible. */
  step(): boolean {
    while (" \t\n\r".includes(this.#text[this.at] ?? "x")) this.at += 1;
    const char = this.#text[this.at];
    if (char === undefined) return false;
    if (this.#closes(char)) {
      this.#open.pop();
      return this.#advance(1, "comma");
    }
    if (this.#expected === "comma") return this.#separator(char);
    if (this.#expected === "colon") return char === ":" && this.#advance(1, "value");
    if (char === '"') return this.#string();
    return this.#expected === "value" && this.#value(char);
  }

  #closes(char: string): boolean {
    const top = this.#open.at(-1);
    const fits = (char === "}" && top === "{") || (char === "]" && top === "[");
    return fits && (this.#expected === "comma" || this.#mayClose);
  }

  #separator(char: string): boolean {
    const top = this.#open.at(-1);
    return char === "," && top !== undefined && this.#advance(1, top === "{" ? "key" : "value");
  }

  #string(): boolean {
    const end = stringEnd(this.#text, this.at);
    if (end > 0) return this.#advance(end - this.at, this.#expected === "key" ? "colon" : "comma");
    this.at = -end;
    return false;
  }

  #value(char: string): boolean {
    if (char === "{" || char === "[") {
      this.#open.push(char);
      this.#advance(1, char === "{" ? "key" : "value");
      return (this.#mayClose = true);
    }
    SCALAR.lastIndex = this.at;
    const scalar = SCALAR.exec(this.#text);
    return scalar !== null && this.#advance(scalar[0].length, "comma");
  }

  #advance(length: number, expected: Expected): true {
    this.at += length;
    this.#expected = expected;
    this.#mayClose = false;
    return true;
  }
}

/**
 * How many characters of a text that `JSON.parse` refuses are JSON: all of them where it breaks off. (The engine's own
 * message names no place, and shows the text.)
 */
export function jsonErrorOffset(text: string): number {
  const walk = new JsonWalk(text);
  while (walk.step());
  return walk.at;
}
