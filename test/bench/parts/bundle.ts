import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { BROWSER_APP } from "../../support/browser-app.ts";
import { number, type Part, title } from "../lib/part.ts";
import { bench, inBench, inRoot } from "../lib/paths.ts";
import { esbuild } from "../lib/setup.ts";

/** The smallest app that gets one user, as its author would write it. */
export const APPS: Record<string, string> = {
  "okta-fetch": `import { createOktaClient } from "okta-fetch";
const okta = createOktaClient({ orgUrl: "https://example.okta.com", accessToken: "x" });
const { data } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
console.log(data);`,
  "openapi-fetch": `import createClient from "openapi-fetch";
const okta = createClient({ baseUrl: "https://example.okta.com", headers: { authorization: "Bearer x" } });
const { data } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
console.log(data);`,
  "hey-api": `import { client } from "./.work/hey-api/client.gen.js";
import { getUser } from "./.work/hey-api/sdk.gen.js";
client.setConfig({ baseUrl: "https://example.okta.com", auth: "x" });
const { data } = await getUser({ path: { userId: "me" } });
console.log(data);`,
  "okta-sdk": `import okta from "@okta/okta-sdk-nodejs";
const client = new okta.Client({ orgUrl: "https://example.okta.com", token: "x" });
console.log(await client.userApi.getUser({ userId: "me" }));`,
};

/** Parts of the client, each by the modules that nothing else needs. */
const PARTS = {
  lists: /src[\\/]lists[\\/](?!link)/,
  "the queues for rate limits": /src[\\/]rate-limit[\\/](limiter|window|clock)/,
  "hints and details of errors": /generated[\\/]error-hints|src[\\/]retry[\\/]network-error/,
  "openapi-fetch": /node_modules[\\/]openapi-fetch/,
};

export interface Bundled {
  minified: number;
  gzip: number;
  brotli: number;
  /** Minified bytes that each module brings, largest first. */
  modules: [string, number][];
}

/** An esbuild plugin that empties modules: what they export is undefined. */
const leaveOut = (modules: RegExp[]) => ({
  name: "leave-out",
  setup({ onLoad }: { onLoad: (options: object, load: (file: { path: string }) => unknown) => void }) {
    onLoad({ filter: /\.m?[jt]s$/ }, ({ path }) => {
      if (!modules.some((module) => module.test(path))) return undefined;
      const text = readFileSync(path, "utf8");
      const names = [...text.matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm)].map(
        ([, name]) => name,
      );
      const [, listed = ""] = /^export \{([^}]*)\}/m.exec(text) ?? [];
      const plain = listed.split(",").map((name) => name.trim().split(" as ").at(-1)!);
      const all = [...names, ...plain.filter(Boolean)].map((name) =>
        name === "default" ? "export default undefined;" : `export const ${name} = undefined;`,
      );
      return { contents: all.join("\n") };
    });
  },
});

/** Bundles an app for the browser. @throws the bundler's errors */
export async function bundleApp(contents: string, resolveDir: string, without: RegExp[] = []): Promise<Bundled> {
  const { build } = await esbuild();
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir },
    plugins: [leaveOut(without)],
    ...BROWSER_APP,
    absWorkingDir: bench,
    logLevel: "silent",
  });
  const bytes: Uint8Array = outputFiles[0].contents;
  const inputs: Record<string, { bytesInOutput: number }> = (Object.values(metafile.outputs)[0] as any).inputs;
  return {
    minified: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
    modules: Object.entries(inputs)
      .map(([name, { bytesInOutput }]): [string, number] => [name, bytesInOutput])
      .sort((a, b) => b[1] - a[1]),
  };
}

/** A one-call app for the browser. */
export const bundle: Part = {
  name: "bundle",
  async run() {
    const figures: Record<string, Bundled | { error: string }> = {};
    for (const [who, app] of Object.entries(APPS)) {
      figures[who] = await bundleApp(app, inBench()).catch((error: { errors?: { text: string }[] }) => ({
        error: `does not bundle: ${error.errors?.length ?? 0} errors, the first: ${error.errors?.[0]?.text.split("\n")[0]}`,
      }));
    }
    const source = APPS["okta-fetch"]!.replace('"okta-fetch"', '"./src/index.ts"');
    const names = Object.keys(PARTS) as (keyof typeof PARTS)[];
    for (let count = 1; count <= names.length; count += 1) {
      const taken = names.slice(0, count);
      figures[`okta-fetch less ${taken.join(", ")}`] = await bundleApp(
        source,
        inRoot(),
        taken.map((name) => PARTS[name]),
      );
    }
    const base = (figures["okta-fetch"] as Bundled).gzip;
    const rows = Object.entries(figures).map(([who, of]) =>
      "error" in of
        ? [title(who), of.error, "", "", ""]
        : [title(who), number(of.minified), number(of.gzip), number(of.brotli), (of.gzip / base).toFixed(2)],
    );
    return {
      figures,
      tables: [
        {
          title: "Browser bundle of a one-call app, bytes",
          columns: ["", "minified", "gzip", "Brotli", "gzip × okta-fetch"],
          rows,
          note: "openapi-fetch and hey-api's client bring no retries, rate limits, pagination, timeouts or error classes.",
        },
      ],
    };
  },
};
