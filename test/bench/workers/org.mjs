// An org of many users: the same small user, and pages of 200 users of 2 KB each. Arguments: pages, latency in ms.
import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import process from "node:process";
import { setTimeout } from "node:timers";
import { URL } from "node:url";

const PAGE = 200;
const BYTES = 2000;
const [pages, latency] = process.argv.slice(2).map(Number);

const user = (i) => ({
  id: `00u${String(i).padStart(17, "0")}`,
  status: "ACTIVE",
  created: "2026-01-05T08:00:00.000Z",
  activated: "2026-01-05T08:00:01.000Z",
  statusChanged: "2026-01-05T08:00:01.000Z",
  lastLogin: "2026-11-02T16:31:09.000Z",
  lastUpdated: "2026-10-28T11:20:43.000Z",
  passwordChanged: "2026-01-05T08:04:55.000Z",
  type: { id: "otyfnjfba4ye7pgjB0g4" },
  profile: {
    login: `person.${i}@example.com`,
    email: `person.${i}@example.com`,
    firstName: "Ada",
    lastName: `Lovelace ${i}`,
    mobilePhone: null,
    secondEmail: null,
    department: "Analytical Engines",
  },
  credentials: {
    password: {},
    emails: [{ value: `person.${i}@example.com`, status: "VERIFIED", type: "PRIMARY" }],
    provider: { type: "OKTA", name: "OKTA" },
  },
  _links: { self: { href: `https://example.okta.com/api/v1/users/00u${String(i).padStart(17, "0")}` } },
});

/** Filled with profile attributes, as orgs that sync from a directory have them. */
function largeUser(i) {
  const made = user(i);
  for (let n = 0; JSON.stringify(made).length < BYTES - 40; n += 1) {
    made.profile[`attribute${n}`] = `value ${n} of person ${i}`;
  }
  return made;
}

const small = Buffer.from(JSON.stringify(user(1)));
const page = Buffer.from(JSON.stringify(Array.from({ length: PAGE }, (_, i) => largeUser(i))));
let requests = 0;

const server = createServer((request, response) => {
  requests += 1;
  const url = new URL(request.url, "http://org");
  const list = url.pathname === "/api/v1/users";
  const body = list ? page : small;
  const headers = [
    ["content-type", "application/json"],
    ["content-length", String(body.length)],
    ["x-okta-request-id", `reqBench${requests}`],
    ["x-rate-limit-limit", "10000000"],
    ["x-rate-limit-remaining", "9999999"],
    ["x-rate-limit-reset", String(Math.floor(Date.now() / 1000) + 60)],
    ["cache-control", "no-cache, no-store"],
    ["x-content-type-options", "nosniff"],
  ];
  if (list) {
    const after = Number(url.searchParams.get("after") ?? 1);
    const origin = `http://${request.headers.host}`;
    headers.push(["link", `<${origin}${request.url}>; rel="self"`]);
    if (after < pages) headers.push(["link", `<${origin}/api/v1/users?limit=${PAGE}&after=${after + 1}>; rel="next"`]);
  }
  const answer = () => {
    response.writeHead(200, headers.flat());
    response.end(body);
  };
  if (latency > 0) setTimeout(answer, latency);
  else answer();
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(
    `${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, page: page.length, small: small.length })}\n`,
  ),
);
