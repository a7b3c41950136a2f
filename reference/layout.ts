import { breakable, html, type Html, type Part } from "./html.ts";
import { type Call, pageOf, type Reference } from "./reference.ts";

export interface GuideLink {
  name: string;
  title: string;
}

export interface Site {
  reference: Reference;
  guides: GuideLink[];
  /** Rendered when the site is built; shown at the foot. */
  version: string;
}

export interface Page {
  /** Place below the root of the site, such as `operations/getUser.html`. */
  file: string;
  title: string;
  description: string;
  main: Html;
  /** What stands beside the text on wide screens: samples and examples. */
  aside?: Html;
  /** Whether that is only a table of contents, which needs less room. */
  narrowAside?: boolean;
  /** Section whose calls the navigation lists. */
  section?: string;
  /** Scripts besides those of every page. */
  scripts?: string[];
}

/** Way from a page to the root of the site. */
export const baseOf = (file: string): string => "../".repeat(file.split("/").length - 1);

export const methodBadge = (method: string): Html =>
  html`<span class="method ${method}">${method.toUpperCase()}</span>`;

/** Method and path of a call, with places to break it. */
export const endpoint = (call: Call): Html =>
  html`${methodBadge(call.method)} <code class="path">${breakable(call.url)}</code>`;

const current = (yes: boolean): Part => yes && html` aria-current="page"`;

function navigation(site: Site, page: Page, base: string): Html {
  const link = (file: string, text: Part) =>
    html`<li><a href="${base}${file}" ${current(page.file === file)}>${text}</a></li>`;
  return html`<nav id="nav" class="nav" aria-label="Reference" popover>
    <ul>
      ${link("index.html", "Start")} ${link("scopes.html", "Scopes")} ${link("errors.html", "Error codes")}
      ${link("event-types.html", "Event types")} ${link("schemas/index.html", "Schemas")}
    </ul>
    ${
      site.guides.length > 0 &&
      html`<h2>Guides</h2>
        <ul>
          ${site.guides.map((guide) => link(pageOf.guide(guide.name), guide.title))}
        </ul>`
    }
    ${site.reference.groups.map(
      (group) =>
        html`<h2>${group.name}</h2>
          <ul>
            ${group.sections.map((section) => {
              const file = pageOf.section(section.name);
              const open = page.section === section.name;
              return html`<li${open && html` class="open"`}>
                <a href="${base}${file}"${current(page.file === file)}>${section.title}</a>
                ${
                  open &&
                  html`<ul class="calls">
                    ${section.calls.map(
                      (call) =>
                        html`<li>
                          <a href="${base}${pageOf.call(call.id)}" ${current(page.file === pageOf.call(call.id))}
                            ><span>${call.summary}</span> ${methodBadge(call.method)}</a
                          >
                        </li>`,
                    )}
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
    <button class="icon" type="button" data-theme-toggle hidden aria-label="Dark colours" aria-pressed="false">
      ◐
    </button>
  </header>`;

/** A whole page as it is written to disk. */
export function renderPage(site: Site, page: Page): string {
  const base = baseOf(page.file);
  const scripts = ["assets/site.js", ...(page.scripts ?? [])];
  const document = html`<html lang="en" data-base="${base}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="description" content="${page.description.slice(0, 200)}" />
      <title>${page.title}${page.file === "index.html" ? "" : " · okta-fetch"}</title>
      <link rel="icon" href="data:," />
      <script src="${base}assets/theme.js"></script>
      <link rel="stylesheet" href="${base}assets/style.css" />
      ${scripts.map((script) => html`<script defer src="${base}${script}"></script>`)}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      ${header(base)}
      <div class="frame">
        ${navigation(site, page, base)}
        <main id="main" tabindex="-1" class="${page.aside ? (page.narrowAside ? "with-toc" : "with-aside") : ""}">
          <div class="content">${page.main}</div>
          ${page.aside && html`<aside aria-label="${page.narrowAside ? "On this page" : "Samples"}">${page.aside}</aside>`}
          <footer>okta-fetch ${site.version}. Works offline; nothing on these pages is loaded from elsewhere.</footer>
        </main>
      </div>
    </body>
  </html>`;
  return `<!doctype html>\n${document}\n`;
}
