import { isObject, type Obj } from "../../../openapi/document.ts";
import { ORDERED } from "../engine/filter-expression.ts";
import { done, json, present } from "../engine/respond.ts";
import { fill, objectAt, objectIn, textAt } from "../engine/fill.ts";
import { GROUPS, MEMBERS, ORG, pathOf, USER_TYPES, USERS } from "../engine/paths.ts";
import type { At, Behaviour, Change, Context, Handler, ResourceStore } from "../engine/resource-store.ts";
import { ApiError, invalid } from "../http.ts";
import { randomText } from "../../responses/ids.ts";
import { attributesOfSchema } from "./profile-schemas.ts";
import { faultsIn, loginFaults, refuseFaults } from "./profile-values.ts";
import { defaultUserType, schemaIdOf } from "./user-types.ts";
import { keepPassword, passwordFault, passwordIn } from "./passwords.ts";
import { changePassword, changeQuestion, forgotPassword, keepAnswer } from "./user-credentials.ts";
import { moveUserOf, userOf } from "./user-lifecycle.ts";
import { userLinks } from "./user-links.ts";

/** Attributes that every profile shows, `null` where nobody filled them in. */
const ALWAYS = ["firstName", "lastName", "mobilePhone", "secondEmail", "login", "email"];

/** Whether a body gives the user a password. */
function givesPassword(body: unknown): boolean {
  const credentials = isObject(body) ? body["credentials"] : undefined;
  const password = isObject(credentials) ? credentials["password"] : undefined;
  return isObject(password) && ["value", "hash", "hook"].some((name) => password[name] !== undefined);
}

/** A profile in Okta's order, without blank texts. */
function orderedProfile(profile: Obj): Obj {
  const { firstName = null, lastName = null, mobilePhone = null, secondEmail = null, login, email, ...rest } = profile;
  const all: Obj = { firstName, lastName, mobilePhone, ...rest, secondEmail, login, email };
  return Object.fromEntries(
    Object.entries(all)
      .map(([name, value]) => [name, value === "" ? null : value] as const)
      .filter(([name, value]) => value !== null || ALWAYS.includes(name)),
  );
}

function complete(user: Obj, change: Change): void {
  const { store, body, previous, id } = change;
  const seeded = previous === undefined && body === user;
  user["profile"] = orderedProfile(objectIn(user, "profile"));
  const hadPassword = seeded ? user["passwordChanged"] != null : store.data.passwords.has(id);
  const withPassword = givesPassword(body) || hadPassword;
  user["credentials"] = credentialsOf(user, previous, withPassword);
  user["type"] = isObject(user["type"])
    ? { id: store.requireId(USER_TYPES, String(user["type"]["id"])) }
    : (previous?.["type"] ?? { id: defaultUserType(store)["id"] });
  if (withPassword) store.data.passwords.add(id);
  if (givesPassword(body)) user["passwordChanged"] = store.now();
  if (previous || seeded) {
    fill(user, { activated: null, statusChanged: null, lastLogin: null, passwordChanged: null });
    if (givesPassword(body) && WAITS_FOR_PASSWORD.has(String(user["status"]))) {
      Object.assign(user, { status: "ACTIVE", statusChanged: store.now() });
    }
  } else {
    completeNew(user, change, withPassword);
  }
}

/** Statuses of users who can sign in as soon as they have a password; one that an administrator sets will do. */
const WAITS_FOR_PASSWORD = new Set(["PROVISIONED", "RECOVERY", "PASSWORD_EXPIRED"]);

/** The credentials as responses show them: those sent, else those there were. */
function credentialsOf(user: Obj, previous: Obj | undefined, withPassword: boolean): Obj {
  const email = textAt(user, "profile", "email");
  const sent = isObject(user["credentials"]) ? user["credentials"] : {};
  const before = isObject(previous?.["credentials"]) ? previous["credentials"] : {};
  const question = sent["recovery_question"] ?? before["recovery_question"];
  return {
    ...(withPassword && { password: {} }),
    emails: email === undefined ? [] : [{ value: email, status: "VERIFIED", type: "PRIMARY" }],
    ...(isObject(question) && { recovery_question: { question: question["question"] } }),
    provider: sent["provider"] ?? before["provider"] ?? { type: "OKTA", name: "OKTA" },
  };
}

function completeNew(user: Obj, { store, query }: Change, withPassword: boolean): void {
  const now = store.now();
  const active = query?.get("activate") !== "false";
  const signsIn = withPassword || textAt(user, "credentials", "provider", "type") !== "OKTA";
  user["status"] = statusAtCreation(active, signsIn, query);
  fill(user, {
    created: now,
    activated: active ? now : null,
    statusChanged: active ? now : null,
    lastLogin: null,
    lastUpdated: now,
    passwordChanged: null,
  });
}

function statusAtCreation(active: boolean, withPassword: boolean, query: URLSearchParams | undefined): string {
  if (!active) return "STAGED";
  if (!withPassword) return "PROVISIONED";
  return query?.get("nextLogin") === "changePassword" ? "PASSWORD_EXPIRED" : "ACTIVE";
}

