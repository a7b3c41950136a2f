import type { TrafficEvent } from "./exchange.ts";

export interface ProxyOptions {
  /** Origin of the org, such as `https://example.okta.com`; nothing is forwarded to any other. */
  origin: string;
  /** @default 0, a free one */
  port?: number | undefined;
  /** @default "127.0.0.1" */
  host?: string | undefined;
  /** What paths of the API begin with; other calls are forwarded and not checked. */
  prefixes: readonly string[];
  /** Called for each call after its end. */
  onEvent(event: TrafficEvent): void;
  /** Called with a code such as `ECONNREFUSED` when the org cannot be reached, or what it sent cannot be passed on. */
  onFault?(code: string): void;
}
