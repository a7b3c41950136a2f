import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { readExchanges } from "../../scripts/lib/replay.ts";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { call } from "./http.ts";
import { keysOf, type Recorded, replay } from "./recorded-replay.ts";
import { reread } from "./recorded-reread.ts";

const dir = join(root, "../shared/recordings");
const present = existsSync(dir);
if (!present) console.warn(`No recorded exchanges in ${dir}: the mock is not compared with them.`);

/**
 * Keys that Okta sent once and no longer does, or does only where an org has set something up, each with the reason.
 * Anything else that recordings have and the mock lacks fails the test.
 */
const PAST = new Map<RegExp, string>([
  [/settings\.extendedProperties/, "sent by Classic Engine in 2020, no longer in 2022"],
  [/definitions\.custom\.properties/, "attributes that the recorded org had declared"],
  [/_links\.helpDoc/, "the page of one feature"],
  [/translations\./, "languages of the recorded template"],
  [/profile\.(customGroupAttribute|displayName|nickName)/, "attributes that the recorded org had filled in"],
  [/credentials\.recovery_question/, "set for the recorded user"],
  [/^domains/, "the list has the example org's, which are verified"],
  [/stage\.state/, "of a beta feature"],
  [/appLinks\.admin/, "the console of the recorded org"],
  [/oauthClient\.refresh_token/, "of clients that may refresh"],
  [/^realmId/, "of an org with realms"],
  [/post_logout_redirect_uris/, "of clients that name a page for after the sign-out"],
  [/^credentials\.password/, "the recorded users of a list have passwords, not all of the mock's"],
]);

/** Links that show what can be done next. */
const STATE_LINKS = [
  "activate",
  "deactivate",
  "suspend",
  "unsuspend",
  "verify",
  "execute",
  "grant",
  "revoke",
  "extend",
];

describe.runIf(present)("sequences that were recorded", () => {
  let mock: MockServer;
  beforeAll(async () => void (mock = await startMockServer({ stateful: true })));
  afterAll(() => mock?.close());

  const files = present ? readdirSync(dir).filter((name) => name.endsWith(".ndjson")) : [];
  test.each(files)("%s: status, keys and links are those recorded", { timeout: 120_000 }, async (file) => {
    mock.reset();
    const exchanges = (readExchanges(join(dir, file)) as unknown as Recorded[]).filter(
      // What was made up for tests of an SDK is no recording of Okta.
      ({ response }) => response.status < 300 && !/test/i.test(String(response.body?.id ?? "")),
    );
    const differences: string[] = [];
    let compared = 0;
    let rereads = 0;
    for (const exchange of exchanges) {
      const { operation, response: recorded } = exchange;
      const response = await replay((request, body) => call(mock.url, request, body), exchange);
      if (!response) continue;
      compared += 1;
      if (Math.floor(response.status / 100) !== 2) {
        differences.push(`${operation} ${response.status}: ${response.text.slice(0, 300)}`);
        continue;
      }
      const lacks = missing(recorded.body, response.body, exchanges, operation);
      differences.push(
        ...lacks.map((key) => `${operation} lacks ${key}`),
        ...otherLinks(operation, recorded.body, response.body),
      );
      const again = await reread((request, body) => call(mock.url, request, body), exchange, response);
      if (!again) continue;
      rereads += 1;
      differences.push(
        ...again.differences,
        ...lackingOfKind(again, exchanges).map((key) => `${operation}, then ${again.operation} lacks ${key}`),
      );
    }
    expect([...new Set(differences)]).toEqual([]);
    expect(compared).toBeGreaterThan(exchanges.length * 0.7);
    const writes = exchanges.filter((one) => !one.operation.startsWith("GET")).length;
    if (writes > 3) expect(rereads).toBeGreaterThan(writes * 0.5);
  });
});

/**
 * Keys that were recorded and the mock lacks. The items of lists differ: of each kind, they need what every recorded
 * item of that kind has.
 */
function missing(recorded: any, own: any, exchanges: Recorded[], operation: string): string[] {
  if (!Array.isArray(recorded)) return lacking(keysOf(recorded), keysOf(own));
  if (!Array.isArray(own)) return ["its list"];
  const items: any[] = exchanges.filter((one) => one.operation === operation).flatMap(({ response }) => response.body);
  return own.flatMap((item) => {
    const [first, ...rest] = items.filter((one) => kindOf(one) === kindOf(item)).map((one) => keysOf(one));
    const always = [...(first ?? [])].filter((key) => rest.every((keys) => keys.has(key)));
    return lacking(new Set(always), keysOf(item));
  });
}

/** Keys that every recorded read of this kind of resource has, and a read of the mock lacks. */
function lackingOfKind({ operation, body }: { operation: string; body: any }, exchanges: Recorded[]): string[] {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [];
  const reads = exchanges.filter((one) => one.operation === operation).map(({ response }) => response.body);
  const [first, ...rest] = reads.filter((one) => one && kindOf(one) === kindOf(body)).map((one) => keysOf(one));
  return lacking(new Set([...(first ?? [])].filter((key) => rest.every((keys) => keys.has(key)))), keysOf(body));
}

/** What decides over the keys of a resource. */
const kindOf = (item: any) =>
  ["type", "status", "system", "signOnMode", "name", "key", "factorType", "valueType", "claimType", "id"]
    .map((name) =>
      name === "name" && !item.signOnMode ? "" : name === "id" && item.id !== "default" ? "" : item[name],
    )
    .join("|");

const lacking = (recorded: Set<string>, own: Set<string>) =>
  [...recorded].filter((key) => !own.has(key) && ![...PAST.keys()].some((past) => past.test(key)));

function otherLinks(operation: string, recorded: any, own: any): string[] {
  if (!recorded?._links || recorded.status !== own?.status) return [];
  const names = (body: any) => STATE_LINKS.filter((name) => body._links?.[name] !== undefined).join(", ");
  return names(recorded) === names(own) ? [] : [`${operation} links to ${names(own)}, recorded: ${names(recorded)}`];
}
