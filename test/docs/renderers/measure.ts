import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Renderer } from "./pages.ts";

export interface Figures {
  name: string;
  /** Seconds from the start of the navigation until the heading stands in the window: the median. */
  headingSeconds: number;
  /** Requests, and KB over the wire, of a first visit. */
  requests: number;
  wireKilobytes: number;
  /** MB of JavaScript after a collection. */
  heapMegabytes: number;
  /** MB of all files of the folder, and of those that this page needs. */
  diskMegabytes: number;
  pageMegabytes: number;
  /** Whether the heading comes from `file://` with the network off. */
  worksOffline: boolean;
  /** Elements that axe faults, and those of them that are serious or critical. */
  axeElements: number;
  axeSerious: number;
  /** Hosts that the page asks besides its own. */
  otherHosts: string[];
}

const TYPES: Record<string, string> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  svg: "image/svg+xml",
};
const HEADING = "List users";
const WAIT = 90_000;

/** Serves a folder with gzip. */
export async function serve(folder: string): Promise<{ url: string; close: () => void }> {
  const zipped = new Map<string, Buffer>();
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://x").pathname);
    try {
      const body = zipped.get(path) ?? gzipSync(readFileSync(join(folder, path)));
      zipped.set(path, body);
      const type = TYPES[path.split(".").at(-1)!] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-encoding": "gzip" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** In the page: the time by its own clock once the heading stands in the window. */
const headingInSight = (heading: string): number | false =>
  [...document.querySelectorAll("h1, h2, h3, h4")].some((element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return element.textContent!.trim().startsWith(heading) && height > 0 && top < innerHeight && bottom > 0;
  }) && performance.now();

interface Visit {
  page: any;
  seconds: number;
  requests: string[];
  wire: number;
}

/** Opens a page in a context of its own until its heading stands in the window. */
async function visit(browser: any, url: string, options: object, use: (visit: Visit) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    const own = new URL(url).origin;
    const requests: string[] = [];
    let wire = 0;
    page.on("request", (request: any) => requests.push(request.url()));
    await context.route(
      (address: URL) => own !== "null" && /^https?:$/.test(address.protocol) && address.origin !== own,
      (route: any) => route.abort(),
    );
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    session.on("Network.loadingFinished", ({ encodedDataLength }: any) => (wire += encodedDataLength));
    await page.goto(url, { waitUntil: "commit" });
    const time: number = await (await page.waitForFunction(headingInSight, HEADING)).jsonValue();
    await page.waitForLoadState("load");
    await page.waitForTimeout(1000);
    await use({ page, seconds: time / 1000, requests, wire });
  } finally {
    await context.close();
  }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

async function heapOf(page: any): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}

async function faultsOf(page: any, axe: string): Promise<{ axeElements: number; axeSerious: number }> {
  await page.addScriptTag({ path: axe });
  const found: { impact: string; nodes: number }[] = await page.evaluate(async () => {
    const { violations } = await (window as any).axe.run(document, { resultTypes: ["violations"], preload: false });
    return violations.map(({ impact, nodes }: any) => ({ impact, nodes: nodes.length }));
  });
  const count = (list: typeof found) => list.reduce((sum, { nodes }) => sum + nodes, 0);
  return {
    axeElements: count(found),
    axeSerious: count(found.filter(({ impact }) => /serious|critical/.test(impact))),
  };
}

const worksOffline = async (browser: any, { folder, page }: Renderer): Promise<boolean> => {
  try {
    await visit(browser, `${pathToFileURL(folder).href}/${page}`, { offline: true }, async () => undefined);
    return true;
  } catch {
    return false;
  }
};

/** All figures of one renderer. */
export async function figuresOf(browser: any, renderer: Renderer, axe: string, runs: number): Promise<Figures> {
  const { url, close } = await serve(renderer.folder);
  try {
    const times: number[] = [];
    const figures: Partial<Figures> = { name: renderer.name };
    for (let run = 0; run < runs; run += 1) {
      await visit(browser, url + renderer.page, {}, async ({ page, seconds, requests, wire }) => {
        times.push(seconds);
        if (run > 0) return;
        const web = requests.map((request) => new URL(request)).filter(({ protocol }) => protocol.startsWith("http"));
        const own = web.filter(({ origin }) => `${origin}/` === url);
        const files = new Set(own.map(({ pathname }) => join(renderer.folder, pathname)));
        Object.assign(figures, {
          requests: own.length,
          wireKilobytes: round(wire / 1000, 0),
          heapMegabytes: round((await heapOf(page)) / 1e6, 1),
          pageMegabytes: round([...files].reduce((sum, file) => sum + statSync(file).size, 0) / 1e6, 2),
          otherHosts: [...new Set(web.filter(({ origin }) => `${origin}/` !== url).map(({ host }) => host))].sort(),
          ...(await faultsOf(page, axe)),
        });
      });
    }
    return {
      ...(figures as Figures),
      headingSeconds: round(median(times), 2),
      diskMegabytes: round(sizeOf(renderer.folder) / 1e6, 1),
      worksOffline: await worksOffline(browser, renderer),
    };
  } finally {
    close();
  }
}
