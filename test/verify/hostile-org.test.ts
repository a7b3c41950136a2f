import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { startProxy, type TrafficEvent } from "../../src/verify/index.ts";
import { TYPES } from "./samples.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A proxy to an org that writes these bytes for each request, and keeps what it was sent. */
async function proxyTo(bytes: string | Buffer) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const org = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      requests.push(chunk.toString("latin1"));
      socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
    });
  });
  await new Promise<void>((resolve) => org.listen(0, "127.0.0.1", resolve));
  const events: TrafficEvent[] = [];
  const proxy = await startProxy({
    origin: `http://127.0.0.1:${(org.address() as AddressInfo).port}`,
    prefixes: ["/api/v1/"],
    onEvent: (event) => void events.push(event),
  });
  closing.push(proxy.close, async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => org.close(resolve));
  });
  /** Sends raw bytes; resolves to what comes until the connection ends, or for a while. */
  const raw = (text: string, ms = 30_000) =>
    new Promise<string>((resolve) => {
      let received = "";
      const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1", () => socket.write(text));
      socket.on("data", (chunk) => (received += chunk.toString("latin1")));
      socket.on("error", () => {});
      socket.on("close", () => resolve(received));
      setTimeout(() => socket.destroy(), ms);
    });
  const get = (path = TYPES) => raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const seen = async (count: number) => {
    for (let i = 0; i < 1500 && events.length < count; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    return events;
  };
  return { raw, get, requests, events, seen };
}

const json = (body: string, status = "200 OK") =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test.each([
  ["099 X", /^HTTP\/1\.1 502/, { status: 99 }],
  ["000 X", /^HTTP\/1\.1 502/, { status: 0 }],
  ["999 X", /^HTTP\/1\.1 999 X\r\n/, { status: 999 }],
  ["200 O\u0001K", /^HTTP\/1\.1 (?:200 OK|502)/, undefined],
  ["200 O\u007fK", /^HTTP\/1\.1 200 OK\r\n/, { statusText: "O\u007fK" }],
  ["200 \u00ff", /^HTTP\/1\.1 200 \u00ff\r\n/, { status: 200 }],
])("an org that sends status line %j is passed on or refused, twice", async (status, expected, response) => {
  const { get, seen } = await proxyTo(json("[]", status));
  for (let i = 0; i < 2; i += 1) expect(await get()).toMatch(expected);
  if (response === undefined) return;
  const [event] = await seen(1);
  if ("status" in response && response.status === 0) expect(event).toMatchObject({ type: "skipped" });
  else expect(event).toMatchObject({ type: "exchange", exchange: { response } });
});

test("an org that switches protocols is refused, at once", async () => {
  const { get, seen } = await proxyTo("HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
  expect(await get()).toMatch(/^HTTP\/1\.1 502.*switched protocols/s);
  expect(await seen(1)).toMatchObject([{ type: "exchange", exchange: { response: { status: 101 } } }]);
});

test.each(["content-length", "close, Content-Length"])("Connection: %s is refused", async (named) => {
  const { raw, requests } = await proxyTo(json("[]"));
  const smuggled = "DELETE /api/v1/users/victim HTTP/1.1\r\nHost: x\r\nX: ";
  const head = `GET ${TYPES} HTTP/1.1\r\nHost: x\r\nConnection: ${named}\r\nContent-Length: ${smuggled.length}\r\n\r\n`;
  expect(await raw(`${head}${smuggled}`, 500)).toMatch(/^HTTP\/1\.1 400/);
  expect(requests).toEqual([]);
});

test("a 204 with a body that nobody can read is passed on as a 204", async () => {
  const { get } = await proxyTo("HTTP/1.1 204 X\r\nContent-Length: 5\r\n\r\nhello");
  for (let i = 0; i < 2; i += 1) expect(await get()).toMatch(/^HTTP\/1\.1 204 X\r\n(?!.*content-length)/is);
});

test.each(["content-type", "host", "transfer-encoding, cookie", "authorization"])(
  "Connection: %s takes no frame and no credential away",
  async (named) => {
    const { raw, requests } = await proxyTo(json("[]"));
    const smuggled = "DELETE /api/v1/users/victim HTTP/1.1\r\nHost: x\r\nX: ";
    const head = `POST ${TYPES} HTTP/1.1\r\nHost: x\r\nAuthorization: SSWS 00x\r\nConnection: ${named}\r\n`;
    await raw(`${head}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`, 500);
    const sent = requests.join("");
    expect(sent).toContain(`Content-Length: ${smuggled.length}\r\n`);
    expect(sent).toContain("Authorization: SSWS 00x\r\n");
    expect(sent.match(/^host: 127\.0\.0\.1/gim)).toHaveLength(1);
  },
);

test("headers that Connection names are still those of the connection", async () => {
  const { raw, requests } = await proxyTo(json("[]"));
  await raw(`GET ${TYPES} HTTP/1.1\r\nHost: x\r\nConnection: close, x-hop\r\nX-Hop: 1\r\nX-End: 2\r\n\r\n`);
  expect(requests.join("")).toContain("X-End: 2");
  expect(requests.join("")).not.toMatch(/x-hop/i);
});

test("a transfer encoding that the proxy does not know is refused", async () => {
  const { raw, requests } = await proxyTo(json("[]"));
  const head = `POST ${TYPES} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: gzip, chunked\r\n\r\n`;
  expect(await raw(`${head}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 (?:400|501)/);
  expect(requests).toEqual([]);
});

test.each(["constructor", "__proto__", "zstd", "gzip, br"])(
  "a body in content encoding %s passes unchecked",
  async (encoding) => {
    const { get, seen } = await proxyTo(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: ${encoding}\r\nContent-Length: 2\r\n\r\n[]`,
    );
    expect(await get()).toMatch(/\[\]$/);
    expect(await seen(1)).toMatchObject([{ exchange: { response: { bodyProblem: "unrecorded" } } }]);
  },
);

test(
  "bodies that unpack to more than a check takes pass unchecked, many at once in little memory",
  { timeout: 60_000 },
  async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from("["), Buffer.alloc(120e6, 0x20), Buffer.from("]")]));
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    const { get, seen } = await proxyTo(Buffer.concat([Buffer.from(head), bomb]));
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    await Promise.all(Array.from({ length: 12 }, () => get()));
    const events = await seen(12);
    clearInterval(watch);
    expect(events).toHaveLength(12);
    expect(events[0]).toMatchObject({ exchange: { response: { bodyProblem: "unrecorded" } } });
    expect(peak - before).toBeLessThan(400e6);
  },
);
