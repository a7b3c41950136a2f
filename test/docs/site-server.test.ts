import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SiteServer, siteHandler } from "../../reference/site-server.ts";

const root = mkdtempSync(join(tmpdir(), "okta-fetch-site-"));
let server: Server;
let site: SiteServer;
let port: number;

beforeAll(async () => {
  mkdirSync(join(root, "site"));
  writeFileSync(join(root, "secret.txt"), "secret");
  writeFileSync(join(root, "site/index.html"), '<html lang="en"><body><p>Start</p></body></html>');
  site = siteHandler(join(root, "site"), "http://127.0.0.1:4010");
  server = createServer(site.handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

/** Asks for a path as it is written; `fetch` would tidy it first. */
const ask = (path: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path }, (response) => {
      let text = "";
      response.on("data", (part) => (text += part)).on("end", () => resolve({ status: response.statusCode!, text }));
    }).on("error", reject);
  });

test("a page knows the mock server and listens for a new build", async () => {
  const { status, text } = await ask("/");
  expect(status).toBe(200);
  expect(text).toContain('<html data-mock="http://127.0.0.1:4010" lang="en">');
  expect(text).toContain("new EventSource");
});

test.each(["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%", "/no.html", "//no", "/site%00"])(
  "%s leads to nothing",
  async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBe(404);
    expect(text).not.toBe("secret");
  },
);

test("open pages are told of a new build", async () => {
  const response = await fetch(`http://127.0.0.1:${port}/_docs/events`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe(": open\n\n");
  site.reload();
  expect((await reader.read()).value).toBe("data: new\n\n");
  await reader.cancel();
});
