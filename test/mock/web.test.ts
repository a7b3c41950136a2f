import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** A request with headers that fetch would not send. */
const send = (url: string, line: string, headers: Record<string, string> = {}) =>
  new Promise<Reply>((resolve, reject) => {
    const [method, path] = line.split(" ");
    const { hostname, port } = new URL(url);
    request({ hostname, port, method, path, headers }, (response) => {
      let text = "";
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    })
      .on("error", reject)
      .end();
  });

const FOREIGN = { origin: "https://evil.example" };

describe.each([true, false])("the control paths, with cors %s", (cors) => {
  let mock: MockServer;
  beforeAll(async () => void (mock = await startMockServer({ stateful: true, cors, allowedHosts: ["mock.test"] })));
  afterAll(() => mock.close());

  test.each(["GET /_mock", "GET /_mock/state", "GET /_mock/recent", "POST /_mock/reset", "DELETE /_mock/scenario"])(
    "%s takes nothing of a foreign page",
    async (line) => {
      await call(mock.url, "POST /api/v1/groups", { profile: { name: `Kept ${line}` } });
      const before = JSON.stringify(mock.state());
      const { host } = new URL(mock.url);
      for (const headers of [
        FOREIGN,
        { origin: "null" },
        { host: "evil.example" },
        { host: "evil.example", origin: "http://evil.example" },
        { host, "sec-fetch-site": "cross-site" },
      ]) {
        const reply = await send(mock.url, line, headers);
        expect([reply.status, JSON.parse(reply.text).errorCode]).toEqual([403, "E0000006"]);
        expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
      }
      expect(JSON.stringify(mock.state())).toBe(before);
    },
  );

  test("a browser that asks first is told nothing that would let it", async () => {
    const asked = { ...FOREIGN, "access-control-request-method": "PUT" };
    const { headers } = await send(mock.url, "OPTIONS /_mock/state", asked);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("the server's own page and names that are allowed may steer it", async () => {
    const { host, port } = new URL(mock.url);
    for (const headers of [
      { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" },
      { host: `localhost:${port}` },
      { host: `mock.test:${port}` },
      { host: `[::1]:${port}` },
    ]) {
      expect((await send(mock.url, "GET /_mock/calls", headers)).status).toBe(200);
    }
  });
});

test("the page shows calls, reasons and state, and nothing of it is markup", async () => {
  const mock = await startMockServer({ stateful: true });
  await call(mock.url, "POST /api/v1/users", { profile: { firstName: 1 } });
  await call(mock.url, "GET /api/v1/users/%3Cscript%3E<img>");
  const { host } = new URL(mock.url);
  const page = await send(mock.url, "GET /_mock", { host, accept: "text/html,*/*" });
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(page.text).toMatch(/POST<\/td><td><code>\/api\/v1\/users<\/code><\/td><td>400<\/td><td>E0000001 .*firstName/);
  expect(page.text).toMatch(/<code>\/api\/v1\/groups<\/code><\/td><td class="number">\d+</);
  expect(page.text).not.toMatch(/<(script|img)/);
  expect((await send(mock.url, "GET /_mock", { host })).headers["content-type"]).toBe("application/json");
  await mock.close();
});

describe("bodies that cannot be kept", () => {
  let mock: MockServer;
  beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
  afterAll(() => mock.close());
  const nested = (depth: number, [open, close] = ["[", "]"]) => open!.repeat(depth) + close!.repeat(depth);
  const post = (path: string, body: string, method = "POST") =>
    fetch(mock.url + path, {
      method,
      headers: { authorization: "SSWS any", "content-type": "application/json" },
      body,
    });

  test.each([120, 3_000, 100_000])("are refused at a depth of %d, and lists and state stay whole", async (depth) => {
    const profile = (value: string) =>
      `{"profile":{"login":"d${depth}@example.com","email":"d@example.com","firstName":"a","lastName":"b","custom":${value}}}`;
    for (const value of [nested(depth), nested(depth, ['{"a":', "}"]).replace(":}", ":1}")]) {
      const response = await post("/api/v1/users", profile(value));
      expect([response.status, ((await response.json()) as any).errorCode]).toEqual([400, "E0000001"]);
    }
    expect((await post("/_mock/state", nested(depth), "PUT")).status).toBe(400);
    expect((await post("/_mock/scenario", nested(depth), "PUT")).status).toBe(400);
    expect((await call(mock.url, "GET /api/v1/users?limit=200")).status).toBe(200);
    expect(JSON.stringify(mock.state()).length).toBeGreaterThan(0);
  });

  test("brackets in texts do not count", async () => {
    const name = `[[${"[".repeat(200)}\\"{{{`.slice(0, 120);
    expect((await call(mock.url, "POST /api/v1/groups", { profile: { name } })).status).toBe(200);
  });

  test.each(["toString", "valueOf", "toJSON"])(
    "a property that hides %s is refused wherever it stands",
    async (name) => {
      const hidden = { [name]: 1 };
      const profile = { login: "h@example.com", email: "h@example.com", firstName: "a", lastName: "b", x: [hidden] };
      const refusal = await post("/api/v1/users", JSON.stringify({ profile }));
      expect(refusal.status).toBe(400);
      expect(await refusal.text()).toContain(`body: a property named ${name}, which cannot be kept`);
      const state = JSON.parse(JSON.stringify(mock.state()).replace(/"id":"[^"]*"/, `"id":${JSON.stringify(hidden)}`));
      expect(() => mock.load(state)).toThrow(TypeError);
      expect((await post("/_mock/state", JSON.stringify(state), "PUT")).status).toBe(400);
    },
  );

  test("a state that holds itself, or is too deep, is refused", () => {
    const deep = JSON.parse(nested(5_000));
    const looped: Record<string, unknown> = {};
    looped["again"] = looped;
    for (const value of [deep, looped]) {
      const state = { ...mock.state(), single: { "/x": { value } } };
      expect(() => mock.load(state)).toThrow(TypeError);
    }
  });
});

test("a client that goes away in the middle of its body is no fault of the mock", async () => {
  const lines: string[] = [];
  const mock = await startMockServer({ stateful: true, log: (line) => lines.push(line) });
  try {
    const { hostname, port } = new URL(mock.url);
    const headers = { authorization: "SSWS any", "content-type": "application/json", "content-length": "1000" };
    await new Promise<void>((resolve) => {
      const sent = request({ hostname, port, method: "POST", path: "/api/v1/groups", headers });
      sent.on("error", () => resolve());
      sent.write('{"profile":', () => setTimeout(() => sent.destroy(new Error("gone")), 30));
    });
    expect((await call(mock.url, "GET /api/v1/groups")).status).toBe(200);
    expect(lines.filter((line) => line.includes("failed"))).toEqual([]);
  } finally {
    await mock.close();
  }
});
