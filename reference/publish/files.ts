import { stringify } from "yaml";
import { NOT_FOUND, type Page, type Site, twinOf } from "../layout.ts";
import { html } from "../html.ts";
import { firstSentence, plain } from "../model/text.ts";
import { pageOf } from "../model/reference.ts";

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Addresses of all pages, for search engines; they have to be absolute, so there is none without a base URL. */
function sitemap(baseUrl: string, pages: Page[]): string {
  const rows = pages
    .filter(({ file }) => file !== NOT_FOUND)
    .map(({ file }) => `  <url><loc>${escapeXml(baseUrl + file.replace(/(^|\/)index\.html$/, "$1"))}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${rows.join("\n")}\n</urlset>\n`;
}

/** What there is, for programs that read Markdown: https://llmstxt.org. */
function llmsText(site: Site, pages: Page[]): string {
  const { reference, guides, baseUrl = "" } = site;
  const { info } = reference.document;
  const line = (file: string, title: string, text: string) => `- [${title}](${baseUrl}${twinOf(file)}): ${text}`;
  const described = new Map(pages.map((page) => [page.file, page.description]));
  const guideLines = (task: boolean) =>
    guides
      .filter((guide) => guide.task === task)
      .map(({ name, title }) => line(pageOf.guide(name), title, described.get(pageOf.guide(name)) ?? ""));
  const sections = reference.sections.flatMap((section) => [
    "",
    `## ${section.title}`,
    "",
    plain(section.description),
    "",
    ...section.calls.map((call) =>
      line(
        pageOf.call(call.id),
        `${call.method.toUpperCase()} ${call.url}`,
        `${call.summary}. ${plain(firstSentence(call.definition.description ?? ""))}`,
      ),
    ),
  ]);
  return [
    `# ${info.title}`,
    "",
    `> ${plain(firstSentence(info.description))}`,
    "",
    `The document as OpenAPI ${reference.document.openapi}: [openapi.json](${baseUrl}openapi.json), [openapi.yaml](${baseUrl}openapi.yaml).`,
    "",
    "## Tasks",
    "",
    ...guideLines(true),
    "",
    "## Guides",
    "",
    ...guideLines(false),
    ...sections,
    "",
  ].join("\n");
}

const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f52c8"/><circle cx="16" cy="16" r="7.5" fill="none" stroke="#fff" stroke-width="4"/></svg>\n`;

/** The page for addresses that there are not. A host serves it at any depth, so its links need the base URL. */
export function notFoundPage(site: Site): Page {
  const to = (file: string) => `${site.baseUrl ?? ""}${file}`;
  return {
    file: NOT_FOUND,
    title: "No such page",
    description: "There is no page at this address.",
    main: html`<h1>No such page</h1>
      <p>
        There is no page at this address. An operation or schema may have been renamed or removed: press <kbd>/</kbd> to
        search for it, or begin at one of these.
      </p>
      <ul>
        <li><a href="${to("index.html")}">Start</a></li>
        <li><a href="${to("schemas/index.html")}">Schemas</a></li>
        <li><a href="${to("errors.html")}">Error codes</a></li>
        <li><a href="${to("event-types.html")}">Event types</a></li>
        ${site.guides.some(({ name }) => name === "index") && html`<li><a href="${to("guides/index.html")}">Guides</a></li>`}
      </ul>`,
  };
}

/** What is published beside the pages: the document, an index for programs, and what hosts and browsers ask for. */
export const publishedFiles = (site: Site, pages: Page[]): [string, string][] => [
  ["openapi.json", `${JSON.stringify(site.reference.document, null, 2)}\n`],
  ["openapi.yaml", stringify(site.reference.document, { lineWidth: 120, aliasDuplicateObjects: false })],
  ["llms.txt", llmsText(site, pages)],
  ["assets/favicon.svg", FAVICON],
  [".nojekyll", ""],
  ...(site.baseUrl ? ([["sitemap.xml", sitemap(site.baseUrl, pages)]] as [string, string][]) : []),
  ["robots.txt", `User-agent: *\nAllow: /\n${site.baseUrl ? `Sitemap: ${site.baseUrl}sitemap.xml\n` : ""}`],
];
