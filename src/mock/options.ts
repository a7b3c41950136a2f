import type { ApiDocument } from "../openapi/document.ts";
import type { ServiceClient } from "./oauth/clients.ts";
import { checkRoutes, type MockRoute } from "./server/routes.ts";
import type { Scenario } from "./server/scenario.ts";
import { checkScenario } from "./server/scenario-check.ts";
import type { SavedState } from "./state/store.ts";

/** Options of {@link startMockServer}. */
export interface MockServerOptions {
  /** Port; 0 for a free one. @default 0 */
  port?: number | undefined;
  /** Address to listen on. @default "127.0.0.1" */
  host?: string | undefined;
  /**
   * Names by which the server may be steered, such as the name of its container. Addresses, `localhost` and `host` may
   * always; calls of the API are taken under any name.
   */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Another OpenAPI 3.0 or 3.1 document than the package's own: the path or URL of a JSON or YAML file, or the parsed
   * document. It has to be in one piece.
   */
  document?: string | URL | ApiDocument | undefined;
  /** Further documents, for paths that the first one does not have. Their operations respond with examples. */
  extraDocuments?: readonly (string | URL | ApiDocument)[] | undefined;
  /** Paths of your own, with fixed responses or functions that make them. They go before all documents. */
  routes?: readonly MockRoute[] | undefined;
  /**
   * Service apps that may sign in at `/oauth2/v1/token`, beside those of the state. Without any and without state, every
   * client is taken by what it says.
   */
  serviceClients?: readonly ServiceClient[] | undefined;
  /** Generates responses from their schemas instead of taking the document's examples. @default false */
  dynamic?: boolean | undefined;
  /** Makes what is generated the same each time. */
  seed?: string | undefined;
  /**
   * Remembers what is created, changed and deleted. An object is a state to begin with, as `state()` gives it, instead
   * of the document's example org.
   *
   * @default false
   */
  stateful?: boolean | SavedState | undefined;
  /** Whether requests are checked against the document. @default true */
  validateRequests?: boolean | undefined;
  /** Responds with 500 when the mock's own response is not valid by the document, to find faults of it. @default false */
  errors?: boolean | undefined;
  /** Milliseconds before each response. @default 0 */
  delayMs?: number | undefined;
  /** Milliseconds from a change of a user or rule until the group rules see it; stateful only. @default 0 */
  groupRuleDelayMs?: number | undefined;
  /** Milliseconds from a change until `search` sees it; stateful only. @default 0 */
  searchLagMs?: number | undefined;
  /**
   * Whether resources can be created of a kind that the document does not know, such as a zone of another type; stateful
   * only.
   *
   * @default false
   */
  allowUnknownKinds?: boolean | undefined;
  /** Whether browsers may call the API from any origin. @default true */
  cors?: boolean | undefined;
  /** Calls that each rate-limit bucket allows in a minute; further ones get a 429. @default 1000000 */
  rateLimit?: number | undefined;
  /** How the run fails. */
  scenario?: Scenario | undefined;
  /** Called with one line for each call, without query, credential or body. */
  log?: ((line: string) => void) | undefined;
}

/** Options with their defaults. */
export interface Settings {
  port: number;
  host: string;
  allowedHosts: readonly string[];
  document: string | URL | ApiDocument | undefined;
  extraDocuments: readonly (string | URL | ApiDocument)[];
  routes: readonly MockRoute[];
  serviceClients: readonly ServiceClient[];
  dynamic: boolean;
  seed: string | undefined;
  stateful: boolean | SavedState;
  validateRequests: boolean;
  errors: boolean;
  delayMs: number;
  groupRuleDelayMs: number;
  searchLagMs: number;
  allowUnknownKinds: boolean;
  cors: boolean;
  rateLimit: number;
  scenario: Scenario | undefined;
  log: ((line: string) => void) | undefined;
}

const DEFAULTS: Settings = {
  port: 0,
  host: "127.0.0.1",
  allowedHosts: [],
  document: undefined,
  extraDocuments: [],
  routes: [],
  serviceClients: [],
  dynamic: false,
  seed: undefined,
  stateful: false,
  validateRequests: true,
  errors: false,
  delayMs: 0,
  groupRuleDelayMs: 0,
  searchLagMs: 0,
  allowUnknownKinds: false,
  cors: true,
  rateLimit: 1_000_000,
  scenario: undefined,
  log: undefined,
};

/** Fills in the defaults. @throws TypeError that names the option and what it takes */
export function settingsOf(options: MockServerOptions): Settings {
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(DEFAULTS, key));
  if (unknown)
    throw new TypeError(`startMockServer has no option "${unknown}". It has ${Object.keys(DEFAULTS).join(", ")}.`);
  const known = Object.entries(options).filter(([, value]) => value !== undefined);
  const settings = { ...DEFAULTS, ...Object.fromEntries(known) } as Settings;
  const { port, delayMs, rateLimit, scenario, routes, extraDocuments, allowedHosts, serviceClients } = settings;
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new TypeError("port is not a number from 0 to 65535.");
  if (!(delayMs >= 0 && delayMs <= 3_600_000)) throw new TypeError("delayMs is not from 0 to 3600000 milliseconds.");
  for (const name of ["groupRuleDelayMs", "searchLagMs"] as const) {
    const ms = settings[name];
    if (!(ms >= 0 && ms <= 86_400_000)) throw new TypeError(`${name} is not from 0 to 86400000 milliseconds.`);
  }
  if (!Number.isSafeInteger(rateLimit) || rateLimit < 1) throw new TypeError("rateLimit is not a whole number from 1.");
  for (const [name, list] of Object.entries({ extraDocuments, allowedHosts, serviceClients })) {
    if (!Array.isArray(list)) throw new TypeError(`${name} is not a list.`);
  }
  if (scenario) checkScenario(scenario);
  checkRoutes(routes);
  return settings;
}
