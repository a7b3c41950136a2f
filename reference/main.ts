/**
 * `npm run docs [-- --base-url https://example.com/reference/] [--preview]`: the API reference as a static site in
 * `dist/docs`; open `dist/docs/index.html`. The base URL is only for what has to be absolute: sitemap, canonical
 * addresses, the page of a host for missing ones. With `--preview`, a site with faults is written all the same.
 */
import { parseArgs } from "node:util";
import { buildSite, complaint, outDir, readDocument, writeSite } from "./build.ts";

function options() {
  const { values } = parseArgs({ options: { preview: { type: "boolean" }, "base-url": { type: "string" } } });
  const baseUrl = values["base-url"];
  if (baseUrl !== undefined && !/^https?:\/\/[^/]/.test(baseUrl)) {
    throw new Error(`--base-url must be an absolute URL such as https://example.com/reference/, not "${baseUrl}".`);
  }
  return { preview: values.preview ?? false, baseUrl };
}

const start = performance.now();
try {
  const { preview, baseUrl } = options();
  const published = baseUrl ? { baseUrl } : {};
  const files = buildSite(readDocument(), published);
  writeSite(files, outDir, { preview, ...published });
  const pages = [...files.keys()].filter((file) => file.endsWith(".html")).length;
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${pages} pages, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds} s: ${outDir}/index.html`);
  const wrong = preview && complaint(files, baseUrl);
  if (wrong) console.log(wrong);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
