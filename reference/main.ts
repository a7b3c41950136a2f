/**
 * `npm run docs`: the API reference as a static site in `dist/docs`; open `dist/docs/index.html`. With `--preview`, faults
 * are told, and the site is written all the same.
 */
import { buildSite, complaint, outDir, readDocument, writeSite } from "./build.ts";

const preview = process.argv.includes("--preview");
const start = performance.now();
try {
  const files = buildSite(readDocument());
  writeSite(files, outDir, { preview });
  const pages = [...files.keys()].filter((file) => file.endsWith(".html")).length;
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${pages} pages, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds} s: ${outDir}/index.html`);
  const wrong = preview && complaint(files);
  if (wrong) console.log(wrong);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
