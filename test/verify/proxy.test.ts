import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createOktaClient } from "../../src/index.ts";
import { startProxy, type TrafficEvent } from "../../src/verify/index.ts";
import { startOrgServer } from "../support/org-server.ts";
import { TYPES, userType } from "./samples.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function proxyTo(origin: string) {
  const events: TrafficEvent[] = [];
  const faults: string[] = [];
  const proxy = await startProxy({
    origin,
    prefixes: ["/api/v1/"],
    onEvent: (event) => void events.push(event),
    onFault: (code) => void faults.push(code),
  });
  closing.push(() => proxy.close());
  const seen = async (count: number) => {
    for (let i = 0; i < 100 && events.length < count; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    return events;
  };
  return { url: proxy.url, events, faults, seen };
}

/** An upstream of one answer, which keeps what it was sent. */
async function upstream(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("forwards a call and its answer unchanged, and gives them to be checked without a header but the type", async () => {
  const sent: { req: IncomingMessage; body: string }[] = [];
  const origin = await upstream(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    sent.push({ req, body });
    res.writeHead(201, "Made", ["Content-Type", "application/json", "Set-Cookie", "sid=secret", "Set-Cookie", "b=2"]);
    res.end(JSON.stringify(userType));
  });
  const { url, seen } = await proxyTo(origin);
  const body = '{"name": "contractor",  "displayName":"Zoë"}';
  const response = await fetch(`${url}${TYPES}?a=%2B`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", authorization: "SSWS 00secret" },
  });
  expect([response.status, response.statusText, response.headers.getSetCookie()]).toEqual([
    201,
    "Made",
    ["sid=secret", "b=2"],
  ]);
  expect(await response.json()).toEqual(userType);
  expect(sent[0]!.body).toBe(body);
  expect(sent[0]!.req.url).toBe(`${TYPES}?a=%2B`);
  expect(sent[0]!.req.headers).toMatchObject({ authorization: "SSWS 00secret", host: new URL(origin).host });
  const json = { "content-type": "application/json" };
  expect(await seen(1)).toEqual([
    {
      type: "exchange",
      place: { source: origin, kind: "call", number: 1 },
      exchange: {
        request: { method: "POST", path: `${TYPES}?a=%2B`, headers: json, body: JSON.parse(body) },
        response: { status: 201, headers: json, body: userType },
      },
    },
  ]);
});

test("passes a body on while it comes", async () => {
  let finish = () => {};
  const origin = await upstream((_req, res) => {
    res.writeHead(200, { "content-type": "application/json" });
    res.write("[");
    finish = () => res.end("]");
  });
  const { url, events, seen } = await proxyTo(origin);
  const response = await fetch(`${url}${TYPES}`);
  const reader = response.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("[");
  expect(events).toEqual([]);
  finish();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("]");
  expect(await seen(1)).toMatchObject([{ exchange: { response: { body: [] } } }]);
});

test("unpacks its copy of what is compressed, and passes the packed bytes", async () => {
  const packed = gzipSync(JSON.stringify([userType]));
  const origin = await upstream((_req, res) =>
    res.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(packed),
  );
  const { url, seen } = await proxyTo(origin);
  const raw = await new Promise<Buffer>((resolve) =>
    request(`${url}${TYPES}`, async (res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of res) chunks.push(chunk);
      resolve(Buffer.concat(chunks));
    }).end(),
  );
  expect(raw.equals(packed)).toBe(true);
  expect(await seen(1)).toMatchObject([{ exchange: { response: { body: [userType] } } }]);
});

test("a body that is larger than what is kept passes, and is told as not recorded", async () => {
  const origin = await upstream((_req, res) => {
    res.writeHead(200, { "content-type": "application/json" });
    for (let i = 0; i < 20; i += 1) res.write(" ".repeat(1 << 20));
    res.end("[]");
  });
  const { url, seen } = await proxyTo(origin);
  expect((await (await fetch(`${url}${TYPES}`)).text()).length).toBe(20 * (1 << 20) + 2);
  expect(await seen(1)).toMatchObject([{ exchange: { response: { bodyProblem: "unrecorded" } } }]);
});

test("this client pages through it to the end", async () => {
  const org = await startOrgServer();
  closing.push(org.close);
  const { url, seen } = await proxyTo(org.url);
  const okta = createOktaClient({
    orgUrl: url,
    token: "00test",
    headers: { "x-scenario": JSON.stringify({ name: "pages", id: "proxy", total: 450 }) },
  });
  const links: string[] = [];
  let count = 0;
  for await (const { items, response } of okta
    .paginate("/api/v1/users", { params: { query: { limit: 200 } } })
    .pages()) {
    count += items.length;
    links.push(response.headers.get("link")!);
  }
  expect(count).toBe(450);
  expect(links.join()).toContain(`<${url}/api/v1/users?`);
  expect(links.join()).not.toContain(org.url);
  expect((await seen(3)).map((event) => event.type)).toEqual(["exchange", "exchange", "exchange"]);
});

test("answers 502 when the org cannot be reached, and lives on", async () => {
  const { url, faults, events } = await proxyTo("http://127.0.0.1:9");
  for (let i = 0; i < 2; i += 1) {
    const response = await fetch(`${url}${TYPES}`);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      errorCode: "E0000009",
      errorSummary: expect.stringContaining("ECONNREFUSED"),
    });
  }
  expect(faults).toEqual(["ECONNREFUSED", "ECONNREFUSED"]);
  expect(events).toEqual([]);
});

test("an answer that breaks off breaks off for the caller too", async () => {
  const org = await startOrgServer();
  closing.push(org.close);
  const { url, faults, events } = await proxyTo(org.url);
  const headers = { "x-scenario": JSON.stringify({ name: "brokenBody", id: "broken", times: 9 }) };
  const response = await fetch(`${url}${TYPES}`, { headers });
  await expect(response.text()).rejects.toThrow();
  expect(faults).toHaveLength(1);
  expect(events).toEqual([]);
});

test("is no open proxy: another host and a tunnel are refused", async () => {
  const { url, events } = await proxyTo("http://127.0.0.1:9");
  const { port } = new URL(url);
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
      socket.on("data", (chunk) => (answer += chunk));
      socket.on("close", () => resolve(answer));
      setTimeout(() => socket.end(), 300);
    });
  expect(await raw(`GET http://example.com/api/v1/users HTTP/1.1\r\nHost: example.com\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 400/,
  );
  expect(await raw(`CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n`)).toMatch(/^HTTP\/1\.1 405/);
  expect(events).toEqual([]);
});

test("a caller that goes away takes its call to the org along", async () => {
  let gone: Promise<void> | undefined;
  const origin = await upstream((_req, res) => {
    res.writeHead(200, { "content-type": "application/json" });
    res.write("[");
    gone = new Promise((resolve) => res.once("close", () => resolve()));
  });
  const { url, events } = await proxyTo(origin);
  const stop = new AbortController();
  const response = await fetch(`${url}${TYPES}`, { signal: stop.signal });
  stop.abort();
  await expect(response.text()).rejects.toThrow();
  await gone;
  expect(events).toEqual([]);
});
