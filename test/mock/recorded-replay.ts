import { FIXTURES, oidcClient, person, site } from "./recorded-fixtures.ts";

export interface Recorded {
  operation: string;
  request: { method: string; path: string; query?: Record<string, string>; body?: any };
  response: { status: number; body?: any };
}

export type Send = (request: string, body?: unknown) => Promise<{ status: number; body: any; text: string }>;

/** Paths of the keys of a body; of a list, those of all of its items. */
export function keysOf(value: unknown, at = ""): Set<string> {
  const keys = new Set<string>();
  if (Array.isArray(value)) {
    for (const item of value) for (const key of keysOf(item, `${at}[]`)) keys.add(key);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const key = at === "" ? name : `${at}.${name}`;
      keys.add(key);
      for (const further of keysOf(inner, key)) keys.add(further);
    }
  }
  return keys;
}

/** What has to be done before a call, so that it finds the status that it was recorded in. */
const BEFORE: [pattern: RegExp, calls: string[]][] = [
  [/users\/\{userId\}\/lifecycle\/unsuspend$/, ["suspend"]],
  [/users\/\{userId\}\/lifecycle\/activate$/, ["deactivate"]],
  [/oktaSupport\/(extend|revoke)$/, []],
];
const OF_STATUS: Record<string, string> = {
  INACTIVE: "deactivate",
  SUSPENDED: "suspend",
  PASSWORD_EXPIRED: "expire_password",
  RECOVERY: "reset_password?sendEmail=false",
};

/** Sends one recorded request to a mock, with resources of its own in the place of the recorded ones. */
export async function replay(send: Send, exchange: Recorded) {
  const [method, template] = exchange.operation.split(" ") as [string, string];
  const { response } = exchange;
  const path = await pathFor(send, exchange, template);
  if (path === undefined) return undefined;
  for (const call of BEFORE.find(([pattern]) => pattern.test(template))?.[1] ?? []) {
    await send(`POST ${path.replace(/\/lifecycle\/.*$/, "")}/lifecycle/${call}`);
  }
  // Authenticators are in use as long as a policy enrolls them.
  if (/^\/api\/v1\/authenticators/.test(template)) await stopEnrollment(send);
  const verb = OF_STATUS[response.body?.status];
  if (verb !== undefined && template.endsWith("}") && method !== "DELETE") await send(`POST ${path}/lifecycle/${verb}`);
  if (method === "DELETE" && /secrets\/\{secretId\}$/.test(template)) await send(`POST ${path}/lifecycle/deactivate`);
  if (method === "DELETE" && FIXTURES[template.split(/[{}]/).at(-2) ?? ""])
    await send(`POST ${path}/lifecycle/deactivate`);
  if (response.body?.status === "unsubscribed") await send(`POST ${path}/unsubscribe`);
  if (/oktaSupport\/(extend|revoke)$/.test(template)) await send("POST /api/v1/org/privacy/oktaSupport/grant");
  const query = new URLSearchParams(await queryFor(send, exchange)).toString();
  const body = await bodyFor(send, exchange, template, path);
  return { ...(await send(`${method} ${path}${query && `?${query}`}`, body)), path };
}

async function stopEnrollment(send: Send): Promise<void> {
  const { body: policies } = await send("GET /api/v1/policies?type=MFA_ENROLL");
  for (const { id, system } of policies) if (!system) await send(`POST /api/v1/policies/${id}/lifecycle/deactivate`);
}

/** The path with ids of the mock; what it leads through is created, or found. */
async function pathFor(send: Send, exchange: Recorded, template: string): Promise<string | undefined> {
  const parts: string[] = [];
  const segments = template.split("/");
  const sent = exchange.request.path.split("/");
  for (const [i, segment] of segments.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      parts.push(segment);
      continue;
    }
    const last = !segments.slice(i + 1).some((one) => one.startsWith("{"));
    const id = await idFor(
      send,
      { name, list: parts.join("/"), template: segments.slice(0, i).join("/") },
      exchange,
      last,
    );
    const used = id ?? (LITERAL.test(name) ? decodeURIComponent(sent[i] ?? "") : undefined);
    if (used === undefined) return undefined;
    parts.push(encodeURIComponent(used));
  }
  return parts.join("/");
}

/** Parameters that are words, not ids. */
const LITERAL =
  /^(roleTypeOrRoleId|notificationType|contactType|templateName|appName|lifecycle|clientId|schemaId|name)$/;

