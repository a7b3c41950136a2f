import { readFileSync } from "node:fs";
import { basename } from "node:path";
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

/** What is left of this client when parts of it are taken away, from its source: what each of them weighs. */
const LESS: Record<string, string[]> = {
  "less pagination": ["paginate.ts"],
  "less pagination and middleware": ["paginate.ts", "middleware.ts"],
  "less pagination, middleware and queues for rate limits": ["paginate.ts", "middleware.ts", "limiter.ts"],
};

export interface Bundled {
  minified: number;
  gzip: number;
  brotli: number;
  /** Minified bytes that each module brings, largest first. */
  modules: [string, number][];
}

/** An esbuild plugin that empties modules of the client: what they export is undefined. */
const leaveOut = (modules: string[]) => ({
  name: "leave-out",
  setup({ onLoad }: { onLoad: (options: object, load: (file: { path: string }) => unknown) => void }) {
    onLoad({ filter: /[\\/]src[\\/][^\\/]+\.ts$/ }, ({ path }) => {
      if (!modules.includes(basename(path))) return undefined;
      const names = readFileSync(path, "utf8").matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm);
      return { contents: [...names].map(([, name]) => `export const ${name} = undefined;`).join("\n") };
    });
  },
});

/** Bundles an app for the browser. @throws the bundler's errors */
export async function bundleApp(contents: string, resolveDir: string, without: string[] = []): Promise<Bundled> {
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
    for (const [less, modules] of Object.entries(LESS)) {
      figures[`okta-fetch ${less}`] = await bundleApp(source, inRoot(), modules);
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
