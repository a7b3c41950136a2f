/** What an editor shows of the packed types: hovers, signature help, completions and errors, by the language service. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { type EditedFile, editedFile } from "./language-service.ts";
import { packedConsumer } from "./packed.ts";

/** Places are marked by `⟦name⟧` before the word that is looked at. */
const SOURCE = `import { createOktaClient, unwrap, type Input, type User } from "okta-fetch";
import { getUser } from "okta-fetch/operations";
const okta = ⟦create⟧createOktaClient({ ⟦orgUrl⟧orgUrl: "https://example.okta.com", token: "x", ⟦retryOption⟧retry: { ⟦faults⟧faults: 2 } });
const params = { path: { userId: "me" } };
const ⟦user⟧user = await unwrap(okta.⟦GET⟧GET("/api/v1/users/{userId}", { ⟦params⟧params: { ⟦path⟧path: { ⟦userId⟧userId: "me" }, ⟦query⟧query: { ⟦expand⟧expand: "x" } }, ⟦timeout⟧timeout: 5, ⟦parseAs⟧parseAs: "json" }));
const ⟦result⟧result = await okta.GET("/api/v1/users/{userId}", { params });
result.⟦status⟧status; result.⟦ok⟧ok; result.⟦data⟧data; result.⟦error⟧error; result.⟦rateLimit⟧rateLimit; result.⟦requestId⟧requestId;
const { data: ⟦users⟧users } = await okta.GET("/api/v1/users", { params: { query: { ⟦search⟧search: "x" } } });
user.⟦profile⟧profile.⟦login⟧login; user.⟦userStatus⟧status; user.⟦credentials⟧credentials?.⟦provider⟧provider; user.⟦links⟧_links;
const ⟦app⟧app = await unwrap(okta.GET("/api/v1/apps/{appId}", { params: { path: { appId: "x" } } }));
if (app.signOnMode === "OPENID_CONNECT") { ⟦narrowed⟧app; app.⟦settings⟧settings?.⟦oauthClient⟧oauthClient?.⟦redirectUris⟧redirect_uris; }
const ⟦rule⟧rule = await unwrap(okta.GET("/api/v1/policies/{policyId}/rules/{ruleId}", { params: { path: { policyId: "x", ruleId: "y" } } }));
if (rule.type === "ACCESS_POLICY") { ⟦narrowedRule⟧rule; rule.⟦actions⟧actions?.⟦appSignOn⟧appSignOn; }
const ⟦factor⟧factor = await unwrap(okta.POST("/api/v1/users/{userId}/factors", { params, ⟦factorBody⟧body: { factorType: "token:software:totp", provider: "GOOGLE" } }));
if (factor.factorType === "token:software:totp") { factor.⟦embedded⟧_embedded?.⟦activation⟧activation; }
okta.⟦POST⟧POST("/api/v1/apps", { ⟦appBody⟧body: { name: "bookmark", label: "x", signOnMode: "BOOKMARK", settings: { app: { url: "x" } } } });
okta.⟦PUT⟧PUT("/api/v1/groups/{groupId}", { params: { path: { groupId: "x" } }, body: { ⟦groupProfile⟧profile: { name: "y" } } });
okta.⟦DELETE⟧DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId: "x" } } });
okta.⟦request⟧request("GET", "/api/v1/x", { ⟦genericQuery⟧query: {} });
for await (const ⟦item⟧item of okta.⟦paginate⟧paginate("/api/v1/users", { ⟦maxItems⟧maxItems: 3 })) item;
okta.⟦use⟧use; okta.⟦eject⟧eject;
const ⟦byName⟧byName = await ⟦getUser⟧getUser(okta, { params });
const input: ⟦input⟧Input<"Group"> = { profile: { name: "x" } };
export const all: ⟦userType⟧User[] = users ?? [];
`;
const places = new Map<string, number>();
let text = "";
for (const part of SOURCE.split(/(⟦\w+⟧)/)) {
  const [, name] = /^⟦(\w+)⟧$/.exec(part) ?? [];
  if (name) places.set(name, text.length);
  else text += part;
}

let dir: string;
let file: string;
let service: ts.LanguageService;
let edit: EditedFile["edit"];
let content = text;

beforeAll(() => {
  dir = packedConsumer();
  file = join(dir, "app.ts");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  };
  ({ service, edit } = editedFile(file, text, options));
});
afterAll(() => rmSync(dir, { recursive: true }));

