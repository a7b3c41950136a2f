import { checkScenario, type Scenario } from "./server/scenario.ts";
import type { ApiDocument } from "../openapi/document.ts";
import type { SavedState } from "./state/store.ts";

/** Options of {@link startMockServer}. */
export interface MockServerOptions {
  /** Port; 0 for a free one. @default 0 */
  port?: number | undefined;
  /** Address to listen on. @default "127.0.0.1" */
  host?: string | undefined;
  /**
   * Another OpenAPI 3.0 or 3.1 document than the package's own: the path or URL of a JSON or YAML file, or the parsed
   * document. It has to be in one piece.
   */
  document?: string | URL | ApiDocument | undefined;
  /** Generates answers from their schemas instead of taking the document's examples. @default false */
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
  /** Answers 500 when the mock's own answer is not valid by the document, to find faults of the document. @default false */
  errors?: boolean | undefined;
  /** Milliseconds before each answer. @default 0 */
  delayMs?: number | undefined;
  /** Whether browsers may call from any origin. @default true */
  cors?: boolean | undefined;
  /** Calls that each rate-limit bucket allows in a minute; further ones get a 429. @default 1000000 */
  rateLimit?: number | undefined;
  /** How the run fails. */
  scenario?: Scenario | undefined;
  /** Is told of each answer, one line a call, without credentials or bodies. */
  log?: ((line: string) => void) | undefined;
}

export type Settings = Required<{
  [K in keyof MockServerOptions]: Exclude<MockServerOptions[K], undefined> | undefined;
}> & {
  port: number;
  host: string;
  dynamic: boolean;
  stateful: boolean | SavedState;
  validateRequests: boolean;
  errors: boolean;
  delayMs: number;
  cors: boolean;
  rateLimit: number;
};

const KNOWN: Record<keyof MockServerOptions, true> = {
  port: true,
  host: true,
  document: true,
  dynamic: true,
  seed: true,
  stateful: true,
  validateRequests: true,
  errors: true,
  delayMs: true,
  cors: true,
  rateLimit: true,
  scenario: true,
  log: true,
};

/** Fills in the defaults. @throws TypeError that names the option and what it takes */
export function settingsOf(options: MockServerOptions): Settings {
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(KNOWN, key));
  if (unknown)
    throw new TypeError(`startMockServer has no option "${unknown}". It has ${Object.keys(KNOWN).join(", ")}.`);
  const { port = 0, delayMs = 0, rateLimit = 1_000_000, scenario } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new TypeError("port is not a number from 0 to 65535.");
  if (!(delayMs >= 0 && delayMs <= 3_600_000)) throw new TypeError("delayMs is not from 0 to 3600000 milliseconds.");
  if (!Number.isSafeInteger(rateLimit) || rateLimit < 1) throw new TypeError("rateLimit is not a whole number from 1.");
  return {
    port,
    host: options.host ?? "127.0.0.1",
    document: options.document,
    dynamic: options.dynamic ?? false,
    seed: options.seed,
    stateful: options.stateful ?? false,
    validateRequests: options.validateRequests ?? true,
    errors: options.errors ?? false,
    delayMs,
    cors: options.cors ?? true,
    rateLimit,
    scenario: scenario && checkScenario(scenario),
    log: options.log,
  };
}
