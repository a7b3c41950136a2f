import { isObject, type Obj } from "../../openapi/document.ts";
import type { Clock } from "../clock.ts";
import { ApiError, notFound } from "../server/errors.ts";
import type { MockRequest, MockRoute } from "../server/routes.ts";
import type { ServiceClients } from "./clients.ts";
import { serverMetadata } from "./metadata.ts";

/** Reads a path of the org's own API. @throws ApiError as the API does */
export type Read = (path: string, request: MockRequest) => Promise<unknown>;

const SERVERS = "/api/v1/authorizationServers";
const METADATA = ["openid-configuration", "oauth-authorization-server"];

/**
 * What an org offers beside its API: signing in as a service app, keys, and what it and its authorization servers say of
 * themselves. `jose` is loaded when something is signed or checked.
 */
export class OAuth {
  readonly #clients: ServiceClients;
  readonly #clock: Clock;
  readonly #read: Read;
  #parts: Promise<Awaited<ReturnType<typeof loadParts>>> | undefined;

  constructor(clients: ServiceClients, clock: Clock, read: Read) {
    this.#clients = clients;
    this.#clock = clock;
    this.#read = read;
  }

  get routes(): MockRoute[] {
    const get = (path: string, respond: (request: MockRequest) => Promise<Obj>): MockRoute => ({
      method: "GET",
      path,
      respond: async (request) => ({ body: await respond(request) }),
    });
    return [
      { method: "POST", path: "/oauth2/v1/token", respond: async (r) => (await this.#load()).endpoint.respond(r) },
      get("/oauth2/v1/keys", async () => ({ keys: [await (await this.#load()).tokens.publicJwk()] })),
      get("/oauth2/{authServerId}/v1/keys", (request) => this.#serverKeys(request)),
      get("/.well-known/okta-organization", (request) => this.#organization(request)),
      ...METADATA.flatMap((name) => [
        get(`/.well-known/${name}`, async ({ origin }) => serverMetadata(origin, "/oauth2", origin)),
        get(`/oauth2/{authServerId}/.well-known/${name}`, (request) => this.#serverMetadata(request)),
      ]),
    ];
  }

  /** The credential's token, if it was issued here, with the thumbprint of the proof that came with it. */
  async issued(scheme: string, token: string, check: { method: string; url: string; proof: unknown }) {
    if (!this.#parts) return undefined;
    const { tokens, checkProof } = await this.#parts;
    const found = await tokens.read(token);
    if (!found) return undefined;
    if (found.expired) throw new ApiError(401, "E0000011");
    if ((found.thumbprint === undefined) !== (scheme.toLowerCase() !== "dpop")) throw notBound();
    if (found.thumbprint !== undefined) {
      const { method, url, proof } = check;
      if (typeof proof !== "string") throw notBound();
      const checked = await checkProof(proof, { method, url, clock: this.#clock, accessToken: token }).catch(() => {
        throw notBound();
      });
      if (checked.thumbprint !== found.thumbprint) throw notBound();
    }
    return found;
  }

  #load() {
    return (this.#parts ??= loadParts(this.#clients, this.#clock));
  }

  async #organization(request: MockRequest): Promise<Obj> {
    const org = await this.#read("/api/v1/org", request);
    return {
      id: isObject(org) ? org["id"] : undefined,
      pipeline: "idx",
      settings: { analyticsCollectionEnabled: false, bugReportingEnabled: false, omEnabled: false },
      _links: { organization: { href: request.origin } },
    };
  }

  async #serverMetadata(request: MockRequest): Promise<Obj> {
    const { origin, params } = request;
    const id = params["authServerId"]!;
    const server = await this.#read(`${SERVERS}/${encodeURIComponent(id)}`, request);
    if (!isObject(server)) throw notFound(id, "AuthorizationServer");
    return serverMetadata(`${origin}/oauth2/${id}`, `/oauth2/${id}`, origin);
  }

  async #serverKeys(request: MockRequest): Promise<Obj> {
    const id = encodeURIComponent(request.params["authServerId"]!);
    const keys = await this.#read(`${SERVERS}/${id}/credentials/keys`, request);
    const shown = (Array.isArray(keys) ? keys.filter(isObject) : []).filter(({ status }) => status !== "EXPIRED");
    return { keys: shown.map((key) => pick(key, ["kty", "alg", "kid", "use", "e", "n"])) };
  }
}

const notBound = () =>
  new ApiError(401, "E0000011", undefined, ["The token is bound to a key; send it as DPoP with a proof by that key."], {
    "www-authenticate": 'DPoP error="invalid_dpop_proof"',
  });

async function loadParts(clients: ServiceClients, clock: Clock) {
  const [{ Tokens }, { TokenEndpoint }, { checkProof }] = await Promise.all([
    import("./tokens.ts"),
    import("./token-endpoint.ts"),
    import("./proof.ts"),
  ]);
  const tokens = new Tokens(clock);
  return { tokens, endpoint: new TokenEndpoint(clients, tokens, clock), checkProof };
}

const pick = (object: Obj, names: string[]): Obj =>
  Object.fromEntries(names.flatMap((name) => (name in object ? [[name, object[name]]] : [])));
