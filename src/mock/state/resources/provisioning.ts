import type { Obj } from "../../../openapi/document.ts";
import { merge, objectIn, textAt, textsAt, without } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { APPS } from "../engine/paths.ts";
import type { Behaviour, Handler, InitialSingle, ResourceStore } from "../engine/resource-store.ts";
import { done, json } from "../engine/respond.ts";
import { objectBody } from "../engine/create-resource.ts";
import { ApiError, invalid } from "../http.ts";

/** How Okta provisions users in an app: the connection, and what it does over it. */

const CONNECTION = `${APPS}/{appId}/connections/default`;
const FEATURES = `${APPS}/{appId}/features`;

/** Apps of the catalog that take users, and how Okta authenticates there. */
const SCHEMES: Record<string, string> = {
  okta_org2org: "TOKEN",
  google: "OAUTH2",
  office365: "OAUTH2",
  salesforce: "TOKEN",
  slack: "OAUTH2",
  zscalerbyz: "TOKEN",
};

const schemeOf = (store: ResourceStore, appId: string) =>
  SCHEMES[String(store.get(APPS, appId)?.["name"])] ?? "UNKNOWN";

export const connection: InitialSingle = (store, { params }) => {
  const scheme = schemeOf(store, params["appId"]!);
  return scheme === "UNKNOWN"
    ? { status: "UNKNOWN", profile: { authScheme: "UNKNOWN" } }
    : { authScheme: scheme, status: "DISABLED" };
};

function shown(resource: Obj, path: string): Obj {
  if (resource["status"] === "UNKNOWN") return resource;
  const isOn = resource["status"] === "ENABLED";
  return {
    ...resource,
    _links: {
      ...(isOn
        ? { deactivate: link(`${path}/lifecycle/deactivate`, "POST") }
        : { activate: link(`${path}/lifecycle/activate`, "POST") }),
      self: link(path, "POST", "GET"),
    },
  };
}

const connectionOf = (store: ResourceStore, appId: string) => {
  const path = `${APPS}/${appId}/connections/default`;
  return { path, resource: store.single(store.routes.singles.get(CONNECTION)!, { path, params: { appId } }) };
};

const readConnection: Handler = ({ store, call, place }) => {
  const { path, resource } = connectionOf(store, place.params["appId"]!);
  return json(call, store, shown(resource, path));
};

const writeConnection: Handler = ({ store, call, place }) => {
  const { path } = connectionOf(store, place.params["appId"]!);
  const body = objectBody(call);
  const { token, ...sent } = objectIn(body, "profile");
  const profile = without(sent, "clientId");
  const scheme = textAt(profile, "authScheme") ?? "UNKNOWN";
  if (typeof token === "string") store.data.hiddenOf(path)["token"] = token;
  if (scheme === "TOKEN" && typeof token !== "string") {
    throw invalid("profile", ["profile.token: The field cannot be left blank"]);
  }
  const next: Obj =
    scheme === "UNKNOWN"
      ? { status: "UNKNOWN", profile }
      : {
          authScheme: scheme,
          status: call.query?.get("activate") === "true" ? "ENABLED" : "DISABLED",
          ...(body["baseUrl"] !== undefined && { baseUrl: body["baseUrl"] }),
          profile,
        };
  store.data.single.set(path, next);
  flagApp(store, place.params["appId"]!);
  return json(call, store, shown(next, path), call.operation.response("201") && scheme !== "UNKNOWN" ? 201 : 200);
};

const switchConnection =
  (status: "ENABLED" | "DISABLED"): Handler =>
  ({ store, call, place }) => {
    const { path, resource } = connectionOf(store, place.params["appId"]!);
    if (resource["status"] !== "UNKNOWN") {
      if (status === "ENABLED" && !resource["profile"]) {
        throw invalid("credential", ["Verification failed: Invalid URL. Not authorized."]);
      }
      store.data.single.set(path, { ...resource, status });
      flagApp(store, place.params["appId"]!);
    }
    return done(call, store);
  };

const lifecycle = (status: "ENABLED" | "DISABLED") => ({ lifecycleCreate: { status } });

const appFeatureSeeds = (): Obj[] => [
  {
    name: "USER_PROVISIONING",
    status: "DISABLED",
    description: "User provisioning settings from Okta to a downstream application",
    capabilities: {
      create: lifecycle("DISABLED"),
      update: {
        lifecycleDeactivate: { status: "DISABLED" },
        profile: { status: "DISABLED" },
        password: { status: "DISABLED", seed: "RANDOM", change: "KEEP_EXISTING" },
      },
    },
  },
  {
    name: "INBOUND_PROVISIONING",
    status: "DISABLED",
    description: "In-bound provisioning settings to import users from the app",
    capabilities: {
      importSettings: {
        username: { usernameFormat: "EMAIL" },
        schedule: { status: "DISABLED" },
      },
      importRules: {
        userCreateAndMatch: {
          exactMatchCriteria: "USERNAME",
          allowPartialMatch: false,
          autoActivateNewUsers: false,
          autoConfirmExactMatch: false,
          autoConfirmNewUsers: false,
          autoConfirmPartialMatch: false,
        },
      },
    },
  },
];

