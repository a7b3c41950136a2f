import createClient, { type Middleware } from "openapi-fetch";
import { describe, expect, test, vi } from "vitest";
import { createOktaClient } from "../../src/index.ts";

const ORG = "https://example.okta.com";
const PATH = "/api/v1/users/{userId}";
const init = { params: { path: { userId: "a b" }, query: { fields: "id", expand: "blocks" } } };

type Script = (log: unknown[]) => Middleware[];
const named = (log: unknown[], name: string, more: Partial<Middleware> = {}): Middleware => ({
  onRequest({ request, schemaPath, params }) {
    log.push([name, "request", request.method, request.url, schemaPath, params.path, params.query]);
    request.headers.set(`x-${name}`, "1");
  },
  async onResponse({ response, request }) {
    log.push([name, "response", response.status, await response.clone().text(), request.headers.get(`x-${name}`)]);
  },
  ...more,
});
const answer = (text: string, status = 200) =>
  new Response(text, { status, headers: { "content-type": "application/json" } });

/** What middleware may do, each as openapi-fetch lets it. */
const scripts: Record<string, Script> = {
  "sees requests in order and answers in reverse": (log) => [named(log, "a"), named(log, "b")],
  "replaces the request": (log) => [
    named(log, "a"),
    { onRequest: ({ request }) => new Request(`${request.url}&more=1`, request) },
    named(log, "b"),
  ],
  "answers by itself": (log) => [named(log, "a"), { onRequest: () => answer('{"id":"own"}') }, named(log, "b")],
  "replaces the answer": (log) => [named(log, "a"), { onResponse: () => answer('{"id":"other"}') }, named(log, "b")],
  "turns a success into a failure": () => [{ onResponse: () => answer('{"errorCode":"E0000007"}', 404) }],
  throws: () => [
    {
      onRequest() {
        throw new Error("not today");
      },
    },
  ],
};
const failing: Record<string, Script> = {
  "answers in place of an error": (log) => [named(log, "a", { onError: () => answer('{"id":"saved"}') })],
  "replaces the error": (log) => [
    named(log, "a", { onError: ({ error }) => new Error(`seen: ${(error as Error).constructor.name !== ""}`) }),
  ],
};

async function outcome(client: any, fetched: unknown[], log: unknown[]) {
  const result = await client.GET(PATH, init).then(
    ({ data, error, response }: any) => [data, error?.errorCode, response.status],
    (error: Error) => error.message,
  );
  return { result, log, fetched };
}

async function both(script: Script, respond: () => Response) {
  const fetched: [string[], string[]] = [[], []];
  const logs: [unknown[], unknown[]] = [[], []];
  const ours: any = createOktaClient({
    orgUrl: ORG,
    token: "00x",
    retry: false,
    fetch: async (url) => (fetched[0].push(url), respond()),
  });
  const theirs = createClient<any>({
    baseUrl: ORG,
    fetch: async (request) => (fetched[1].push(request.url), respond()),
  });
  ours.use(...script(logs[0]));
  theirs.use(...script(logs[1]));
  return [await outcome(ours, fetched[0], logs[0]), await outcome(theirs, fetched[1], logs[1])];
}

describe("middleware, as in openapi-fetch,", () => {
  test.each(Object.entries(scripts))("%s", async (_, script) => {
    const [ours, theirs] = await both(script, () => answer('{"id":"00u1"}'));
    expect(ours).toEqual(theirs);
  });

  test.each(Object.entries(failing))("%s", async (_, script) => {
    const [ours, theirs] = await both(script, () => {
      throw new TypeError("fetch failed");
    });
    expect(ours).toEqual(theirs);
  });

  test("is refused when it could do nothing", () => {
    const okta = createOktaClient({ orgUrl: ORG, token: "00x" });
    expect(() => okta.use({} as Middleware)).toThrow("must be an object with one of");
  });
});