/** Groups that a body puts a new user into. */
const groupIdsOf = ({ body, previous }: Change) =>
  !previous && Array.isArray(body["groupIds"]) ? body["groupIds"].map(String) : [];

/** Groups that a call can put a new user into, at most. */
const MOST_GROUPS = 20;

/** @throws ApiError 400 for a user who is to change a password that there is not, or that is of no use yet */
function checkNextLogin({ body, query }: Change): void {
  if (query?.get("nextLogin") !== "changePassword") return;
  if (query.get("activate") === "false") throw new ApiError(400, "E0000125");
  if (!givesPassword(body)) throw new ApiError(400, "E0000124");
}

/** @throws ApiError 400 for another type in a partial change */
function checkType({ body, previous, store, partial }: Change): void {
  const sent = textAt(body, "type", "id");
  if (partial && sent !== undefined && store.requireId(USER_TYPES, sent) !== textAt(previous, "type", "id")) {
    throw invalid("type", ["type: A partial change cannot change the type of a user. Replace the user."]);
  }
}

/** @throws ApiError 400 for a profile that lacks what every one has */
function checkNames(user: Obj): void {
  const lacking = ["login", "email"].find((name) => !textAt(user, "profile", name)?.trim());
  if (lacking !== undefined) throw invalid(lacking, [`${lacking}: The field cannot be left blank`]);
}

/** @throws ApiError 400 for a profile that does not fit the schema of the user's type */
function checkAttributes(user: Obj, { store, id, body }: Change): void {
  const type = textAt(user, "type", "id") ?? String(defaultUserType(store)["id"]);
  const schemaId = schemaIdOf(store.requireId(USER_TYPES, type));
  const attributes = attributesOfSchema(store, "/api/v1/meta/schemas/user/{schemaId}", { schemaId });
  const sent = objectAt(body, "profile");
  const profile = objectIn(user, "profile");
  const faults = faultsIn(sent, attributes);
  faults.push(...loginFaults(sent["login"], attributes.get("login")?.["pattern"]));
  for (const [name, attribute] of attributes) {
    const value = profile[name];
    // Orgs can do without the names, which Okta itself requires at first.
    const isNeeded = attribute["required"] === true && !OF_EVERY_ORG.has(name);
    if (isNeeded && (value === undefined || value === null)) faults.push(`${name}: The field cannot be left blank`);
    if (sent[name] != null && isUnique(attribute) && isTaken(store, id, name, value)) faults.push(`${name}: ${TAKEN}`);
  }
  refuseFaults(faults);
}

const OF_EVERY_ORG = new Set(["login", "email", "firstName", "lastName"]);
const TAKEN = "An object with this field already exists in the current organization";
const isUnique = ({ unique }: Obj) => unique === true || unique === "UNIQUE_VALIDATED";
const isTaken = (store: ResourceStore, id: string, name: string, value: unknown) =>
  [...store.data.collection(USERS)].some(([other, { profile }]) => {
    return other !== id && isObject(profile) && profile[name] === value;
  });

export const users: Behaviour = {
  prefix: "00u",
  unique: [["profile", "login"]],
  keeps: ["realmId"],
  retains: ["type", "credentials", "realmId", "profile"],
  check(user, change) {
    const groups = groupIdsOf(change);
    if (groups.length > MOST_GROUPS) throw new ApiError(400, "E0000093");
    if (change.previous) checkType(change);
    else checkNextLogin(change);
    checkNames(user);
    const fault = passwordFault(change.store, change.id, passwordIn(change.body));
    if (fault !== undefined) throw invalid("password", [`password: ${fault}`]);
    checkAttributes(user, change);
    const missing = groups.find((id) => change.store.get(GROUPS, id)?.["type"] !== "OKTA_GROUP");
    if (missing) throw invalid("groupIds", [`groupIds: There is no Okta group ${missing}`]);
  },
  complete,
  written(_, change) {
    if (givesPassword(change.body)) keepPassword(change, passwordIn(change.body));
    keepAnswer(change, change.body["credentials"]);
    for (const groupId of groupIdsOf(change)) {
      change.store.data.membersOf(pathOf(MEMBERS, groupId)).add(change.id);
    }
    change.store.onUserChange(change.id);
  },
  links: userLinks,
  show(user, _, { query, operation }) {
    const fields = operation.key === `GET ${USERS}` ? query?.get("fields") : undefined;
    if (fields) onlyFields(user, fields);
  },
  listed: (user) => user["status"] !== "DEPROVISIONED",
  goesBy(user, name) {
    const login = textAt(user, "profile", "login")?.toLowerCase() ?? "";
    return name === "me" || login === name.toLowerCase() || login.split("@")[0] === name.toLowerCase();
  },
  filter: {
    status: ["eq"],
    lastUpdated: ORDERED,
    id: ["eq"],
    ...Object.fromEntries(["login", "email", "firstName", "lastName"].map((name) => [`profile.${name}`, ["eq"]])),
  },
  search: { contain: ["profile.firstName", "profile.lastName", "profile.email", "profile.login"] },
  q: { in: ["profile.firstName", "profile.lastName", "profile.email"], most: 10 },
  parameters: { fields: true },
  checkQuery(query) {
    if (["search", "filter", "q"].filter((name) => query.get(name)).length > 1) throw new ApiError(400, "E0000033");
  },
  embeds: { classification: () => ({ classification: { type: "STANDARD" } }), blocks: () => ({ blocks: [] }) },
};

