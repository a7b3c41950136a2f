import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { html } from "../html.ts";
import type { Page } from "../layout.ts";
import { article, type Heading } from "../markdown.ts";
import { pageOf, type Reference } from "../reference.ts";
import { contextOf } from "./context.ts";

export interface Guide {
  name: string;
  title: string;
  /** Source, below the root of the project. */
  source: string;
  text: string;
}

/** Pages about the project itself, shown after the guides. */
const PROJECT = ["CONTRIBUTING.md", "CHANGELOG.md"];
/** The list of the guides, which gives their order. */
const INDEX = "docs/README.md";

/** The guides in `docs/` in the order that `docs/README.md` lists them, others after them, then the project's own pages. */
export function guidesOf(root: string): Guide[] {
  const folder = join(root, "docs");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".md")) : [];
  const list = files.includes("README.md") ? readFileSync(join(root, INDEX), "utf8") : "";
  const rank = (file: string): number => (file === "README.md" ? -1 : list.indexOf(`(${file})`) + 1 || Infinity);
  const ordered = files.sort().sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  const sources = [...ordered.map((file) => `docs/${file}`), ...PROJECT.filter((file) => existsSync(join(root, file)))];
  return sources.map((source) => {
    const text = readFileSync(join(root, source), "utf8");
    const title = /^# (.+)$/m.exec(text)?.[1]?.replaceAll("`", "");
    if (!title) throw new Error(`${source} has no "# Title" line.`);
    const name = source === INDEX ? "index" : basename(source, ".md").toLowerCase();
    return { name, title: source === INDEX ? "All guides" : title, source, text };
  });
}

/** Where a link of a guide leads on the site: other guides by their file; the README is the start page. */
function linkOf(guides: Guide[], guide: Guide, root: string) {
  return (href: string): string | undefined => {
    if (/^[a-z]+:|^#/i.test(href)) return undefined;
    const [path = "", anchor] = href.split("#");
    const file = relative(root, resolve(root, dirname(guide.source), decodeURI(path)));
    const other = guides.find(({ source }) => source === file);
    const hash = anchor ? `#${anchor}` : "";
    if (other) return `${other.name}.html${hash}`;
    if (file === "README.md" || file === "generated/ENDPOINTS.md") return "../index.html";
    // Sources are not on the site: what is there is named without a link, and a dead link stays one for the check to find.
    return existsSync(join(root, file)) ? "" : undefined;
  };
}

/** A guide as a page, and its headings for search. */
export function guidePage(
  reference: Reference,
  guides: Guide[],
  guide: Guide,
  root: string,
): { page: Page; headings: Heading[]; text: string } {
  const link = linkOf(guides, guide, root);
  const { html: body, headings, text } = article(guide.text, { ...contextOf(reference, "../"), link });
  const parts = headings.filter(({ level }) => level === 2);
  const aside =
    parts.length > 2
      ? html`<h2 id="on-this-page">On this page</h2>
          <ul class="toc">
            ${parts.map(({ id, text: title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>`
      : undefined;
  const page: Page = {
    file: pageOf.guide(guide.name),
    title: guide.title,
    description: text.slice(0, 200),
    main: html`<article class="guide">${body}</article>`,
    ...(aside && { aside, narrowAside: true }),
  };
  return { page, headings, text };
}
