import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, root } from "../scripts/lib/paths.ts";
import { faultsOf } from "./check.ts";
import { type Page, renderPage, type Site } from "./layout.ts";
import { guidePage, guidesOf } from "./pages/guides.ts";
import { errorsPage } from "./pages/errors.ts";
import { eventTypesPage } from "./pages/event-types.ts";
import { sectionPage, startPage } from "./pages/lists.ts";
import { scopesPage } from "./pages/scopes.ts";
import { operationPage } from "./pages/operation.ts";
import { schemaPage, schemasPage, usages } from "./pages/schemas.ts";
import { referenceOf } from "./reference.ts";
import { entriesOf, indexScript } from "./search-index.ts";
import { themeFiles } from "./theme.ts";

export const outDir = join(root, "dist/docs");

/** The bundled document as it was last generated. */
export const readDocument = (): any => JSON.parse(readFileSync(join(root, "generated/openapi.json"), "utf8"));

/**
 * The whole site in memory: contents by place.
 *
 * @param document the bundled document
 * @param projectRoot where `docs/`, and the project's own pages are
 */
export function buildSite(document: any, projectRoot = root): Map<string, string> {
  const reference = referenceOf(document);
  const guides = guidesOf(projectRoot);
  const site: Site = { reference, guides, version: document.info.version };
  const guidePages = guides.map((guide) => ({ guide, ...guidePage(reference, guides, guide, projectRoot) }));
  const uses = usages(reference);
  const pages: Page[] = [
    startPage(site),
    scopesPage(reference),
    errorsPage(reference),
    eventTypesPage(),
    ...guidePages.map(({ page }) => page),
    ...reference.sections.map((section) => sectionPage(reference, section)),
    ...reference.calls.map((call) => operationPage(reference, call)),
    schemasPage(reference),
    ...[...uses].map(([name, usage]) => schemaPage(reference, name, usage)),
  ];
  return new Map([
    ...pages.map((page): [string, string] => [page.file, renderPage(site, page)]),
    ...themeFiles(),
    ["assets/search-index.js", indexScript(entriesOf(reference, guidePages))],
  ]);
}

/** What is wrong with a built site, in words; `undefined` when nothing is. */
export function complaint(files: Map<string, string>): string | undefined {
  const faults = faultsOf(files);
  if (faults.length === 0) return undefined;
  const shown = faults.slice(0, 50).join("\n  ");
  return `The reference has ${faults.length} faults:\n  ${shown}${faults.length > 50 ? "\n  …" : ""}`;
}

/**
 * Writes a site; what an earlier build left is taken away.
 *
 * @param options with `preview`, a site with faults is written too
 * @throws Error that lists dead links, dead anchors and addresses of elsewhere; nothing is written then
 */
export function writeSite(files: Map<string, string>, dir = outDir, { preview = false } = {}): void {
  const wrong = preview ? undefined : complaint(files);
  if (wrong) throw new Error(wrong);
  for (const file of existsSync(dir) ? filesBelow(dir) : []) if (!files.has(file)) rmSync(join(dir, file));
  for (const [file, text] of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  for (const name of existsSync(dir) ? readdirSync(dir, { withFileTypes: true }) : []) {
    if (name.isDirectory() && readdirSync(join(dir, name.name)).length === 0)
      rmSync(join(dir, name.name), { recursive: true });
  }
}
