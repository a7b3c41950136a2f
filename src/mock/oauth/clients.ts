import { isObject, type Obj } from "../../openapi/document.ts";
import type { StatefulOrg } from "../state/org.ts";

/** A service app that may sign in. */
export interface ServiceClient {
  clientId: string;
  /** Its public keys as JWKs. */
  publicKeys: readonly object[];
  /** Scopes that it was granted; any without it. */
  scopes?: readonly string[] | undefined;
  /** Whether its tokens are bound to a key, so that it has to send proofs. @default false */
  dpop?: boolean | undefined;
}

const APPS = "/api/v1/apps";

/** The service apps of an org: those of the options, then those of the state. */
export class ServiceClients {
  readonly #listed: Map<string, ServiceClient>;
  readonly #org: StatefulOrg | undefined;

  constructor(listed: readonly ServiceClient[], org: StatefulOrg | undefined) {
    this.#listed = new Map(listed.map((client) => [client.clientId, client]));
    this.#org = org;
  }

  /** Whether it is known which clients there are; else any client is taken by what it says. */
  get areKnown(): boolean {
    return this.#org !== undefined || this.#listed.size > 0;
  }

  find(clientId: string): ServiceClient | undefined {
    return this.#listed.get(clientId) ?? this.#ofState(clientId);
  }

  #ofState(clientId: string): ServiceClient | undefined {
    if (!this.#org) return undefined;
    const { collections } = this.#org.save();
    const apps = collections[APPS] ?? {};
    const app = Object.hasOwn(apps, clientId) ? apps[clientId]! : undefined;
    if (app?.["status"] !== "ACTIVE") return undefined;
    const settings = inside(inside(app, "settings"), "oauthClient");
    const listed = inside(settings, "jwks")["keys"];
    const jwks = Object.values(collections[`${APPS}/${clientId}/credentials/jwks`] ?? {});
    const grants = Object.values(collections[`${APPS}/${clientId}/grants`] ?? {});
    return {
      clientId,
      publicKeys: [...(Array.isArray(listed) ? listed.filter(isObject) : []), ...jwks],
      scopes: grants.map(({ scopeId }) => String(scopeId)),
      dpop: settings["dpop_bound_access_tokens"] === true,
    };
  }
}

const inside = (value: Obj, name: string): Obj => (isObject(value[name]) ? value[name] : {});
