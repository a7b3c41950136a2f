import { isObject, type Obj, type Schema } from "../../../openapi/document.ts";
import { fill, objectAt, objectIn, textAt, textsAt, without } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { ACTOR } from "../engine/paths.ts";
import type { Behaviour, Change, Context, Handler } from "../engine/resource-store.ts";
import { json, present } from "../engine/respond.ts";
import { checkKind } from "../engine/unknown-kinds.ts";
import { ApiError, invalid, type MockResponse } from "../http.ts";

/** Event hooks and inline hooks. Those on this machine are called; no call leaves it. */

const LOCAL = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const TIMEOUT = 3000;

const eventLinks = (hook: Obj, path: string, word: "verify" | "execute", target: string): Obj =>
  hook["status"] === "ACTIVE"
    ? {
        self: link(path),
        [word]: link(`${path}/${target}`, "POST"),
        deactivate: link(`${path}/lifecycle/deactivate`, "POST"),
      }
    : { activate: link(`${path}/lifecycle/activate`, "POST"), self: link(path), delete: link(path, "DELETE") };

/** @throws ApiError 400 for a hook that is in use */
const refuseActive = (subject: string, name: string) => (hook: Obj) => {
  if (hook["status"] === "ACTIVE") {
    throw invalid(subject, [`An active ${name} cannot be deleted. Deactivate it first.`]);
  }
};

/** Inline hooks of an org, at most. */
const MOST = 50;

/** @throws ApiError 400 for an address that Okta would not call: it calls by HTTPS, and the mock this machine by HTTP too */
function checkUri(hook: Obj): void {
  const uri = textAt(hook, "channel", "config", "uri") ?? "";
  const { protocol, hostname } = !/\s/.test(uri) && URL.canParse(uri) ? new URL(uri) : { protocol: "", hostname: "" };
  if (protocol === "https:" || (protocol === "http:" && LOCAL.test(hostname))) return;
  throw invalid("uri", ["channel.config.uri: Must be an https:// URL."]);
}

function completeChannel(hook: Obj): void {
  const config = objectIn(objectIn(hook, "channel"), "config");
  if (isObject(config["authScheme"])) {
    config["authScheme"] = without(config["authScheme"], "value");
  }
  fill(config, { headers: [], method: "POST" });
  fill(objectIn(hook, "channel"), { type: "HTTP", version: "1.0.0" });
}

/** @throws ApiError 400 for a type of events that there is not */
function checkEvents(hook: Obj, { store }: Change): void {
  if (store.allowUnknownKinds) return;
  const type: Schema = { $ref: "#/components/schemas/LogEventType" };
  const known = store.model.refs.resolve(type)["x-extensible-enum"];
  if (!Array.isArray(known)) return;
  const strange = textsAt(hook, "events", "items").find((item) => !known.includes(item));
  if (strange !== undefined) throw invalid("events", [`events.items: There are no events of the type ${strange}.`]);
}

function completeFilter(filter: Obj): void {
  if (!Array.isArray(filter["eventFilterMap"])) return;
  fill(filter, { type: "EXPRESSION_LANGUAGE" });
  for (const { condition } of filter["eventFilterMap"].filter(isObject)) {
    if (isObject(condition)) fill(condition, { version: null });
  }
}

export const eventHooks: Behaviour = {
  prefix: "who",
  retains: ["status", "verificationStatus"],
  check(hook, change) {
    checkUri(hook);
    checkEvents(hook, change);
  },
  complete(hook, { store }) {
    const now = store.now();
    completeChannel(hook);
    completeFilter(objectAt(hook, "events", "filter"));
    fill(hook, {
      status: "ACTIVE",
      verificationStatus: "UNVERIFIED",
      description: null,
      created: now,
      createdBy: ACTOR,
      lastUpdated: now,
    });
  },
  links: (hook, { path }) => eventLinks(hook, path, "verify", "lifecycle/verify"),
  remove: refuseActive("eventHook", "event hook"),
};

