import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call, links } from "./http.ts";

let mock: MockServer;
beforeAll(async () => void (mock = await startMockServer()));
afterAll(() => mock.close());

test("a list of examples comes in pages that follow one another and end", async () => {
  const { body: all, headers } = await call(mock.url, "GET /api/v1/groups");
  expect(all.length).toBeGreaterThan(1);
  expect(links(headers)).toEqual({ self: `${mock.url}/api/v1/groups` });
  const seen = [];
  for (let next: string | undefined = `${mock.url}/api/v1/groups?limit=1`; next;) {
    const page = await call("", `GET ${next}`);
    expect(page.body).toHaveLength(1);
    expect(links(page.headers)["self"]).toBe(next);
    seen.push(...page.body);
    next = links(page.headers)["next"];
    expect(seen.length).toBeLessThanOrEqual(all.length);
  }
  expect(seen).toEqual(all);
});

test("links lead to the host that the client named", async () => {
  const port = new URL(mock.url).port;
  const { body, headers } = await call(`http://localhost:${port}`, "GET /api/v1/groups?limit=1");
  expect(links(headers)["next"]).toMatch(`http://localhost:${port}/api/v1/groups?`);
  expect(body[0]._links.users.href).toMatch(`http://localhost:${port}/api/v1/groups/`);
});

test("a thing of the example org is found by its id", async () => {
  const { body } = await call(mock.url, "GET /api/v1/users/00u2turing0000000002");
  expect(body).toMatchObject({ id: "00u2turing0000000002", profile: { firstName: "Alan" } });
});

test("the answer to one variant is of that variant, whether or not there is an example of it", async () => {
  const bodies = {
    OPENID_CONNECT: {
      name: "oidc_client",
      credentials: { oauthClient: {} },
      settings: { oauthClient: { application_type: "service" } },
    },
    BOOKMARK: { name: "bookmark", settings: { app: { url: "https://example.com", requestIntegration: false } } },
    SAML_2_0: {},
  };
  for (const [signOnMode, more] of Object.entries(bodies)) {
    const { status, body } = await call(mock.url, "POST /api/v1/apps", { signOnMode, label: "Mine", ...more });
    expect([status, body.signOnMode, body.id.slice(0, 3)]).toEqual([200, signOnMode, "0oa"]);
  }
});

test("the answer is of the type that is accepted", async () => {
  const metadata = "GET /api/v1/apps/0oa1salesforce000001/sso/saml/metadata?kid=x";
  const { headers, text } = await call(mock.url, metadata, undefined, { accept: "application/xml" });
  expect(headers.get("content-type")).toMatch("application/xml");
  expect(text).toMatch(/^<\?xml|^</);
});

test("Prefer: code asks for a status, with the headers that belong to it, among other preferences", async () => {
  const { status, headers, body } = await call(mock.url, "GET /api/v1/users", undefined, {
    prefer: "respond-async, code=429",
  });
  expect([status, body.errorCode, headers.get("x-rate-limit-remaining")]).toEqual([429, "E0000047", "0"]);
  expect(Number(headers.get("x-rate-limit-reset")) * 1000).toBeGreaterThan(Date.parse(headers.get("date")!));
  for (const [code, errorCode] of [
    [403, "E0000006"],
    [404, "E0000007"],
    [503, "E0000009"],
  ]) {
    const refused = await call(mock.url, "GET /api/v1/users/nobody", undefined, { prefer: `code=${code}` });
    expect([refused.status, refused.body.errorCode]).toEqual([code, errorCode]);
  }
  expect((await call(mock.url, "GET /api/v1/users?__code=500")).status).toBe(500);
});

test("Prefer: code=400 needs no request that is valid", async () => {
  const { status, body } = await call(mock.url, "POST /api/v1/users", {}, { prefer: "code=403" });
  expect([status, body.errorCode]).toEqual([403, "E0000006"]);
});

test("Prefer: example asks for an example; an unknown one is refused with the names of those there are", async () => {
  const app = "GET /api/v1/apps/0oa1salesforce000001";
  const known = await call(mock.url, app, undefined, { prefer: "example=none" });
  expect(known.status).toBe(400);
  const [, names] = /There are: (.+)/.exec(known.body.errorCauses[0].errorSummary)!;
  const answers = await Promise.all(
    names!.split(", ").map((name) => call(mock.url, app, undefined, { prefer: `example="${name}"` })),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBeGreaterThan(1);
});

test("Prefer: example asks for the body of a declared error by its code", async () => {
  const membership = "PUT /api/v1/groups/00g1engineering00001/users/00u1lovelace00000001";
  const bodies = await Promise.all(
    ["code=404, example=E0000007-2", "code=501, example=E0000060", "code=403"].map((prefer) =>
      call(mock.url, membership, undefined, { prefer }),
    ),
  );
  expect(bodies.map(({ status, body }) => [status, body.errorSummary])).toEqual([
    [404, "Not found: Resource not found: 00u1lovelace00000001 (User)"],
    [501, "Unsupported operation."],
    [403, "You do not have permission to perform the requested action"],
  ]);
});

test("a preference that makes no sense is refused", async () => {
  for (const prefer of ["code=abc", "code=99", "code=999", "dynamic=maybe"]) {
    const { status, body } = await call(mock.url, "GET /api/v1/users", undefined, { prefer });
    expect([prefer, status, body.errorSummary]).toEqual([prefer, 400, "Api validation failed: Prefer"]);
  }
});

test("Prefer: dynamic generates an answer, the same one for a seed", async () => {
  const ask = (prefer: string) => call(mock.url, "GET /api/v1/users/any", undefined, { prefer });
  const [one, two, other] = [
    await ask("dynamic=true, seed=7"),
    await ask("dynamic=true, seed=7"),
    await ask("dynamic=true, seed=8"),
  ];
  expect(one.headers.get("x-mock-source")).toBe("generated");
  expect(one.body).toEqual(two.body);
  expect(one.body).not.toEqual(other.body);
  expect(Object.keys(one.body)).toEqual(expect.arrayContaining(["id", "status", "created", "profile"]));
});

test("a dynamic server generates, with a seed of its own", async () => {
  const dynamic = await startMockServer({ dynamic: true, seed: "org" });
  const [one, two] = [await call(dynamic.url, "GET /api/v1/users/a"), await call(dynamic.url, "GET /api/v1/users/a")];
  expect(one.headers.get("x-mock-source")).toBe("generated");
  expect(one.body).toEqual(two.body);
  const still = await call(dynamic.url, "GET /api/v1/users/a", undefined, { prefer: "dynamic=false" });
  expect(still.headers.get("x-mock-source")).toBe("example");
  await dynamic.close();
});

test("HEAD answers as GET, without the body", async () => {
  const { status, text, headers } = await call(mock.url, "HEAD /api/v1/users");
  expect([status, text, headers.get("content-type")]).toEqual([200, "", "application/json"]);
});