export const appFeatures: Behaviour = {
  initial: () => [],
  refresh(store, list) {
    const features = store.data.collection(list);
    if (features.size > 0 || !isProvisioned(store, list.split("/")[4]!)) return;
    for (const seed of appFeatureSeeds()) features.set(String(seed["name"]), seed);
  },
  links: (_, { path }) => ({ self: link(path, "GET", "PUT") }),
};

const isProvisioned = (store: ResourceStore, appId: string) =>
  connectionOf(store, appId).resource["status"] === "ENABLED";

/** @throws ApiError 400 for an app that takes no users, or takes none at present */
const featureList = (store: ResourceStore, appId: string) => {
  const list = `${APPS}/${appId}/features`;
  const features = store.list(store.collectionAt(FEATURES), list);
  if (features.size === 0 || !isProvisioned(store, appId)) throw invalid("feature", []);
  return { list, features };
};

/** What an app says of a capability that is on. */
const FLAGS: [flag: string, capability: string[]][] = [
  ["PUSH_NEW_USERS", ["create", "lifecycleCreate"]],
  ["PUSH_PROFILE_UPDATES", ["update", "profile"]],
  ["PUSH_USER_DEACTIVATION", ["update", "lifecycleDeactivate"]],
  ["PUSH_PASSWORD_UPDATES", ["update", "password"]],
  ["IMPORT_NEW_USERS", ["importSettings", "schedule"]],
];

/** Lists the capabilities that are on in the `features` of an app; flags of other kinds stay. */
function flagApp(store: ResourceStore, appId: string): void {
  const app = store.require(APPS, appId);
  const features = [...store.list(store.collectionAt(FEATURES), `${APPS}/${appId}/features`).values()];
  if (features.length === 0) return;
  const isOn = (capability: string[]) =>
    features.some((feature) => textAt(feature, "capabilities", ...capability, "status") === "ENABLED");
  const known = new Set(FLAGS.map(([flag]) => flag));
  const on = isProvisioned(store, appId) ? FLAGS.filter(([, capability]) => isOn(capability)) : [];
  const others = textsAt(app, "features").filter((flag) => !known.has(flag));
  store.put(APPS, appId, { ...app, features: [...others, ...on.map(([flag]) => flag)] });
}

const withLink = (feature: Obj, path: string): Obj => ({ ...feature, _links: { self: link(path, "GET", "PUT") } });

const listFeatures: Handler = ({ store, call, place }) => {
  const { list, features } = featureList(store, place.params["appId"]!);
  return json(
    call,
    store,
    [...features].map(([name, feature]) => withLink(feature, `${list}/${name}`)),
  );
};

const featureOf = (context: Parameters<Handler>[0]) => {
  const { store, call, place } = context;
  const { list } = featureList(store, place.params["appId"]!);
  const name = call.params["name"]!;
  return { list, name, feature: store.resource(store.collectionAt(FEATURES), { list, id: name }) };
};

const readFeature: Handler = (context) => {
  const { list, name, feature } = featureOf(context);
  return json(context.call, context.store, withLink(feature, `${list}/${name}`));
};

/** What a body leaves out stays; a feature is on when one of its capabilities is. */
const updateFeature: Handler = (context) => {
  const { store, call } = context;
  const { list, name, feature } = featureOf(context);
  const known = Object.keys(objectIn(feature, "capabilities"));
  if (!Object.keys(objectBody(call)).some((part) => known.includes(part))) throw new ApiError(400, "E0000003");
  const capabilities = merge(objectIn(structuredClone(feature), "capabilities"), objectBody(call));
  const status = /"status":"ENABLED"/.test(JSON.stringify(capabilities)) ? "ENABLED" : "DISABLED";
  const next = { ...feature, status, capabilities };
  store.put(list, name, next);
  flagApp(store, context.place.params["appId"]!);
  return json(call, store, withLink(next, `${list}/${name}`));
};

export const provisioningHandlers: Record<string, Handler> = {
  [`GET ${CONNECTION}`]: readConnection,
  [`POST ${CONNECTION}`]: writeConnection,
  [`POST ${CONNECTION}/lifecycle/activate`]: switchConnection("ENABLED"),
  [`POST ${CONNECTION}/lifecycle/deactivate`]: switchConnection("DISABLED"),
  [`GET ${FEATURES}`]: listFeatures,
  [`GET ${FEATURES}/{name}`]: readFeature,
  [`PUT ${FEATURES}/{name}`]: updateFeature,
};
