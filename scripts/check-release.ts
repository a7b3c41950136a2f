/**
 * `npm run check:release -- v1.2.3`: whether the tag, the version and the changelog agree. Prints the section of the
 * changelog.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.ts";

/** @throws Error that says what disagrees, and what to do */
export function releaseNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json says ${version}. Tag v${version}.`);
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version} `) || text.startsWith(`${version}\n`));
  if (!section) throw new Error(`CHANGELOG.md has no section for ${version}. Write one.`);
  const [title = "", ...lines] = section.split("\n");
  if (!/ \(\d{4}-\d\d-\d\d\)$/.test(title)) {
    throw new Error(`The section "${title}" of CHANGELOG.md has no date. Write "${version} (YYYY-MM-DD)".`);
  }
  return lines.join("\n").trim();
}

if (import.meta.filename === process.argv[1]) {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  try {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    console.log(releaseNotes(process.argv[2] ?? "", version, read("CHANGELOG.md")));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