/** Leaves what `fields` names: `id,status,profile:(firstName,lastName)`. */
function onlyFields(user: Obj, fields: string): void {
  const wanted = new Map<string, string[] | undefined>();
  for (const [, name, inner] of fields.matchAll(/([\w.]+)(?::\(([^)]*)\))?/g)) {
    wanted.set(
      name!,
      inner?.split(",").map((part) => part.trim()),
    );
  }
  for (const name of Object.keys(user)) if (!wanted.has(name) && name !== "id" && name !== "_links") delete user[name];
  for (const [name, inner] of wanted) {
    const own = user[name];
    if (inner && isObject(own)) {
      user[name] = Object.fromEntries(inner.filter((part) => part in own).map((part) => [part, own[part]]));
    }
  }
}

/** Ends a user's access: nothing is left of groups, apps and password. */
function deactivate(at: At): void {
  const { store, id } = at;
  store.data.passwords.delete(id);
  keepPassword(at, undefined);
  store.unlist(USERS, id);
}

const collectionOf = ({ store }: Context) => store.collectionAt(USERS);

/** Moves a user along its life, with what follows from that. */
function move(context: Context, verb: string): { user: Obj; at: At } {
  const { store } = context;
  const { user, at } = moveUserOf(context, verb);
  if (verb === "deactivate") deactivate(at);
  if (verb === "unlock") delete store.data.hiddenOf(at.path)["wrongCodes"];
  if (verb === "reset_factors") store.data.collections.delete(`${at.path}/factors`);
  store.put(USERS, at.id, user);
  store.onUserChange(at.id);
  return { user, at };
}

const isMailed = ({ call }: Context, standard: boolean) =>
  (call.query?.get("sendEmail") ?? String(standard)) !== "false";

/** A lifecycle call whose response is empty, or a link that would else be mailed. */
const lifecycle =
  (verb: string, link?: (token: string) => Obj): Handler =>
  (context) => {
    move(context, verb);
    if (!link || isMailed(context, true)) return done(context.call, context.store);
    return json(context.call, context.store, link(randomText(20)));
  };

const activationLink = (token: string): Obj => ({
  activationUrl: `${ORG}/welcome/${token}`,
  activationToken: token,
});
const resetLink = (token: string): Obj => ({ resetPasswordUrl: `${ORG}/reset_password/${token}` });

const expirePassword: Handler = (context) => {
  const { user, at } = move(context, "expire_password");
  const { store, call } = context;
  if (call.query?.get("tempPassword") === "true") {
    const tempPassword = randomText(10);
    keepPassword(at, tempPassword);
    return json(call, store, { tempPassword });
  }
  return json(call, store, present(store, collectionOf(context), { list: USERS, id: at.id, resource: user }, call));
};

const remove: Handler = (context) => {
  const { user, at } = userOf(context);
  if (user["status"] !== "DEPROVISIONED") return lifecycle("deactivate")(context);
  context.store.remove(USERS, at.id);
  context.store.unlist(USERS, at.id);
  return done(context.call, context.store);
};

const endSessions: Handler = ({ store, call, place }) => {
  if (call.query?.get("oauthTokens") === "true") {
    for (const path of store.data.collections.keys()) {
      if (path.startsWith(`${USERS}/${place.params["userId"]!}/clients/`)) store.data.collections.delete(path);
    }
  }
  return done(call, store);
};

const USER = `POST ${USERS}/{userId}`;

export const userHandlers: Record<string, Handler> = {
  [`DELETE ${USERS}/{userId}`]: remove,
  [`DELETE ${USERS}/{userId}/sessions`]: endSessions,
  [`${USER}/lifecycle/activate`]: lifecycle("activate", activationLink),
  [`${USER}/lifecycle/reactivate`]: lifecycle("reactivate", activationLink),
  [`${USER}/lifecycle/deactivate`]: lifecycle("deactivate"),
  [`${USER}/lifecycle/suspend`]: lifecycle("suspend"),
  [`${USER}/lifecycle/unsuspend`]: lifecycle("unsuspend"),
  [`${USER}/lifecycle/unlock`]: lifecycle("unlock"),
  [`${USER}/lifecycle/reset_factors`]: lifecycle("reset_factors"),
  [`${USER}/lifecycle/reset_password`]: lifecycle("reset_password", resetLink),
  [`${USER}/lifecycle/expire_password`]: expirePassword,
  [`${USER}/credentials/forgot_password`]: forgotPassword(lifecycle("forgot_password", resetLink)),
  [`${USER}/credentials/change_password`]: changePassword,
  [`${USER}/credentials/change_recovery_question`]: changeQuestion,
};
