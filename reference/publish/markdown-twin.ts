import { Parser } from "htmlparser2";

/** Elements whose text a reader of Markdown has no use for. */
const SKIPPED = new Set(["script", "style", "svg", "form", "button", "noscript", "wbr", "template"]);
const BLOCKS = new Set(
  "p div section article ul ol li pre table tr dl dt dd h1 h2 h3 h4 details summary figure figcaption blockquote nav aside label".split(
    " ",
  ),
);

const VOID = new Set(["wbr", "br", "input", "img", "hr"]);
const SKIPPED_CLASS = /\b(?:jumps|hidden|crumbs|pager)\b/;

const isSkipped = (name: string, attributes: Record<string, string>) =>
  SKIPPED.has(name) || SKIPPED_CLASS.test(attributes["class"] ?? "");

interface ListState {
  ordered: boolean;
  number: number;
}

/** Writes Markdown from the elements of a page as they open and close. */
class Writer {
  readonly #lines: string[] = [];
  readonly #lists: ListState[] = [];
  readonly #links: (string | undefined)[] = [];
  #line = "";
  #skip = 0;
  #verbatim: string | undefined;
  #row: string[] | undefined;
  #headerDone = false;

  readonly #openers: Record<string, (name: string, attributes: Record<string, string>) => void> = {
    ul: () => this.#startList(false),
    ol: () => this.#startList(true),
    li: (name) => this.#startItem(name),
    dt: (name) => this.#startItem(name),
    dd: (name) => this.#startItem(name),
    tr: () => (this.#row = []),
    td: () => this.#flush(),
    th: () => this.#flush(),
    br: () => (this.#line += " "),
    code: () => (this.#line += "`"),
    strong: () => (this.#line += "**"),
    a: (_, { href }) => this.#startLink(href),
    block: (name) => {
      if (/^h[1-4]$/.test(name)) this.#start(`${"#".repeat(Number(name[1]))} `);
      else if (BLOCKS.has(name)) this.#start("");
    },
  };

  readonly #closers: Record<string, (name: string) => void> = {
    ul: () => this.#endList(),
    ol: () => this.#endList(),
    td: () => this.#endCell(),
    th: () => this.#endCell(),
    tr: () => this.#endRow(),
    table: () => (this.#headerDone = false),
    code: () => (this.#line += "`"),
    strong: () => (this.#line += "**"),
    a: () => this.#endLink(),
    block: (name) => BLOCKS.has(name) && this.#flush(),
  };

  open(name: string, attributes: Record<string, string>): void {
    if (this.#skip > 0 || isSkipped(name, attributes)) {
      if (!VOID.has(name)) this.#skip += 1;
      return;
    }
    if (name === "pre") return this.#startCode();
    if (this.#verbatim === undefined) (this.#openers[name] ?? this.#openers["block"])!(name, attributes);
  }

  close(name: string): void {
    if (this.#skip > 0) {
      if (!VOID.has(name)) this.#skip -= 1;
      return;
    }
    if (name === "pre") return this.#endCode();
    if (this.#verbatim === undefined) (this.#closers[name] ?? this.#closers["block"])!(name);
  }

  text(text: string): void {
    if (this.#skip > 0) return;
    if (this.#verbatim !== undefined) this.#verbatim += text;
    else this.#line += text.replace(/\s+/g, " ");
  }

  finish(): string {
    this.#flush();
    const text = this.#lines.join("\n").replace(/\n{3,}/g, "\n\n");
    return `${text.trim()}\n`;
  }

  #indent(): string {
    return "  ".repeat(Math.max(0, this.#lists.length - 1));
  }

  #flush(): void {
    const text = this.#line.replace(/\s+/g, " ").trim();
    this.#line = "";
    if (text === "") return;
    if (this.#row) this.#row.push(text);
    else if (this.#lists.length === 0) this.#lines.push("", text, "");
    else this.#lines.push(/^(?:- |\d+\. )/.test(text) ? this.#indent() + text : `${this.#indent()}  ${text}`);
  }

  #start(prefix: string): void {
    this.#flush();
    this.#line = prefix;
  }

  #startList(ordered: boolean): void {
    this.#flush();
    this.#lists.push({ ordered, number: 0 });
  }

  #endList(): void {
    this.#flush();
    this.#lists.pop();
    if (this.#lists.length === 0) this.#lines.push("");
  }

  #startItem(name: string): void {
    if (name === "dd") return void (this.#line = `${this.#line.trimEnd()}: `);
    const list = this.#lists.at(-1);
    if (list) list.number += 1;
    this.#start(list?.ordered ? `${list.number}. ` : "- ");
  }

  #startCode(): void {
    this.#flush();
    this.#verbatim = "";
  }

  #endCode(): void {
    const indent = this.#lists.length > 0 ? `${this.#indent()}  ` : "";
    const code = (this.#verbatim ?? "").replace(/\n$/, "").split("\n");
    this.#lines.push("", ...["```", ...code, "```"].map((line) => indent + line), "");
    this.#verbatim = undefined;
  }

  #startLink(href: string | undefined): void {
    const shown = href !== undefined && !href.startsWith("#") ? href.replace(/\.html(?=#|$)/, ".md") : undefined;
    this.#links.push(shown);
    if (shown !== undefined) this.#line += "[";
  }

  #endLink(): void {
    const href = this.#links.pop();
    if (href !== undefined) this.#line += `](${href})`;
  }

  #endCell(): void {
    const cell = this.#line.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");
    this.#line = "";
    this.#row?.push(cell);
  }

  #endRow(): void {
    const row = this.#row ?? [];
    this.#row = undefined;
    if (!this.#headerDone) this.#lines.push("");
    this.#lines.push(`| ${row.join(" | ")} |`);
    if (!this.#headerDone) this.#lines.push(`|${"---|".repeat(row.length)}`);
    this.#headerDone = true;
  }
}

/** The content of a page in Markdown. */
export function markdownTwin(html: string): string {
  const writer = new Writer();
  const parser = new Parser({
    onopentag: (name, attributes) => writer.open(name, attributes),
    onclosetag: (name) => writer.close(name),
    ontext: (text) => writer.text(text),
  });
  parser.write(html);
  parser.end();
  return writer.finish();
}
