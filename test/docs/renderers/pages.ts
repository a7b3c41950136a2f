import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outDir, readDocument } from "../../../reference/build.ts";
import { root } from "../../../scripts/lib/paths.ts";

/** What is measured: a folder that is served as it is, and the page in it at which one operation is read. */
export interface Renderer {
  name: string;
  folder: string;
  /** Page and hash, below the folder. */
  page: string;
}

const SCALAR = "1.76.0";

/** Scalar's own bundle for browsers beside a page that gives it the document, all from one folder. */
function scalarPage(): string {
  const folder = join(root, "dist/scalar");
  mkdirSync(folder, { recursive: true });
  const script = join(folder, "standalone.js");
  if (!existsSync(script)) {
    execFileSync("npm", ["pack", `@scalar/api-reference@${SCALAR}`], { cwd: folder, stdio: "ignore" });
    const archive = `scalar-api-reference-${SCALAR}.tgz`;
    const inner = "package/dist/browser/standalone.js";
    execFileSync("tar", ["xzf", archive, "--strip-components=3", inner], { cwd: folder });
    execFileSync("rm", [archive], { cwd: folder });
  }
  const content = JSON.stringify(readDocument()).replaceAll("<", "\\u003c");
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API reference</title></head>
<body><div id="app"></div><script src="standalone.js"></script>
<script>Scalar.createApiReference("#app", { content: ${content} });</script></body></html>`,
  );
  return folder;
}

/**
 * The pages to compare; this site and Redocly's page have to be built already.
 *
 * @throws Error that names the command for what is not there
 */
export function renderers(): Renderer[] {
  const redocly = join(root, "dist/redocly");
  if (!existsSync(join(outDir, "index.html"))) throw new Error("dist/docs is not there. Build it: npm run docs");
  if (!existsSync(join(redocly, "index.html")))
    throw new Error("dist/redocly is not there. Build it: npm run docs:redocly");
  const cli = JSON.parse(readFileSync(join(root, "node_modules/@redocly/cli/package.json"), "utf8"));
  return [
    { name: "This site", folder: outDir, page: "operations/listUsers.html" },
    { name: `Redocly build-docs ${cli.version}`, folder: redocly, page: "index.html#tag/user/operation/listUsers" },
    { name: `Scalar ${SCALAR}`, folder: scalarPage(), page: "index.html#tag/user/GET/api/v1/users" },
  ];
}
