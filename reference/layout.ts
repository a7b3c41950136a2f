import { breakable, html, type Html, type Part } from "./html.ts";
import { type Call, pageOf, type Reference } from "./model/reference.ts";
import { summary } from "./model/text.ts";

export interface GuideLink {
  name: string;
  title: string;
  task: boolean;
  /** Its first paragraph. */
  lead: string;
}

export interface Site {
  reference: Reference;
  guides: GuideLink[];
  /** Rendered when the site is built; shown at the foot. */
  version: string;
  /** Where the site is published, with a slash at its end; it works from anywhere without. */
  baseUrl?: string;
}

export interface Page {
  /** Place below the root of the site, such as `operations/getUser.html`. */
  file: string;
  title: string;
  description: string;
  main: Html;
  /** Table of contents beside the text on wide screens. */
  toc?: Html;
  /** Whether the text has parts beside it and takes all the room. */
  wide?: boolean;
  /** Section whose calls the navigation lists. */
  section?: string;
  /** Scripts besides those of every page. */
  scripts?: string[];
}

export const NOT_FOUND = "404.html";

/** Way from a page to the root of the site. */
export const baseOf = (file: string): string => "../".repeat(file.split("/").length - 1);

/** The same page in Markdown. */
export const twinOf = (file: string): string => file.replace(/\.html$/, ".md");

export const methodBadge = (method: string): Html =>
  html`<span class="method ${method}">${method.toUpperCase()}</span>`;

/** Method and path of a call, with places to break it. */
export const endpoint = (call: Call): Html =>
  html`${methodBadge(call.method)} <code class="path">${breakable(call.url)}</code>`;

/** Marks the link of the page itself, or of the list that the page belongs to. */
const current = (page: boolean, within = false): Part =>
  page ? html` aria-current="page"` : within && html` aria-current="true"`;

function guideLinks(site: Site, page: Page, base: string, title: string, task: boolean): Html | false {
  const guides = site.guides.filter((guide) => guide.task === task);
  if (guides.length === 0) return false;
  const here = guides.some(({ name }) => page.file === pageOf.guide(name));
  return html`<details class="nav-group" ${(here || page.file === "index.html") && html`open`}>
    <summary>${title}</summary>
    <ul>
      ${guides.map(
        ({ name, title: text }) =>
          html`<li>
            <a href="${base}${pageOf.guide(name)}" ${current(page.file === pageOf.guide(name))}>${text}</a>
          </li>`,
      )}
    </ul>
  </details>`;
}

function navigation(site: Site, page: Page, base: string): Html {
  const link = (file: string, text: string, within = false) =>
    html`<li><a href="${base}${file}" ${current(page.file === file, within)}>${text}</a></li>`;
  return html`<nav id="nav" class="nav" aria-label="Reference" popover>
    <ul>
      ${link("index.html", "Start")} ${link("scopes.html", "Scopes")} ${link("errors.html", "Error codes")}
      ${link("event-types.html", "Event types")}
      ${link("schemas/index.html", "Schemas", page.file.startsWith("schemas/"))}
    </ul>
    ${guideLinks(site, page, base, "Tasks", true)} ${guideLinks(site, page, base, "Guides", false)}
    ${site.reference.groups.map(
      (group) =>
        html`<p class="nav-title">${group.name}</p>
          <ul>
            ${group.sections.map((section) => {
              const file = pageOf.section(section.name);
              const open = page.section === section.name;
              return html`<li${open && html` class="open"`}>
                <a href="${base}${file}"${current(page.file === file, open && page.file.startsWith("schemas/"))}>${section.title}</a>
                ${
                  open &&
                  html`<ul class="calls">
                    ${section.calls.map((call) => {
                      const own = pageOf.call(call.id);
                      return html`<li>
                        <a href="${base}${own}" ${current(page.file === own)}
                          ><span>${call.summary}</span> ${methodBadge(call.method)}</a
                        >
                      </li>`;
                    })}
                  </ul>`
                }
              </li>`;
            })}
          </ul>`,
    )}
  </nav>`;
}

const header = (base: string): Html =>
  html`<header class="top">
    <button class="icon menu" type="button" popovertarget="nav" aria-label="Menu">☰</button>
    <a class="brand" href="${base}index.html">okta-fetch <span>API reference</span></a>
    <button class="search-open" type="button" data-search hidden><span>Search</span> <kbd>/</kbd></button>
    <button class="icon" type="button" data-theme-toggle hidden aria-label="Dark colors" aria-pressed="false">◐</button>
  </header>`;

function head(site: Site, page: Page, base: string): Html {
  const scripts = ["assets/site.js", ...(page.scripts ?? [])];
  const address = site.baseUrl && site.baseUrl + page.file.replace(/(^|\/)index\.html$/, "$1");
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="description" content="${summary(page.description)}" />
    <title>${page.title}${page.file === "index.html" ? "" : " · okta-fetch"}</title>
    <link rel="icon" href="${base}assets/favicon.svg" type="image/svg+xml" />
    ${address && html`<link rel="canonical" href="${address}" />`}
    <link rel="alternate" type="text/markdown" href="${base}${twinOf(page.file)}" />
    <script src="${base}assets/boot.js"></script>
    <link rel="stylesheet" href="${base}assets/style.css" />
    ${scripts.map((script) => html`<script defer src="${base}${script}"></script>`)}
  </head>`;
}

const footer = (site: Site, page: Page, base: string): Html =>
  html`<footer>
    okta-fetch ${site.version}. Works offline; nothing on these pages is loaded from elsewhere.
    <a href="${base}${twinOf(page.file)}">This page as Markdown</a> <a href="${base}llms.txt">llms.txt</a>
    <a href="${base}openapi.json" download>openapi.json</a>
  </footer>`;

/** A whole page as it is written to disk. */
export function renderPage(site: Site, page: Page): string {
  // A host serves this page at any depth, where relative addresses lead nowhere.
  const base = (page.file === NOT_FOUND && site.baseUrl) || baseOf(page.file);
  const layout = [page.wide && "wide", page.toc && "with-toc"].filter(Boolean).join(" ");
  const document = html`<html lang="en" data-base="${base}">
    ${head(site, page, base)}
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      ${header(base)}
      <div class="frame">
        ${navigation(site, page, base)}
        <div class="column">
          <main id="main" tabindex="-1" class="${layout}">
            <div class="content">${page.main}</div>
            ${page.toc && html`<aside class="toc-part" aria-label="On this page">${page.toc}</aside>`}
          </main>
          ${footer(site, page, base)}
        </div>
      </div>
    </body>
  </html>`;
  return `<!doctype html>\n${document}\n`;
}
