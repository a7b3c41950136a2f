/**
 * `npm run docs:redocly`: Redocly's own rendering of the same document as one file, `dist/redocly/index.html`, with the
 * samples of this project. It works offline.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/lib/paths.ts";
import { readDocument } from "./build.ts";
import { forRedoc, withoutForeignHosts } from "./publish/redoc-document.ts";

const folder = join(root, "dist/redocly");
const source = join(folder, "openapi.json");
const output = join(folder, "index.html");

mkdirSync(folder, { recursive: true });
const document = forRedoc(readDocument());
writeFileSync(source, JSON.stringify(document));
execFileSync(
  process.execPath,
  [
    join(root, "node_modules/@redocly/cli/bin/cli.js"),
    "build-docs",
    source,
    `--output=${output}`,
    `--title=${document.info.title}`,
    "--inlineBundle",
    "--openapi.disableGoogleFont",
    "--openapi.hideDownloadButtons",
    "--lint-config=off",
  ],
  {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  },
);
const page = withoutForeignHosts(readFileSync(output, "utf8"));
writeFileSync(output, page);
console.log(`${(Buffer.byteLength(page) / 1e6).toFixed(1)} MB: ${output}`);
