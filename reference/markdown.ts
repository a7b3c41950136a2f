import MarkdownIt, { type Env, type Token } from "markdown-it";
import { highlight } from "./highlight.ts";
import { breakable, escapeHtml, type Html, raw } from "./html.ts";

/** What a page needs for its links: where it stands, and what a link in the source means on the site. */
export interface LinkContext {
  /** Address of a link as it is written, on the page; `undefined` leaves it as it is, an empty one takes the link away. */
  link?: (href: string) => string | undefined;
  /** Page of a piece of inline code, such as `GET /api/v1/users`. */
  code?: (text: string) => string | undefined;
}

export interface Heading {
  level: number;
  id: string;
  text: string;
}

/** The id that GitHub gives a heading, so that links work in both places. */
export const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

// What is known of the page travels through the renderer under a key of its own.
const CONTEXT = Symbol("context");
const carrying = (context: LinkContext): Env => ({ [CONTEXT]: context });
const contextIn = (env: Env | undefined): LinkContext => (env?.[CONTEXT] as LinkContext | undefined) ?? {};

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

markdown.renderer.rules.fence = (tokens, i) => {
  const { content, info } = tokens[i]!;
  return codeBlock(content.replace(/\n$/, ""), info.trim().split(/\s+/)[0] ?? "").text;
};
markdown.renderer.rules.code_block = (tokens, i) => codeBlock(tokens[i]!.content.replace(/\n$/, ""), "").text;
markdown.renderer.rules.code_inline = (tokens, i, _options, env) => {
  const text = tokens[i]!.content;
  const page = contextIn(env).code?.(text);
  const code = `<code>${breakable(text).text}</code>`;
  return page ? `<a href="${escapeHtml(page)}">${code}</a>` : code;
};
markdown.renderer.rules.link_open = (tokens, i, options, env, self) => {
  const href = String(tokens[i]!.attrGet("href") ?? "");
  const page = contextIn(env).link?.(href) ?? href;
  if (page === "") tokens[i]!.attrs = null;
  else tokens[i]!.attrSet("href", page);
  return self.renderToken(tokens, i, options);
};
markdown.renderer.rules.table_open = () => `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>`;
markdown.renderer.rules.table_close = () => `</table></div>`;

/** A block of code with colors and a button to copy it. */
export const codeBlock = (code: string, language: string): Html =>
  raw(`<div class="code"><pre><code>${highlight(code, language)}</code></pre></div>`);

/** A description: a few sentences, without headings. */
export const prose = (text: string | undefined, context: LinkContext = {}): Html | undefined =>
  text ? raw(markdown.render(text, carrying(context))) : undefined;

/** A description on one line. */
export const inline = (text: string | undefined, context: LinkContext = {}): Html | undefined =>
  text ? raw(markdown.renderInline(text, carrying(context))) : undefined;

/** The words of a line of text: what breaks it is a space. */
const wordsOf = (children: Token[]): string =>
  children.map(({ type, content }) => (type === "softbreak" || type === "hardbreak" ? " " : content)).join("");

export interface Article {
  html: Html;
  headings: Heading[];
  /** All of its words. */
  text: string;
  /** Its first paragraph. */
  lead: string;
}

/** A whole page: its headings get ids and can be linked to. */
export function article(text: string, context: LinkContext): Article {
  const env = carrying(context);
  const tokens = markdown.parse(text, env);
  const headings: Heading[] = [];
  const seen = new Map<string, number>();
  const words: string[] = [];
  let lead = "";
  tokens.forEach((token, i) => {
    if (token.type === "inline") words.push(wordsOf(token.children!));
    if (token.type === "paragraph_open") lead ||= wordsOf(tokens[i + 1]!.children!);
    if (token.type !== "heading_open") return;
    const title = wordsOf(tokens[i + 1]!.children!);
    const base = slug(title);
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    const id = count === 0 ? base : `${base}-${count}`;
    token.attrSet("id", id);
    headings.push({ level: Number(token.tag.slice(1)), id, text: title });
  });
  return { html: raw(markdown.renderer.render(tokens, markdown.options, env)), headings, text: words.join(" "), lead };
}
