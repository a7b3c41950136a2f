/** The recipe of the guide, run as it stands there. */
import { execFile } from "node:child_process";
import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { blocksOf } from "../support/guides.ts";
import { packedConsumer } from "./packed.ts";

const exec = promisify(execFile);
const tools = join(root, "test/package/opentelemetry");
let dir: string;

beforeAll(async () => {
  if (!existsSync(join(tools, "node_modules"))) await exec("npm", ["ci"], { cwd: tools });
  dir = packedConsumer();
  symlinkSync(join(tools, "node_modules/@opentelemetry"), join(dir, "node_modules/@opentelemetry"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const PROGRAM = `
import { trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createOktaClient } from "okta-fetch";
import { spans } from "./okta-spans.js";

const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();

const headers = { "x-okta-request-id": "req1" };
const responses = [new Response("", { status: 503 }), Response.json([], { headers }), Response.json({ errorCode: "E0000007" }, { status: 404, headers })];
const okta = createOktaClient({
  orgUrl: "https://example.okta.com",
  token: "00secret",
  retry: { baseDelay: 1 },
  onEvent: spans(),
  fetch: async () => {
    const next = responses.shift();
    if (!next) throw new TypeError("no connection");
    return next;
  },
});
await trace.getTracer("app").startActiveSpan("job", async (job) => {
  await okta.GET("/api/v1/groups");
  await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "nobody@example.com" } } });
  await okta.GET("/api/v1/apps", { retry: false }).catch(() => {});
  job.end();
});
console.log(JSON.stringify(exporter.getFinishedSpans().map((span) => ({
  name: span.name,
  below: span.parentSpanContext?.spanId,
  id: span.spanContext().spanId,
  attributes: span.attributes,
  events: span.events.map(({ name }) => name),
  status: span.status.code,
}))));
`;

test("a span for each call, below the one that is active, without ids or credentials", async () => {
  const [recipe] = blocksOf("logging-and-tracing").filter(({ code }) => code.startsWith("// okta-spans.js"));
  writeFileSync(join(dir, "okta-spans.js"), recipe!.code);
  writeFileSync(join(dir, "program.js"), PROGRAM);
  const { stdout } = await exec(process.execPath, ["program.js"], { cwd: dir });
  const [groups, user, apps, job] = JSON.parse(stdout);
  expect([groups.below, user.below, apps.below]).toEqual([job.id, job.id, job.id]);
  expect(groups).toMatchObject({ name: "GET /api/v1/groups", events: ["retry"], status: 0 });
  expect(groups.attributes).toEqual({
    "http.request.method": "GET",
    "url.template": "/api/v1/groups",
    "http.request.resend_count": 1,
    "http.response.status_code": 200,
    "okta.bucket": expect.any(String),
    "okta.request_id": "req1",
  });
  expect([user.name, user.attributes["http.response.status_code"], user.status]).toEqual([
    "GET /api/v1/users/{userId}",
    404,
    2,
  ]);
  expect([apps.events, apps.status]).toEqual([["exception"], 2]);
  expect(stdout).not.toMatch(/00secret|nobody@/);
});
