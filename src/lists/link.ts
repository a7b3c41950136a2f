const SPACE = new Set([" ", "\t"]);

/** Reads the grammar of RFC 8288, one character after the other and none twice. */
class LinkReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  skipSpace(): void {
    while (SPACE.has(this.#text[this.#at]!)) this.#at += 1;
  }

  /** Takes one character if it is the next. */
  take(character: string): boolean {
    this.skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Everything up to a character, which is taken too; `undefined` if it does not come. */
  until(character: string): string | undefined {
    const end = this.#text.indexOf(character, this.#at);
    if (end < 0) return undefined;
    const part = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return part;
  }

  token(): string {
    this.skipSpace();
    const start = this.#at;
    while (!this.done && !" \t=;,".includes(this.#text[this.#at]!)) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  /** A value in quotes, with `\` before what it hides, or a bare one. */
  value(): string {
    if (!this.take('"')) return this.token();
    let value = "";
    while (!this.done) {
      const character = this.#text[this.#at++]!;
      if (character === '"') break;
      value += character === "\\" ? (this.#text[this.#at++] ?? "") : character;
    }
    return value;
  }

  /** Goes behind the next comma: for what is no link. */
  skipToNext(): void {
    const comma = this.#text.indexOf(",", this.#at);
    this.#at = comma < 0 ? this.#text.length : comma + 1;
  }
}

function readRel(reader: LinkReader): string {
  let rel: string | undefined;
  while (reader.take(";")) {
    const name = reader.token().toLowerCase();
    const value = reader.take("=") ? reader.value() : undefined;
    // Of several, the first counts.
    if (name === "rel") rel ??= value ?? "";
  }
  return rel ?? "";
}

/**
 * The target of `rel="next"` in `Link` headers, as Okta sends them: in one header or several, with commas and
 * semicolons inside the URL too.
 */
export function nextLink(headers: Headers): string | undefined {
  const text = headers.get("link");
  if (!text) return undefined;
  const reader = new LinkReader(text);
  while (!reader.done) {
    if (!reader.take("<")) {
      reader.skipToNext();
      continue;
    }
    const url = reader.until(">");
    if (url === undefined) return undefined;
    if (readRel(reader).toLowerCase().split(/\s+/).includes("next")) return url;
    if (!reader.take(",")) reader.skipToNext();
  }
  return undefined;
}

/** Parameters that say where a page is, as opposed to what is listed. */
const POSITION = new Set(["after", "before", "since", "until"]);

/**
 * Path and query of the next page, for the client's own origin: links can name the admin host of the org. A parameter
 * of the first page that Okta leaves out of the link (it does with `expand`) is kept.
 *
 * @throws TypeError for a link that is no http URL
 */
export function nextPath(link: string, current: string): string {
  const base = new URL(current, "https://org.invalid");
  const next = URL.canParse(link, base) ? new URL(link, base) : undefined;
  if (!next || !/^https?:$/.test(next.protocol)) {
    throw new TypeError(`the next link leads to no page: ${JSON.stringify(link.slice(0, 100))}`);
  }
  for (const name of new Set(base.searchParams.keys())) {
    if (POSITION.has(name) || next.searchParams.has(name)) continue;
    for (const value of base.searchParams.getAll(name)) next.searchParams.append(name, value);
  }
  // Two slashes in front would name a host.
  return next.pathname.replace(/^\/+/, "/") + next.search;
}