export const inlineHooks: Behaviour = {
  prefix: "cal",
  unique: [["name"]],
  keeps: ["status"],
  retains: ["status", "type", "version"],
  check(hook, change) {
    checkKind(hook, change, change.store.collectionAt("/api/v1/inlineHooks").schema, "type");
    checkUri(hook);
    if (!change.previous && change.store.data.collection(change.list).size >= MOST) {
      throw invalid("inlineHook", [`An org has ${MOST} inline hooks at most.`]);
    }
  },
  complete(hook, { store, previous }) {
    const now = store.now();
    completeChannel(hook);
    if (previous) hook["type"] = previous["type"];
    fill(hook, { status: "ACTIVE", version: "1.0.0", created: now, lastUpdated: now });
  },
  links: (hook, { path }) => eventLinks(hook, path, "execute", "execute"),
  remove: refuseActive("inlineHook", "inline hook"),
};

/** Calls the address of a hook. @returns its response; `undefined` when it is not on this machine */
async function callHook(hook: Obj, method: string, body: unknown, more: Record<string, string>) {
  const config = objectIn(objectIn(hook, "channel"), "config");
  const url = new URL(String(config["uri"]));
  if (!LOCAL.test(url.hostname)) return undefined;
  const headers = Array.isArray(config["headers"]) ? config["headers"].filter(isObject) : [];
  return fetch(url, {
    method,
    headers: {
      ...Object.fromEntries(headers.map(({ key, value }) => [String(key), String(value)])),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...more,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT),
    redirect: "error",
  });
}

const hookOf = ({ store, place }: Context, path: string, param: string) => {
  const collection = store.collectionAt(path);
  const id = place.params[param]!;
  return { collection, id, hook: store.resource(collection, { list: path, id }) };
};

/** Okta's own check: the address has to send back a challenge. */
const verify: Handler = async (context): Promise<MockResponse> => {
  const { store, call } = context;
  const { collection, id, hook } = hookOf(context, "/api/v1/eventHooks", "eventHookId");
  const challenge = crypto.randomUUID();
  try {
    const response = await callHook(hook, "GET", undefined, { "x-okta-verification-challenge": challenge });
    const body: unknown = response && (await response.json());
    if (!isObject(body) || body["verification"] !== challenge) throw new Error("The challenge did not come back.");
  } catch (error) {
    const uri = textAt(hook, "channel", "config", "uri") ?? "";
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid("verification", [`Verification of ${uri} failed: ${reason}`]);
  }
  const next = { ...hook, verificationStatus: "VERIFIED", lastUpdated: store.now() };
  store.put("/api/v1/eventHooks", id, next);
  return json(call, store, present(store, collection, { list: "/api/v1/eventHooks", id, resource: next }, call));
};

/** Sends the payload to the hook, and gives its response; without commands when it is not on this machine. */
const execute: Handler = async (context): Promise<MockResponse> => {
  const { store, call } = context;
  const { hook } = hookOf(context, "/api/v1/inlineHooks", "inlineHookId");
  if (hook["status"] !== "ACTIVE") throw invalid("inlineHook", ["An inactive inline hook cannot be executed."]);
  const eventType = textAt(call.body, "eventType");
  if (eventType !== undefined && eventType !== hook["type"]) {
    throw invalid("eventType", [`eventType: The hook is of the type ${String(hook["type"])}, not ${eventType}.`]);
  }
  let body: unknown;
  try {
    const response = await callHook(hook, "POST", call.body, {});
    if (response && !response.ok) throw new Error(`The service responded with ${response.status}.`);
    body = response && response.status !== 204 ? await response.json() : { commands: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError(400, "E0000135", undefined, [`The call of the hook failed: ${reason}`]);
  }
  if (isObject(body)) return json(call, store, body);
  throw invalid("response", ["The response of the hook is no JSON object."]);
};

export const hookHandlers: Record<string, Handler> = {
  "POST /api/v1/eventHooks/{eventHookId}/lifecycle/verify": verify,
  "POST /api/v1/inlineHooks/{inlineHookId}/execute": execute,
};
