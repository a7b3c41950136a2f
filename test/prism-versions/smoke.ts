/** What the mock needs of Prism, once each; runs in the folder of a version, bundled with the mock. */
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { startMockServer } from "../../src/mock/index.ts";

const mock = await startMockServer({ document: process.argv[2]!, stateful: true });

async function call(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
  const headers = {
    authorization: "SSWS any",
    ...(body !== undefined && { "content-type": "application/json" }),
    ...more,
  };
  const response = await fetch(mock.url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, type: response.headers.get("content-type"), body: (await response.json()) as any };
}

assert.equal((await call("GET", "/api/v1/users?limit=2")).status, 200);
const began = performance.now();
const refused = await call("POST", "/api/v1/users", { profile: { firstName: 1 } });
const firstValidation = performance.now() - began;
assert.equal(refused.status, 400);
assert.equal(refused.body.errorCode, "E0000001");
assert.match(refused.body.errorCauses[0].errorSummary, /^profile\.firstName: must be string/);

const email = "edith@example.com";
const profile = { firstName: "Edith", lastName: "Clarke", email, login: email };
assert.equal((await call("POST", "/api/v1/users", { profile })).body.profile.login, email);
const app = await call("POST", "/api/v1/apps", {
  name: "bookmark",
  label: "Wiki",
  signOnMode: "BOOKMARK",
  settings: { app: { url: 5 } },
});
assert.equal(app.status, 400);
assert.match(JSON.stringify(app.body.errorCauses), /settings\.app\.url/);
assert.equal((await call("GET", "/api/v1/users?limit=many")).status, 400);

const seeded = { prefer: "dynamic=true, seed=1" };
const generated = await call("GET", "/api/v1/groups", undefined, seeded);
assert.equal(generated.status, 200);
assert.deepEqual((await call("GET", "/api/v1/groups", undefined, seeded)).body, generated.body);
const unknown = await call("GET", "/api/v1/users", undefined, { prefer: "example=none" });
assert.match(unknown.body.errorCauses[0].errorSummary, /^example: .*There are: /);
assert.equal((await call("GET", "/api/v1/users/me", undefined, { prefer: "code=403" })).body.errorCode, "E0000006");
await mock.close();

const strict = await startMockServer({ document: process.argv[2]!, errors: true });
const headers = { authorization: "SSWS any" };
for (const path of [
  "/api/v1/users",
  "/api/v1/apps",
  "/api/v1/policies?type=PASSWORD",
  "/api/v1/meta/schemas/user/default",
]) {
  const response = await fetch(strict.url + path, { headers });
  assert.equal(response.status, 200, `${path}: ${await response.text()}`);
}
const image = await fetch(`${strict.url}/api/v1/users`, { headers: { ...headers, accept: "image/png" } });
assert.equal(image.status, 400);
await strict.close();
console.log(`the first validated request took ${firstValidation.toFixed(0)} ms`);
