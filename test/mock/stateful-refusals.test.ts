import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../../src/mock/index.ts";
import { bodiesOf, exampleParams, operations } from "../support/document.ts";
import { CASES, type Org, orgOf } from "./refusal-cases/index.ts";

interface Declared {
  operation: string;
  code: string;
  status: number;
  when: string;
  summary?: string;
  causes?: string[];
}

const declared: Declared[] = operations.flatMap(({ method, url, definition }) =>
  ((definition["x-errors"] ?? []) as Omit<Declared, "operation">[]).map((error) => ({
    ...error,
    operation: `${method.toUpperCase()} ${url.replace("/api/v1", "")}`,
  })),
);

/** Cases that the mock does not bring about, by code or by what the document says of them, each with the reason. */
const UNMET: [what: RegExp, why: string][] = [
  [/as many|Maximum/, "limits of an org, whose numbers the document does not know"],
  [/E0000226|E0000219/, "the org needs no telephony hook, and no policy demands resistance to phishing"],
  [/E0000039|E0000076|E0000023|E0000112|E0000081|E0000075/, "no other system owns an attribute or a profile"],
  [/E0000109|E0000133|E0000118|E0000099/, "no message is sent"],
  [/subscriptions.*E0000006/, "the caller is no user of the org"],
  [/riskScore|E0000086|E0000167|E0000179/, "the org has every engine and feature"],
  [/languages?.*(custom languages|does not support)/, "every language is taken"],
  [/Okta Admin Console|own apps/, "no policy belongs to Okta's own apps alone"],
  [/DefaultExemptIpZone|zone is active/, "orgs let active zones go when this was tried, and have no exempt zone"],
  [/rule is a default rule that cannot be changed/, "the document does not say which"],
  [/deactivated profiles/, "the org lets deactivated profiles be edited"],
  [/lifecycle\/activate E0000157/, "there is no second authenticator of a key"],
  [/system (policy|rule)/, "a server has none that Okta made"],
  [/POST \/apps\/\{appId\}\/users E0000078/, "an attribute that can be set once is free in a new assignment"],
  [/group push mapping/, "no group is pushed"],
  [/token in `verify`/, "only the maker of a hardware token knows its codes"],
  [/E0000015|E0000100|E0000145/, "the org has every engine and product, and its search is always there"],
  [/users\/\{userId\} E0000117/, "who is deactivated has lost the assignment"],
  [/E0000040|PUT \/apps\/\{appId\} E0000143|E0000131/, "the document does not say for which ones"],
  [
    /E0000198|E0000188|`role` or `resource-set`/,
    "email domains, custom roles and slow changes are not among the operations",
  ],
  [
    /E0000136|E0000204|E0000150|E0000205|E0000151|E0000140|E0000138|E0000139|E0000074|E0000067/,
    "no message is sent, and no provider of factors is asked",
  ],
  [/roles\/.*GET|GET .*targets.* E0000091/, "Okta's own SDK reads the targets of any role"],
  [/notification\./, "every role gets every notification"],
  [/lifecycle\/activate E0000082/, "a factor that a code has activated is active"],
  [/E0000236|E0000237/, "every language is taken"],
  [/E0000239|E0000249|E0000268/, "requests are served one after another, and nothing is set up in the background"],
  [/E0000228|E0000247|E0000264/, "the org may send messages, and change their texts"],
  [/E0000230|E0000245|E0000248|E000025[0-2]|E0000262/, "identity providers and methods are not compared with policies"],
  [/E0000244|E0000255|E0000261/, "the state is consistent, and no app has versions"],
  [/E0000263/, "roles of every kind are refused as E0000090"],
];

let mock: MockServer;
let org: Org;
beforeAll(async () => {
  mock = await startMockServer({ stateful: true });
  org = orgOf(mock);
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const fits = (one: Declared, [operation, code, when]: (typeof CASES)[number]) =>
  one.operation === operation && one.code === code && one.when.includes(when);

/** What is not there by the last id of the path. */
const ABSENT = /role assignment with this id|does not have the app|neither `BILLING`|none with this id/;
const absent = declared.filter(({ code, when }) => code === "E0000007" && ABSENT.test(when));

test.each(absent)("$operation is refused where $when", async ({ operation, status, code }) => {
  const [method, url] = operation.split(" ") as [string, string];
  const found = operations.find((one) => one.url === `/api/v1${url}` && one.method === method.toLowerCase())!;
  const path = exampleParams(found).path as Record<string, string>;
  const last = url.includes("{roleId}") ? "roleId" : Object.keys(path).at(-1)!;
  const filled = url.replace(/\{(\w+)\}/g, (_, name: string) => (name === last ? "nothing" : path[name]!));
  const [body] = bodiesOf(found);
  const response = await org.ask(`${method} /api/v1${filled}`, body?.value);
  expect({ status: response.status, code: response.body.errorCode }).toEqual({ status, code });
});

test.each(CASES.map((one) => ({ one, name: `${one[0]} ${one[1]}: ${one[2]}` })))(
  "$name is refused as the document says",
  async ({ one }) => {
    const found = declared.filter((error) => fits(error, one));
    expect(found).toHaveLength(1);
    const { status, code, summary, causes } = found[0]!;
    const response = await one[3](org);
    mock.clock.reset();
    expect({ status: response.status, code: response.body?.errorCode }).toEqual({ status, code });
    // What is not found is named by the id that was asked for, and the document's is one of an example.
    if (summary && code !== "E0000007") expect(response.body.errorSummary).toBe(summary);
    if (causes) expect(response.body.errorCauses.map((cause: any) => cause.errorSummary)).toEqual(causes);
  },
);

const names = ([what]: (typeof UNMET)[number], { operation, code, when, summary = "" }: Declared) =>
  what.test(`${operation} ${code} ${when}`) || what.test(summary);
const uncovered = declared.filter((error) => !absent.includes(error) && !CASES.some((one) => fits(error, one)));

test("what an operation refuses is brought about here, or named with the reason", () => {
  const open = uncovered.filter((error) => !UNMET.some((unmet) => names(unmet, error)));
  expect(open.map(({ operation, code, when }) => `${operation} ${code} ${when}`)).toEqual([]);
});

test.each(UNMET)("%s names something that is not brought about", (what, why) => {
  expect(uncovered.some((error) => names([what, why], error))).toBe(true);
});
