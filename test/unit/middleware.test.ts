import createClient, { type Middleware } from "openapi-fetch";
import { describe, expect, test } from "vitest";
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