describe("a call with middleware", () => {
  /** A client that keeps what its platform is given. */
  function client(respond: () => Response | Promise<Response> = () => answer('{"id":"00u1"}')) {
    const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => respond());
    const okta = createOktaClient({ orgUrl: ORG, token: "00x", retry: false, fetch });
    const sent = () =>
      fetch.mock.calls.map(([url, init]) => {
        const own: RequestInit = { ...init };
        delete own.headers;
        delete own.signal;
        return { url, ...own };
      });
    return { okta, sent };
  }
  const seen = { onRequest: () => undefined };

  test("sends what it would send without", async () => {
    for (const middleware of [[], [seen]]) {
      const { okta, sent } = client();
      okta.use(...middleware);
      await okta.request("GET", "/x", { cache: "no-store", next: { tags: ["a"] } } as object);
      expect(sent()).toEqual([
        { url: `${ORG}/x`, method: "GET", redirect: "manual", cache: "no-store", next: { tags: ["a"] } },
      ]);
    }
  });

  test("has the settings that middleware changed, and no others", async () => {
    const { okta, sent } = client();
    okta.use({ onRequest: ({ request }) => new Request(request, { credentials: "omit", redirect: "error" }) });
    await okta.request("GET", "/x");
    expect(sent()).toEqual([{ url: `${ORG}/x`, method: "GET", redirect: "error", credentials: "omit" }]);
  });

  test.each([`https://evil.example/x`, `${ORG}.evil.example/x`])("is not sent to %s", async (url) => {
    const { okta, sent } = client();
    okta.use({ onRequest: ({ request }) => new Request(url, request) });
    await expect(okta.request("GET", "/x")).rejects.toThrow(
      "Middleware sent the call to another origin, where no header or body of it may go. Use the fetch option for that.",
    );
    expect(sent()).toEqual([]);
  });

  test("may have a response of another library in place of the platform's", async () => {
    const { okta } = client();
    const foreign = (status: number, body: string | null) => ({
      ...{ status, statusText: "Own", headers: new Headers({ "content-type": "text/plain", "x-own": "1" }), body },
      arrayBuffer: () => expect.unreachable(),
    });
    const own = [foreign(200, "text"), foreign(204, null), foreign(404, "gone")];
    okta.use({ onResponse: () => own.shift() as unknown as Response });
    const { data, response } = await okta.request("GET", "/x");
    expect([data, response.statusText, response.headers.get("x-own")]).toEqual(["text", "Own", "1"]);
    expect(await okta.request("GET", "/x")).toMatchObject({ ok: true, status: 204, data: undefined });
    expect(await okta.request("GET", "/x")).toMatchObject({ ok: false, status: 404, error: { body: "gone" } });
  });

  test.each([null, "text", {}, { status: 200 }, { status: 200, headers: new Headers() }])(
    "may have no %j for a response",
    async (result) => {
      const { okta } = client();
      okta.use({ onResponse: () => result as never });
      const outcome = await okta.request("GET", "/x").catch((error: unknown) => error);
      if (result === null) expect(outcome).toMatchObject({ data: { id: "00u1" } });
      else expect(outcome).toMatchObject({ message: expect.stringMatching(/onResponse/) });
    },
  );

  test.each([200, 204])("has an empty %d", async (status) => {
    const { okta } = client(() => new Response(status === 204 ? null : "", { status }));
    okta.use(seen);
    const { data, response } = await okta.request("GET", "/x");
    expect([data, response.status, response.body]).toEqual([undefined, status, null]);
  });

  test("is one without as soon as all of it is ejected", async () => {
    const log: string[] = [];
    const named = (name: string) => ({ onRequest: () => void log.push(name) });
    const [a, b] = [named("a"), named("b")];
    const { okta } = client();
    okta.use(a, undefined as never, b);
    await okta.request("GET", "/1");
    okta.eject(a, named("never used"));
    await okta.request("GET", "/2");
    okta.eject(b);
    await okta.request("GET", "/3");
    expect(log).toEqual(["a", "b", "b"]);
  });

  test("has the platform's own response without, and its bytes", async () => {
    const own = answer("abc");
    const { okta } = client(() => own);
    const { response, data } = await okta.request("GET", "/x", { parseAs: "arrayBuffer" } as object);
    expect(response).toBe(own);
    expect(new TextDecoder().decode(data as ArrayBuffer)).toBe("abc");
    const untyped = new Response(new Uint8Array([1]));
    const { okta: other } = client(() => untyped);
    expect(((await other.request("GET", "/x", { parseAs: "blob" } as object)).data as Blob).type).toBe("");
  });
});
