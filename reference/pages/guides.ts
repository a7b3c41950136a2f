import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { html, type Html } from "../html.ts";
import { endpoint, type Page } from "../layout.ts";
import { article, type Heading } from "../markdown.ts";
import { callsOfGuide } from "../model/mentions.ts";
import { pageOf, type Reference } from "../model/reference.ts";
import { summary } from "../model/text.ts";
import { contextOf } from "./context.ts";
import { toc } from "./jumps.ts";
import type { Mention } from "./site-context.ts";

export interface Guide {
  name: string;
  title: string;
  /** Source, below the root of the project. */
  source: string;
  text: string;
  /** Whether it is one task from start to end, rather than a part of the product. */
  task: boolean;
  /** Its first paragraph. */
  lead: string;
}

/** Pages about the project itself, shown after the guides. */
const PROJECT = ["CONTRIBUTING.md", "CHANGELOG.md"];
/** The list of the guides, which gives their order. */
const INDEX = "docs/README.md";

const markdownIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".md")) : [];

/** Guides and tasks in the order that `docs/README.md` lists them, others after them, then the project's own pages. */
export function guidesOf(root: string): Guide[] {
  const folder = join(root, "docs");
  const files = [...markdownIn(folder), ...markdownIn(join(folder, "tasks")).map((file) => `tasks/${file}`)];
  const list = files.includes("README.md") ? readFileSync(join(root, INDEX), "utf8") : "";
  const rank = (file: string): number => (file === "README.md" ? -1 : list.indexOf(`(${file})`) + 1 || Infinity);
  const ordered = files.sort().sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  const sources = [...ordered.map((file) => `docs/${file}`), ...PROJECT.filter((file) => existsSync(join(root, file)))];
  return sources.map((source) => {
    const text = readFileSync(join(root, source), "utf8");
    const title = /^# (.+)$/m.exec(text)?.[1]?.replaceAll("`", "");
    if (!title) throw new Error(`${source} has no "# Title" line.`);
    const name = source === INDEX ? "index" : basename(source, ".md").toLowerCase();
    return {
      name,
      title: source === INDEX ? "All guides" : title,
      source,
      text,
      task: source.startsWith("docs/tasks/"),
      lead: /^# .+\n+([^#\n].*(?:\n.+)*)/m.exec(text)?.[1] ?? "",
    };
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

/** Which guides make each call, by its operationId; tasks come first. */
export function mentionsIn(reference: Reference, guides: Guide[]): Map<string, Mention[]> {
  const found = new Map<string, Mention[]>();
  const project = (guide: Guide) => PROJECT.includes(guide.source) || guide.name.startsWith("migrating");
  for (const guide of [...guides].sort((a, b) => Number(b.task) - Number(a.task))) {
    if (project(guide)) continue;
    for (const { call, heading, anchor } of callsOfGuide(reference, guide.text)) {
      const title = !guide.task && heading ? `${guide.title}: ${heading}` : guide.title;
      const url = pageOf.guide(guide.name) + (anchor ? `#${anchor}` : "");
      found.set(call.id, [...(found.get(call.id) ?? []), { title, url }]);
    }
  }
  return found;
}

function callsOf(reference: Reference, guide: Guide): Html | false {
  const calls = callsOfGuide(reference, guide.text);
  if (!guide.task || calls.length === 0) return false;
  return html`<h2 id="calls-of-this-task">Calls of this task</h2>
    <ul class="see-also">
      ${calls.map(
        ({ call }) =>
          html`<li>
            <a href="../${pageOf.call(call.id)}">${call.summary}</a> <span class="where">${endpoint(call)}</span>
          </li>`,
      )}
    </ul>`;
}

/** A guide as a page, and its headings for search. */
export function guidePage(
  reference: Reference,
  guides: Guide[],
  guide: Guide,
  root: string,
): { page: Page; headings: Heading[]; text: string } {
  const link = linkOf(guides, guide, root);
  const { html: body, headings, text, lead } = article(guide.text, { ...contextOf(reference, "../"), link });
  const parts = headings.filter(({ level }) => level === 2);
  const calls = callsOf(reference, guide);
  const shown = [...parts, ...(calls ? [{ id: "calls-of-this-task", text: "Calls of this task" }] : [])];
  const page: Page = {
    file: pageOf.guide(guide.name),
    title: guide.task ? guide.title : `${guide.title} guide`,
    description: summary(lead) || guide.title,
    main: html`<article class="guide">${body} ${calls}</article>`,
    ...(shown.length > 2 && { toc: toc(shown) }),
  };
  return { page, headings, text };
}