const write = (more: string) => {
  content = text + more;
  edit(content);
};
const plain = (parts: ts.SymbolDisplayPart[] | undefined) => ts.displayPartsToString(parts);
const errors = () =>
  [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map((diagnostic) =>
    ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  );

test("the places compile", () => {
  write("");
  expect(errors()).toEqual([]);
});

/** What a hover holds; a place of which the second word is missing has no docs to show, as the variable has none. */
const HOVERS: Record<string, [shows: string, docs?: string]> = {
  create: ["(options?: OktaClientOptions): OktaClient", "Makes a client"],
  orgUrl: ["orgUrl?: string", "https://example.okta.com"],
  retryOption: ["RetryOptions", "is retried"],
  faults: ["RetryOptions.faults", "Retries after"],
  user: ["const user: User"],
  GET: ['init: GetUserInit & ParseOptions<"json">): Promise<Result<User>>', "Reads"],
  params: ["GetUserParams", "Parameters"],
  path: ["GetUserPath", "Path parameters"],
  userId: ["GetUserPath.userId: string", "The user by id, `00u…`, or by login"],
  query: ["GetUserQuery", "Query parameters"],
  expand: ["GetUserQuery.expand", " "],
  timeout: ["CallOptions.timeout", "Milliseconds"],
  parseAs: ["ParseOptions", "Reads the body"],
  result: ["const result: Result<User>"],
  status: ["FailureStatus", "HTTP status"],
  ok: ["ok: boolean", "Whether the call succeeded"],
  data: ["User | undefined", "What Okta returned"],
  error: ["OktaApiError | undefined", "Why the call failed"],
  rateLimit: ["RateLimit | undefined", "rate-limit bucket"],
  requestId: ["string | undefined", "id of the exchange"],
  users: ["users: User[] | undefined"],
  search: ["ListUsersQuery.search", " "],
  profile: ["User.profile: UserProfile", " "],
  login: ["UserProfile.login: string", " "],
  userStatus: ["User.status", " "],
  credentials: ["UserCredentials | null", " "],
  provider: ["UserProvider", " "],
  links: ["User._links", " "],
  app: ["const app: Application"],
  narrowed: ["const app: OpenIdConnectApplication"],
  settings: ["OpenIdConnectSettings", " "],
  oauthClient: ["OpenIdConnectClientSettings", " "],
  redirectUris: ["string[]", " "],
  rule: ["const rule: PolicyRule"],
  narrowedRule: ["const rule: AccessPolicyRule"],
  actions: ["AccessPolicyRuleActions", " "],
  appSignOn: ["AccessPolicyRuleApplicationSignOn", " "],
  factor: ["const factor: UserFactor"],
  factorBody: ["EnrollFactorInit.body: EnrollFactorRequest", " "],
  embedded: ["Embedded", " "],
  activation: ["FactorActivation", " "],
  POST: ["init: CreateApplicationInit", "Creates"],
  appBody: ["CreateApplicationInit.body: ApplicationRequest", " "],
  PUT: ["init: ReplaceGroupInit", "Replaces"],
  groupProfile: ["GroupRequest.profile: GroupProfileInput", " "],
  DELETE: ["Promise<Result<undefined>>", "Deletes"],
  request: ["init?: GenericInit): Promise<Result<unknown>>", "any path"],
  genericQuery: ["GenericInit.query", "Query parameters"],
  item: ["const item: User"],
  paginate: ["Paginator<User>", "any length"],
  maxItems: ["PageOptions.maxItems", "Ends after"],
  use: ["middleware: Middleware[]", "Adds middleware"],
  eject: ["middleware: Middleware[]", "middleware"],
  byName: ["const byName: Result<User>"],
  getUser: ["init: GetUserInit): Promise<Result<User>>", "Get a user"],
  input: ["type Input<Name extends keyof Schemas>", "request body"],
  userType: ["interface User", "person"],
};

test.each(Object.entries(HOVERS))("hovering %s", (name, [shows, docs]) => {
  write("");
  const info = service.getQuickInfoAtPosition(file, places.get(name)!);
  const display = plain(info?.displayParts);
  expect(display).toContain(shows);
  expect(display.length).toBeLessThanOrEqual(300);
  if (docs) expect(plain(info?.documentation)).toContain(docs);
});

test.each([
  ["okta.GET(", "GET(path: keyof GetPaths, init?: "],
  ["okta.paginate(", "paginate(path: keyof ListPaths, init?: "],
  [`okta.POST("/api/v1/groups", `, `init: AddGroupInit & ParseOptions<"json">): Promise<Result<Group>>`],
  ["getUser(", "getUser(okta: OktaClient, init: GetUserInit): Promise<Result<User>>"],
])("signature help of %s", (typing, shows) => {
  write(typing);
  const items = service.getSignatureHelpItems(file, content.length, {})!.items;
  expect(items).toHaveLength(1);
  const { prefixDisplayParts, parameters, suffixDisplayParts, documentation } = items[0]!;
  const signature =
    plain(prefixDisplayParts) + parameters.map((p) => plain(p.displayParts)).join(", ") + plain(suffixDisplayParts);
  expect(signature).toContain(shows);
  expect(signature.length).toBeLessThanOrEqual(300);
  expect(plain(documentation)).not.toBe("");
});

test.each<[typing: string, offers: string[], not: RegExp]>([
  [`okta.GET("`, ["/api/v1/users/{userId}", "/api/v1/apps"], /\{id\}|\{groupRuleId\}/],
  ["okta.", ["GET", "POST", "PUT", "DELETE", "paginate", "request"], /PATCH/],
  [`okta.GET("/api/v1/users/{userId}", { `, ["params", "timeout", "retry"], /body/],
  [`okta.POST("/api/v1/meta/types/user", { body: { `, ["name", "displayName"], /^(id|created|_links)$/],
  [`okta.POST("/api/v1/apps", { body: { `, ["label", "signOnMode"], /^(id|created|lastUpdated|status)$/],
])("completions at %s", (typing, offers, not) => {
  write(typing);
  const names = service.getCompletionsAtPosition(file, content.length, {})!.entries.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(offers));
  expect(names.filter((name) => not.test(name))).toEqual([]);
});

