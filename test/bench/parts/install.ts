import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../../../scripts/lib/paths.ts";
import { number, type Part, title } from "../lib/part.ts";
import { inBench } from "../lib/paths.ts";

const PACKAGES: Record<string, string> = {
  "okta-fetch": "okta-fetch",
  "openapi-fetch": "openapi-fetch",
  "okta-sdk": "@okta/okta-sdk-nodejs",
};

interface Manifest {
  dependencies?: Record<string, string>;
}

/** Folders of a package and of all that it needs to run, as npm laid them out. */
function closure(name: string, from: string, found = new Set<string>()): Set<string> {
  for (let at = from; ; at = join(at, "..")) {
    const folder = join(at, "node_modules", name);
    if (statSync(folder, { throwIfNoEntry: false })) {
      if (found.has(folder)) return found;
      found.add(folder);
      const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      for (const needed of Object.keys(dependencies)) closure(needed, folder, found);
      return found;
    }
    if (at === join(at, "..")) throw new Error(`${name}, which ${from} needs, is not installed.`);
  }
}

const bytesOf = (folder: string): number => {
  const own = realpathSync(folder);
  return filesBelow(own)
    .filter((file) => !file.startsWith("node_modules/"))
    .reduce((sum, file) => sum + statSync(join(own, file)).size, 0);
};

/** What `npm install` brings. */
export const install: Part = {
  name: "install",
  async run() {
    const figures = Object.fromEntries(
      Object.entries(PACKAGES).map(([who, name]) => {
        const folders = [...closure(name, inBench())];
        const own = bytesOf(folders[0]!);
        return [
          who,
          { packages: folders.length, own, bytes: folders.reduce((sum, folder) => sum + bytesOf(folder), 0) },
        ];
      }),
    );
    const mega = (bytes: number) => number(bytes / 1e6);
    const base = figures["okta-fetch"]!.bytes;
    return {
      figures,
      tables: [
        {
          title: "Installed, with everything needed to run",
          columns: ["", "packages", "MB", "× okta-fetch", "MB of the package itself"],
          rows: Object.entries(figures).map(([who, { packages, bytes, own }]) => [
            title(who),
            String(packages),
            mega(bytes),
            (bytes / base).toFixed(2),
            mega(own),
          ]),
          note: "okta-fetch holds the types and the document of all operations. hey-api's client needs nothing at run time: its generated source is the user's own.",
        },
      ],
    };
  },
};