async function idFor(
  send: Send,
  { name, list, template }: { name: string; list: string; template: string },
  { request, response }: Recorded,
  last: boolean,
): Promise<string | undefined> {
  if (name === "clientId") return (await send("POST /api/v1/apps", oidcClient())).body.id;
  if (LITERAL.test(name)) return name === "templateName" ? "UserActivation" : undefined;
  if (name === "mappingId") {
    const app = await send("POST /api/v1/apps", FIXTURES["appId"]!.body());
    return (await send(`GET /api/v1/mappings?sourceId=${app.body.id}`)).body[0].id;
  }
  if (name === "appId" && /connections/.test(request.path) && response.body?.authScheme) {
    return (await send("POST /api/v1/apps", { name: "okta_org2org", label: "Other org", signOnMode: "SAML_2_0" })).body
      .id;
  }
  if (/\/default(\/|$)/.test(request.path) && /schemas|domains/.test(template)) return "default";
  const body = last && response.body && !Array.isArray(response.body) ? response.body : undefined;
  const fixture = FIXTURES[name];
  // Rules and policies of other owners go by the same parameter.
  if (fixture && (template === fixture.path || /\/(users|groups)$/.test(template))) {
    const fits = template === fixture.path && body?.id !== undefined;
    const created = await send(
      `POST ${fixture.path}${body?.status === "STAGED" ? "?activate=false" : ""}`,
      fits && !fixture.own ? (fixture.unique ? { ...body, name: fixture.unique() } : body) : fixture.body(),
    );
    const id = created.body?.id;
    if (id !== undefined && template !== fixture.path && request.method !== "PUT") await assign(send, list, id);
    return id;
  }
  const nested = NESTED.find(([pattern]) => pattern.test(template));
  if (nested) {
    if (/secrets$/.test(template)) await send(`POST ${list}`, {});
    const created = await send(`POST ${list}${nested[2] ?? ""}`, body && !nested[3] ? body : nested[1]());
    return created.body?.id ?? created.body?.kid ?? created.body?.primary?.name;
  }
  const { body: found } = await send(`GET ${list}`);
  const items: any[] = Array.isArray(found) ? found : (found?.domains ?? []);
  const same = items.find((item) => body?.key !== undefined && item.key === body.key) ?? items[0];
  return same?.id ?? same?.kid ?? same?.name;
}

/** Makes a user or group one of the list that it is looked for in. */
async function assign(send: Send, list: string, id: string): Promise<void> {
  if (/\/apps\/[^/]+\/users$/.test(list)) await send(`POST ${list}`, { id, scope: "USER" });
  else if (/\/idps\/[^/]+\/users$/.test(list)) await send(`POST ${list}/${id}`, { externalId: "external" });
  else {
    // The last target of a role stays.
    const other =
      /targets\/groups$/.test(list) && (await send("POST /api/v1/groups", FIXTURES["groupId"]!.body())).body.id;
    if (other) await send(`PUT ${list}/${other}`);
    await send(`PUT ${list}/${id}`);
  }
}

/** Lists below another resource, with what makes an item: path after the list, and whether always so. */
const NESTED: [pattern: RegExp, body: () => unknown, path?: string, always?: boolean][] = [
  [/\/roles$/, () => ({ type: "USER_ADMIN" }), "", true],
  [/credentials\/secrets$/, () => ({}), "", true],
  [/\{(appId|idpId)\}\/credentials\/keys$/, () => undefined, "/generate?validityYears=2", true],
  [/credentials\/csrs$/, () => ({ subject: { commonName: "Replayed" } }), "", true],
  [/factors$/, () => ({ factorType: "sms", provider: "OKTA", profile: { phoneNumber: "+15555550100" } }), "", true],
  [/\/grants$/, () => ({ scopeId: "okta.users.read", issuer: "https://example.okta.com" }), "", true],
  [/claims$/, () => ({ name: "claim", claimType: "RESOURCE", valueType: "EXPRESSION", value: '"x"' })],
  [/scopes$/, () => ({ name: "scope:x" })],
  [
    /authServerId\}\/policies$/,
    () => ({
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: "Policy",
      description: "",
      priority: 1,
      conditions: { clients: { include: ["ALL_CLIENTS"] } },
    }),
  ],
  [
    /authServerId\}\/policies\/\{policyId\}\/rules$/,
    () => ({
      type: "RESOURCE_ACCESS",
      name: "Rule",
      priority: 1,
      conditions: {
        people: { groups: { include: ["EVERYONE"] } },
        grantTypes: { include: ["client_credentials"] },
        scopes: { include: ["*"] },
      },
    }),
  ],
  [
    /^\/api\/v1\/policies\/\{policyId\}\/rules$/,
    () => ({ type: "SIGN_ON", name: "Rule", actions: { signon: { access: "ALLOW" } } }),
  ],
  [/customizations$/, () => ({ language: "en", subject: "Subject", body: "Body" }), "", true],
  [
    /linkedObjects$/,
    () => ({
      primary: { name: "boss", title: "Boss", type: "USER" },
      associated: { name: "report", title: "Report", type: "USER" },
    }),
  ],
  [/idps\/credentials\/keys$/, () => undefined],
];

