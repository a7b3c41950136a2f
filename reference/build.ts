import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, root } from "../scripts/lib/paths.ts";
import { faultsOf } from "./check.ts";
import { type Page, renderPage, type Site, twinOf } from "./layout.ts";
import { referenceOf } from "./model/reference.ts";
import { usagesOf } from "./model/usages.ts";
import { errorsPage } from "./pages/errors.ts";
import { eventTypesPage } from "./pages/event-types.ts";
import { guidePage, guidesOf, mentionsIn } from "./pages/guides.ts";
import { operationPage } from "./pages/operation.ts";
import { schemaPage, schemasPage } from "./pages/schemas.ts";
import { scopesPage } from "./pages/scopes.ts";
import { sectionPage } from "./pages/section.ts";
import type { Rendering } from "./pages/site-context.ts";
import { startPage } from "./pages/start.ts";
import { notFoundPage, publishedFiles } from "./publish/files.ts";
import { markdownTwin } from "./publish/markdown-twin.ts";
import { fragmentFiles } from "./schema/fragment-files.ts";
import { Fragments } from "./schema/fragments.ts";
import { entriesOf, indexScript } from "./search/entries.ts";
import { themeFiles } from "./theme.ts";

export const outDir = join(root, "dist/docs");

/** The bundled document as it was last generated. */
export const readDocument = (): any => JSON.parse(readFileSync(join(root, "generated/openapi.json"), "utf8"));

export interface BuildOptions {
  /** Where `docs/`, and the project's own pages are. */
  projectRoot?: string;
  /** Where the site will be published, such as `https://example.com/reference/`. */
  baseUrl?: string;
}

const withSlash = (url: string): string => (url.endsWith("/") ? url : `${url}/`);

/** The whole site in memory, made of a bundled document: contents by place. */
export function buildSite(document: any, { projectRoot = root, baseUrl }: BuildOptions = {}): Map<string, string> {
  const reference = referenceOf(document);
  const guides = guidesOf(projectRoot);
  const site: Site = {
    reference,
    guides,
    version: document.info.version,
    ...(baseUrl && { baseUrl: withSlash(baseUrl) }),
  };
  const rendering: Rendering = {
    reference,
    fragments: new Fragments(),
    mentions: mentionsIn(reference, guides),
    usages: usagesOf(reference),
  };
  const guidePages = guides.map((guide) => ({ guide, ...guidePage(reference, guides, guide, projectRoot) }));
  const pages: Page[] = [
    startPage(site),
    scopesPage(reference),
    errorsPage(reference),
    eventTypesPage(),
    ...guidePages.map(({ page }) => page),
    ...reference.sections.map((section) => sectionPage(rendering, section)),
    ...reference.calls.map((call) => operationPage(rendering, call)),
    schemasPage(reference),
    ...[...rendering.usages].map(([name, usage]) => schemaPage(rendering, name, usage)),
    notFoundPage(site),
  ];
  return new Map([
    ...pages.map((page): [string, string] => [page.file, renderPage(site, page)]),
    ...pages.map((page): [string, string] => [twinOf(page.file), markdownTwin(page.main.text)]),
    ...fragmentFiles(reference, rendering.fragments),
    ...themeFiles(),
    ...publishedFiles(site, pages),
    ["assets/search-index.js", indexScript(entriesOf(reference, guidePages))],
  ]);
}

/** What is wrong with a built site, in words; `undefined` when nothing is. */
export function complaint(files: Map<string, string>, baseUrl?: string): string | undefined {
  const faults = faultsOf(files, baseUrl && withSlash(baseUrl));
  if (faults.length === 0) return undefined;
  const shown = faults.slice(0, 50).join("\n  ");
  return `The reference has ${faults.length} faults:\n  ${shown}${faults.length > 50 ? "\n  …" : ""}`;
}

export interface WriteOptions {
  /** Writes a site with faults, too. */
  preview?: boolean;
  /** Where it will be published: addresses below it are the site's own. */
  baseUrl?: string;
}

/**
 * Writes a site; what an earlier build left is taken away.
 *
 * @throws Error that lists dead links, dead anchors and addresses of elsewhere; nothing is written then
 */
export function writeSite(files: Map<string, string>, dir = outDir, options: WriteOptions = {}): void {
  const wrong = options.preview ? undefined : complaint(files, options.baseUrl);
  if (wrong) throw new Error(wrong);
  for (const file of existsSync(dir) ? filesBelow(dir) : []) if (!files.has(file)) rmSync(join(dir, file));
  for (const [file, text] of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  removeEmptyFolders(dir);
}

function removeEmptyFolders(dir: string): void {
  for (const entry of existsSync(dir) ? readdirSync(dir, { withFileTypes: true }) : []) {
    if (!entry.isDirectory()) continue;
    const folder = join(dir, entry.name);
    removeEmptyFolders(folder);
    if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  }
}
