import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import zlib from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { nodeFetch } from "../../src/node/fetch.ts";

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen<S extends Server>(server: S): Promise<{ url: string; server: S; connections: () => number }> {
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
}
const serve = (handler: (req: IncomingMessage, res: ServerResponse) => unknown) => listen(createServer(handler));
const serveRaw = (reply: string) => listen(createTcpServer((socket) => socket.on("data", () => socket.write(reply))));

const text = "The same text, again and again. ".repeat(50);
const deflate = (data: string) => zlib.deflateSync(data);
const codings: [string, Buffer][] = [
  ["gzip", zlib.gzipSync(text)],
  ["x-gzip", zlib.gzipSync(text)],
  ["GZIP", zlib.gzipSync(text)],
  ["deflate", deflate(text)],
  ["deflate", zlib.deflateRawSync(text)],
  ["br", zlib.brotliCompressSync(text)],
  ["deflate, gzip", zlib.gzipSync(deflate(text))],
  ["br, deflate", zlib.deflateRawSync(zlib.brotliCompressSync(text))],
  ["identity, unknown", Buffer.from(text)],
];

test.each(codings)("decodes a body encoded as %s, in each way of reading", async (coding, body) => {
  const { url } = await serve((_, res) => res.writeHead(200, { "content-encoding": coding }).end(body));
  const fetch = nodeFetch();
  expect(await (await fetch(url)).text()).toBe(text);
  expect(new TextDecoder().decode(await (await fetch(url)).arrayBuffer())).toBe(text);
  expect(await new Response((await fetch(url)).body).text()).toBe(text);
  expect(await (await (await fetch(url)).blob()).text()).toBe(text);
});

test.each(["gzip", "deflate", "br"])("takes a response that claims %s and has no body", async (coding) => {
  const { url } = await serve((req, res) => {
    res.writeHead(req.url === "/204" ? 204 : 200, { "content-encoding": coding }).end();
  });
  const fetch = nodeFetch();
  expect(await (await fetch(`${url}/204`)).text()).toBe("");
  expect(await (await fetch(`${url}/`)).text()).toBe("");
  expect(await (await fetch(`${url}/`, { method: "HEAD" })).text()).toBe("");
  expect(await new Response((await fetch(`${url}/`)).body).text()).toBe("");
  expect((await (await fetch(`${url}/`)).blob()).size).toBe(0);
});

test("rejects a body whose encoding is broken", async () => {
  const { url } = await serve((_, res) => res.writeHead(200, { "content-encoding": "gzip" }).end("no gzip"));
  await expect((await nodeFetch()(url)).text()).rejects.toThrow();
  await expect(new Response((await nodeFetch()(url)).body).text()).rejects.toThrow();
});

test("sends what belongs to one request with no other of the same origin", async () => {
  const { url } = await serve((req, res) => res.end(JSON.stringify([req.method, req.headers])));
  const fetch = nodeFetch();
  const own = { method: "PUT", headers: { "x-own": "1" }, body: "{}" };
  expect(await (await fetch(url.replace("//", "//ada:secret@"), own)).text()).toContain("Basic ");
  expect(await (await fetch(`${url}/next`)).text()).toMatch(/^\["GET",(?!.*(?:x-own|authorization|content-length))/);
});

test("rejects a switch of protocols instead of waiting for ever", async () => {
  const { url } = await serveRaw(
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
  );
  await expect(nodeFetch()(url)).rejects.toThrow("the server switched protocols (101)");
  const okta = createOktaClient({ orgUrl: url, token: "00x", fetch: nodeFetch(), retry: false });
  await expect(okta.request("GET", "/x")).rejects.toMatchObject({ reason: "network" });
});

test("keeps a connection for the next call, but none longer than the server says", async () => {
  const kept = await serve((_, res) => res.end("ok"));
  const short = await serve((_, res) => res.writeHead(200, { "keep-alive": "timeout=1" }).end("ok"));
  for (const { url, connections } of [kept, short]) {
    const fetch = nodeFetch();
    for (let i = 0; i < 3; i += 1) await (await fetch(url)).text();
    expect(connections()).toBe(url === kept.url ? 1 : 3);
  }
});

test("sends no POST on a connection that the server has ended right behind its response", async () => {
  const { url, connections } = await serve((req, res) => {
    req.resume();
    res.end("ok");
    req.socket.end();
  });
  const fetch = nodeFetch();
  for (let i = 0; i < 20; i += 1) expect(await (await fetch(url, { method: "POST", body: "x" })).text()).toBe("ok");
  expect(connections()).toBe(20);
});

test("rejects a body that breaks off, however it is read", async () => {
  const { url } = await serve((_, res) => {
    res.writeHead(200, { "content-length": "100" }).write("part");
    setTimeout(() => res.destroy(), 5);
  });
  await expect((await nodeFetch()(url)).text()).rejects.toThrow();
  await expect((await nodeFetch()(url)).arrayBuffer()).rejects.toThrow();
  await expect(new Response((await nodeFetch()(url)).body).text()).rejects.toThrow();
});

test("reads a body once, and shows its headers in every form", async () => {
  const { url } = await serve((_, res) => {
    res.writeHead(200, { "x-a": ["1", "2"], "set-cookie": ["a=1", "b=2"] }).end('{"a":1}');
  });
  const response = await nodeFetch()(url);
  expect([response.status, response.ok, response.url, response.redirected]).toEqual([200, true, url, false]);
  expect([response.headers.get("X-A"), response.headers.has("x-b")]).toEqual(["1, 2", false]);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(Object.fromEntries(response.headers)["x-a"]).toBe("1, 2");
  expect(response.bodyUsed).toBe(false);
  expect(await response.json()).toEqual({ a: 1 });
  expect(response.bodyUsed).toBe(true);
  await expect(response.text()).rejects.toThrow("The body has been read already.");
});

test("a function around it gets a real AbortSignal, which ends its requests", async () => {
  const { url } = await serve(() => {});
  const inner = nodeFetch();
  const signals: (AbortSignal | null | undefined)[] = [];
  const okta = createOktaClient({
    orgUrl: url,
    token: "00x",
    retry: false,
    timeout: 50,
    fetch: (target, init) => {
      signals.push(init?.signal);
      return inner(target, { ...init, signal: AbortSignal.any([init!.signal!]) });
    },
  });
  await expect(okta.GET("/api/v1/org")).rejects.toMatchObject({ reason: "timeout" });
  expect(signals).toEqual([expect.any(AbortSignal)]);
});

test("ends its own requests by the caller's signal and by time, and their connections with them", async () => {
  let open = 0;
  const { url } = await serve((request) => {
    open += 1;
    request.socket.once("close", () => (open -= 1));
  });
  const okta = createOktaClient({ orgUrl: url, token: "00x", retry: false, timeout: 60, fetch: nodeFetch() });
  await expect(okta.GET("/api/v1/org")).rejects.toMatchObject({ reason: "timeout" });
  const controller = new AbortController();
  const call = okta.GET("/api/v1/org", { signal: controller.signal, timeout: 0 });
  setTimeout(() => controller.abort(new Error("left")), 30);
  await expect(call).rejects.toThrow("left");
  await vi.waitFor(() => expect(open).toBe(0));
});