const user = `params: { path: { userId: "x" } }`;
test.each([
  [`okta.POST("/api/v1/meta/types/user", { body: { name: "a", displayName: "b", id: "oty1" } });`, "'id'"],
  [
    `okta.PUT("/api/v1/policies/{policyId}", { params: { path: { policyId: "x" } }, body: { id: "x", type: "PASSWORD", name: "n" } });`,
    "'id'",
  ],
  [`okta.POST("/api/v1/users", { body: { profil: { login: "y" } } });`, "'profile'"],
  [`okta.POST("/api/v1/groups", { body: { profile: { nam: "y" } } });`, "'name'"],
  [`okta.GET("/api/v1/user");`, "/api/v1/user"],
  [`okta.PUT("/api/v1/users");`, "/api/v1/users"],
  [`okta.GET("/api/v1/users/{userId}", {});`, "'params'"],
  [`okta.GET("/api/v1/users/{userId}", { params: { path: {} } });`, "'userId'"],
  [`okta.GET("/api/v1/users/{userId}", { params: { path: { id: "x" } } });`, "'id'"],
  [`okta.GET("/api/v1/groups", { params: { query: { lmit: 10 } } });`, "'limit'"],
  [`okta.GET("/api/v1/groups", { timeot: 5 });`, "'timeout'"],
  [`okta.POST("/api/v1/meta/types/user", { body: { name: "contractor" } });`, "'displayName'"],
  [`okta.POST("/api/v1/users/{userId}", { ${user}, body: 5 });`, "UpdateUserRequest"],
  [
    `okta.GET("/api/v1/groups/rules/{groupRuleId}", { params: { path: { groupRuleId: "x" } } });`,
    "/api/v1/groups/rules/{ruleId}",
  ],
  [
    `okta.POST("/api/v1/users/{id}/lifecycle/activate", { params: { path: { id: "x" } } });`,
    "/api/v1/users/{userId}/lifecycle/activate",
  ],
])("the error of %s", (mistake, names) => {
  write(mistake);
  const messages = errors();
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(names);
  expect(messages[0]!.split("\n").length).toBeLessThanOrEqual(5);
});

describe("docs", () => {
  const document = JSON.parse(readFileSync(join(root, "generated/openapi.json"), "utf8"));

  /** Described properties of a schema itself, by name. */
  const described = (schema: any): string[] =>
    [schema, ...(schema.allOf ?? [])].flatMap((part: any) =>
      Object.entries<any>(part.properties ?? {}).flatMap(([name, property]) => (property.description ? [name] : [])),
    );

  /** Whether only the direction carries it in which the schema is not used. */
  const oneWay = (schema: any, name: string): boolean =>
    [schema, ...(schema.allOf ?? [])].some((part: any) => {
      const property = part.properties?.[name];
      const { readOnly, writeOnly, $ref } = property ?? {};
      const target = $ref && document.components.schemas[$ref.split("/").at(-1)];
      return readOnly || writeOnly || target?.readOnly;
    });

  test("every described property of the document has its docs in the package", () => {
    write("");
    const program = service.getProgram()!;
    const checker = program.getTypeChecker();
    const models = join(dir, "node_modules/okta-fetch/dist/models.d.ts");
    expect(existsSync(models)).toBe(true);
    const types = new Map(
      checker
        .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(models)!)!)
        .map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)]),
    );
    const without: string[] = [];
    let count = 0;
    for (const [name, schema] of Object.entries<any>(document.components.schemas)) {
      for (const property of described(schema)) {
        const found = [types.get(name), types.get(`${name}Input`)].flatMap((type) => type?.getProperty(property) ?? []);
        if (found.length === 0 && oneWay(schema, property)) continue;
        count += 1;
        if (!found.some((symbol) => symbol.getDocumentationComment(checker).length > 0))
          without.push(`${name}.${property}`);
      }
    }
    expect(count).toBeGreaterThan(2000);
    expect(without).toEqual([]);
  });
});
