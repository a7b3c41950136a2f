import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { nodeFetch } from "../../src/node/fetch.ts";

let hangUp: (() => void) | undefined;
const server = createServer((request, response) => {
  if (request.url === "/hang") request.once("close", () => hangUp?.());
  else response.end(`${request.headers.host} ${request.url}`);
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "::", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

const fetch = nodeFetch();
const textOf = async (url: string) => (await fetch(url)).text();

test.each([
  ["/", "/"],
  ["", "/"],
  ["?limit=2", "/?limit=2"],
  ["/api/v1/users/a%40b?search=x%20eq%20%22y%22&limit=2", "/api/v1/users/a%40b?search=x%20eq%20%22y%22&limit=2"],
  ["/a b/ö?q=ü#part", "/a%20b/%C3%B6?q=%C3%BC"],
  ["/a/../b", "/b"],
  ["/a/%2E%2e/b", "/b"],
  ["/a\\b<'>", "/a/b%3C'%3E"],
])("asks for %j as fetch does", async (given, asked) => {
  const url = `http://127.0.0.1:${port}${given}`;
  expect(await textOf(url)).toBe(`127.0.0.1:${port} ${asked}`);
  expect(await (await globalThis.fetch(url)).text()).toBe(`127.0.0.1:${port} ${asked}`);
});

test("goes to the host of each URL, IPv6 too", async () => {
  for (const host of ["127.0.0.1", "[::1]", "localhost", "[::1]"]) {
    expect(await textOf(`http://${host}:${port}/x`)).toBe(`${host}:${port} /x`);
  }
});

test("refuses what is no URL", async () => {
  await expect(fetch("/api/v1/users")).rejects.toThrow(/Invalid URL/);
});

describe("a call whose time is up", () => {
  const inner = nodeFetch();
  test.each<[string, typeof inner]>([
    ["by itself", inner],
    [
      "wrapped",
      (url, init) => {
        expect(init?.signal).toBeInstanceOf(AbortSignal);
        return inner(url, { ...init, signal: AbortSignal.any([init!.signal!, new AbortController().signal]) });
      },
    ],
  ])("is taken back from Okta, with the transport %s", async (_, fetch) => {
    const closed = new Promise<void>((resolve) => (hangUp = resolve));
    const okta = createOktaClient({
      orgUrl: `http://127.0.0.1:${port}`,
      token: "t",
      timeout: 100,
      retry: false,
      fetch,
    });
    await expect(okta.request("GET", "/hang")).rejects.toMatchObject({ reason: "timeout" });
    await closed;
  });
});