/** Another owner for a key that is cloned. */
async function queryFor(send: Send, { request }: Recorded): Promise<Record<string, string>> {
  const query = { ...request.query };
  delete query["after"];
  for (const [name, fixture] of [
    ["targetAid", "appId"],
    ["targetIdpId", "idpId"],
  ] as const) {
    if (query[name]) query[name] = (await send(`POST ${FIXTURES[fixture]!.path}`, FIXTURES[fixture]!.body())).body.id;
  }
  if (query["sourceId"] || query["targetId"]) return {};
  return query;
}

/** The recorded body, or one like the response where none was recorded. */
async function bodyFor(send: Send, { request, response }: Recorded, template: string, path: string): Promise<unknown> {
  const { method, body } = request;
  if (!["POST", "PUT"].includes(method)) return undefined;
  const like = response.body;
  if (/\/apps\/\{appId\}\/users$/.test(template)) {
    return { id: (await send("POST /api/v1/users", FIXTURES["userId"]!.body())).body.id, scope: "USER" };
  }
  if (/contacts\/\{contactType\}$/.test(template)) {
    return { userId: (await send("POST /api/v1/users", FIXTURES["userId"]!.body())).body.id };
  }
  if (/groups\/rules/.test(template) && !/lifecycle/.test(template)) {
    return {
      ...(body ?? like),
      name: FIXTURES["ruleId"]!.unique!(),
      actions: { assignUserToGroups: { groupIds: [] } },
    };
  }
  if (/keyRotate$/.test(template)) return { use: "sig" };
  // A user type keeps its name.
  if (/meta\/types\/user\/\{typeId\}$/.test(template)) {
    return { ...(body ?? like), name: (await send(`GET ${path}`)).body.name };
  }
  if (/^\/api\/v1\/policies(\/\{policyId\})?$/.test(template))
    return forGroupsOf(send, renamed(template, body ?? like));
  if (body !== undefined && body !== null) return renamed(template, body);
  if (
    /lifecycle|generate|clone|subscribe$|targets|\/groups\/\{groupId\}(\/users\/\{userId\})?$|privacy/.test(template)
  ) {
    return /groups\/\{groupId\}$/.test(template) && /^\/api\/v1\/groups/.test(template)
      ? renamed(template, like)
      : undefined;
  }
  if (/change_password$/.test(template))
    return { oldPassword: { value: "correct-horse-1" }, newPassword: { value: "correct-horse-2" } };
  if (/change_recovery_question$/.test(template)) {
    return { password: { value: "correct-horse-1" }, recovery_question: { question: "Which?", answer: "That one" } };
  }
  if (/csrs$/.test(template)) return { subject: { commonName: "Replayed" }, subjectAltNames: { dnsNames: ["a.test"] } };
  return like === undefined || like === null ? undefined : renamed(template, like);
}

/** A policy for a group that is there in the place of the recorded ones. */
async function forGroupsOf(send: Send, policy: any): Promise<unknown> {
  if (!policy.conditions?.people?.groups) return policy;
  const { id } = (await send("POST /api/v1/groups", FIXTURES["groupId"]!.body())).body;
  return { ...policy, conditions: { ...policy.conditions, people: { groups: { include: [id] } } } };
}

/** A body whose name is not taken yet. */
function renamed(template: string, body: any): unknown {
  if (/^\/api\/v1\/users(\/\{userId\})?$/.test(template)) {
    const rest = { ...body };
    delete rest.id;
    delete rest.type;
    return {
      ...rest,
      profile: { ...body.profile, ...person() },
      credentials: { password: { value: "correct-horse-1" } },
    };
  }
  if (/^\/api\/v1\/groups/.test(template) && body.profile?.name) {
    return { profile: { ...body.profile, name: FIXTURES["groupId"]!.unique!() } };
  }
  if (/^\/api\/v1\/(policies|meta\/types\/user|zones|inlineHooks)$/.test(template))
    return { ...body, name: FIXTURES["typeId"]!.unique!() };
  if (/^\/api\/v1\/trustedOrigins/.test(template)) return { ...body, name: site(), origin: site() };
  if (/domains$/.test(template))
    return { ...body, domain: `${FIXTURES["typeId"]!.unique!().replaceAll("_", "-")}.test.example.org` };
  return body;
}
