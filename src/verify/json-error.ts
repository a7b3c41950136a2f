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

/**
 * How many characters of a text that `JSON.parse` refuses are JSON: all of them where it breaks off. (The engine's own
 * message tells no place, and shows the text.)
 */
export function jsonErrorOffset(text: string): number {
  const open: string[] = [];
  let expected: "value" | "key" | "colon" | "comma" = "value";
  let mayClose = false;
  let at = 0;
  for (;;) {
    while (at < text.length && " \t\n\r".includes(text[at]!)) at += 1;
    const char = text[at];
    if (char === undefined) return at;
    const top = open.at(-1);
    const closes = (char === "}" && top === "{") || (char === "]" && top === "[");
    if (closes && (expected === "comma" || mayClose)) {
      open.pop();
      expected = "comma";
    } else if (expected === "comma") {
      if (char !== "," || top === undefined) return at;
      expected = top === "{" ? "key" : "value";
      mayClose = false;
      at += 1;
      continue;
    } else if (expected === "colon") {
      if (char !== ":") return at;
      expected = "value";
    } else if (char === '"') {
      const end = stringEnd(text, at);
      if (end <= 0) return -end;
      expected = expected === "key" ? "colon" : "comma";
      at = end - 1;
    } else if (expected === "key") return at;
    else if (char === "{" || char === "[") {
      open.push(char);
      expected = char === "{" ? "key" : "value";
      mayClose = true;
      at += 1;
      continue;
    } else {
      SCALAR.lastIndex = at;
      const scalar = SCALAR.exec(text);
      if (!scalar) return at;
      expected = "comma";
      at += scalar[0].length - 1;
    }
    mayClose = false;
    at += 1;
  }
}
