import { isObject, type Obj } from "../../../openapi/document.ts";
import { fill, textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { ACTOR, APPS, AUTHORIZATION_SERVERS, ORG, parentOf, USERS } from "../engine/paths.ts";
import type { At, Behaviour, Handler, ResourceStore } from "../engine/resource-store.ts";
import { done, json, listed, present } from "../engine/respond.ts";
import { addResource, objectBody } from "../engine/create-resource.ts";
import { invalid } from "../http.ts";

/** What apps and users have granted, and the refresh tokens that came of it. */

/** Links to an OAuth client, with its name. */
function clientLinks(store: ResourceStore, clientId: string): Obj {
  const app = store.clientApp(clientId);
  const title = app && { title: app["label"] };
  return {
    app: { ...link(`${APPS}/${app ? String(app["id"]) : clientId}`), ...title },
    client: { ...link(`/oauth2/v1/clients/${clientId}`), ...title },
  };
}

const scopeOf = (grant: Obj) => ({ scope: { id: grant["scopeId"] } });

/** Scopes of Okta's own API that an app was granted. */
export const appGrants: Behaviour = {
  prefix: "oag",
  complete(grant, { store, list, body }) {
    const app = store.get(APPS, parentOf(list).split("/").at(-1)!);
    const now = store.now();
    const issuer = textAt(body, "issuer");
    if (issuer !== undefined) grant["issuer"] = issuer;
    fill(grant, {
      status: "ACTIVE",
      created: now,
      createdBy: { id: ACTOR, type: "User" },
      lastUpdated: now,
      issuer: ORG,
      clientId: textAt(app, "credentials", "oauthClient", "client_id") ?? app?.["id"],
      source: "ADMIN",
    });
  },
  links: (grant, { store, path }) => {
    const { app, client } = clientLinks(store, String(grant["clientId"]));
    return { app, self: link(path, "GET", "DELETE"), client };
  },
  embeds: { scope: scopeOf },
};

/** A grant is made of the consent to a scope; giving it again changes nothing. */
const grantScope: Handler = ({ store, call, place }) => {
  const collection = store.collectionAt(`${APPS}/{appId}/grants`);
  const list = place.path;
  const scopeId = objectBody(call)["scopeId"];
  if (!/^okta\.\w[\w.]*$/.test(String(scopeId))) {
    throw invalid("scopeId", [`scopeId: There is no scope ${String(scopeId)} of Okta's API.`]);
  }
  const known = [...store.list(collection, list)].find(([, grant]) => grant["scopeId"] === scopeId);
  const { id, resource } = known
    ? { id: known[0], resource: known[1] }
    : addResource(store, collection, list, objectBody(call));
  const shown = present(store, collection, { list, id, resource }, call);
  return json(call, store, { ...shown, _embedded: scopeOf(resource) }, 200);
};

const userLinks = (grant: Obj, { store, path }: At): Obj => {
  const { app, client } = clientLinks(store, String(grant["clientId"]));
  const server = serverOf(store, String(grant["issuer"]));
  return {
    app,
    ...(server !== undefined && { authorizationServer: link(`${AUTHORIZATION_SERVERS}/${server}`) }),
    self: link(path, "GET", "DELETE"),
    client,
    user: link(`${USERS}/${String(grant["userId"])}`),
  };
};

const serverOf = (store: ResourceStore, issuer: string) =>
  [...store.data.collection(AUTHORIZATION_SERVERS)].find(([, server]) => server["issuer"] === issuer)?.[0];

/** Scopes that a user has let clients use. */
export const userGrants: Behaviour = {
  prefix: "oag",
  links: userLinks,
  embeds: { scope: scopeOf },
};

export const refreshTokens: Behaviour = {
  prefix: "oar",
  links: userLinks,
  embeds: {
    scope: (token) => ({
      scopes: (Array.isArray(token["scopes"]) ? token["scopes"] : []).map((name) => ({
        id: name,
        name,
        displayName: null,
        description: null,
      })),
    }),
    user: (token, { store }) => ({ user: store.get(USERS, String(token["userId"])) }),
  },
};

const grantsOf = (store: ResourceStore, userId: string) => {
  const list = `${USERS}/${userId}/grants`;
  return { list, grants: store.list(store.collectionAt(`${USERS}/{userId}/grants`), list) };
};

/** Ids of the clients that a user has granted something, or that hold a token of the user. */
function clientsOf(store: ResourceStore, userId: string): Set<string> {
  const ids = new Set([...grantsOf(store, userId).grants.values()].map((grant) => String(grant["clientId"])));
  const path = `${USERS}/${userId}/clients/`;
  for (const [list, tokens] of store.data.collections) {
    if (list.startsWith(path) && tokens.size > 0) ids.add(list.slice(path.length).split("/")[0]!);
  }
  return ids;
}

function clientOf(store: ResourceStore, clientId: string, links: Obj): Obj {
  const app = store.get(APPS, clientId);
  const settings = app?.["settings"];
  const client = isObject(settings) && isObject(settings["oauthClient"]) ? settings["oauthClient"] : {};
  return {
    client_id: clientId,
    client_name: app?.["label"] ?? null,
    client_uri: client["client_uri"] ?? null,
    logo_uri: client["logo_uri"] ?? null,
    _links: links,
  };
}

const listClients: Handler = ({ store, call, place }) => {
  const userId = place.params["userId"]!;
  const clients = [...clientsOf(store, userId)].map((id) => {
    const path = `${USERS}/${userId}/clients/${id}`;
    return clientOf(store, id, { grants: link(`${path}/grants`), tokens: link(`${path}/tokens`) });
  });
  return json(call, store, clients);
};

/** Clients that hold tokens of an authorization server. */
const listServerClients: Handler = ({ store, call, place }) => {
  const path = `${AUTHORIZATION_SERVERS}/${place.params["authServerId"]!}/clients/`;
  const ids = [...store.data.collections]
    .filter(([list, tokens]) => list.startsWith(path) && tokens.size > 0)
    .map(([list]) => list.slice(path.length).split("/")[0]!);
  return json(
    call,
    store,
    ids.map((id) => clientOf(store, id, { tokens: link(`${path}${id}/tokens`) })),
  );
};

const listClientGrants: Handler = ({ store, call, place }) => {
  const { userId, clientId } = place.params;
  const { list, grants } = grantsOf(store, userId!);
  const found = [...grants]
    .filter(([, grant]) => grant["clientId"] === clientId)
    .map(([id, resource]) => ({ list, id, resource }));
  return listed(call, store, store.collectionAt(`${USERS}/{userId}/grants`), found);
};

const revokeClientGrants: Handler = ({ store, call, place }) => {
  const { userId, clientId } = place.params;
  const { list, grants } = grantsOf(store, userId!);
  for (const [id, grant] of grants) if (grant["clientId"] === clientId) store.remove(list, id);
  return done(call, store);
};

export const grantHandlers: Record<string, Handler> = {
  [`POST ${APPS}/{appId}/grants`]: grantScope,
  [`GET ${USERS}/{userId}/clients`]: listClients,
  [`GET ${USERS}/{userId}/clients/{clientId}/grants`]: listClientGrants,
  [`DELETE ${USERS}/{userId}/clients/{clientId}/grants`]: revokeClientGrants,
  [`GET ${AUTHORIZATION_SERVERS}/{authServerId}/clients`]: listServerClients,
};
