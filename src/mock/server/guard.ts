import { isIP } from "node:net";
import type { IncomingMessage } from "node:http";
import { ApiError } from "./errors.ts";

/** Splits `host:port`, `[::1]:port` or `host`; `undefined` for what is no host. */
const hostName = (host: string): string | undefined =>
  /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d+)?$/i.exec(host)?.slice(1).find(Boolean)?.toLowerCase();

/**
 * Keeps web pages of other origins off the paths that steer the server: a page can send requests to this machine, and
 * one whose name was made to resolve to this machine could read the responses too.
 */
export class Guard {
  readonly #names: Set<string>;

  /** @param names hosts by which the server may be called, beside `localhost` and addresses */
  constructor(names: readonly string[]) {
    this.#names = new Set(["localhost", ...names.map((name) => name.toLowerCase())]);
  }

  /** @throws ApiError 403 for a request that a foreign page could have caused */
  check({ headers }: IncomingMessage): void {
    if (!this.#isOwn(headers.host)) {
      throw forbidden(`The Host ${quoted(headers.host)} is not one of this server. Allow it with allowedHosts.`);
    }
    const { origin } = headers;
    if (origin !== undefined && origin !== `http://${headers.host}`) {
      throw forbidden(`Pages of ${quoted(origin)} may not steer this server.`);
    }
    const site = headers["sec-fetch-site"];
    if (site !== undefined && site !== "same-origin" && site !== "none") {
      throw forbidden("Pages of other origins may not steer this server.");
    }
  }

  #isOwn(host: string | undefined): boolean {
    const name = host === undefined ? undefined : hostName(host);
    // A page cannot have an address for its name, unless it comes from there.
    return name !== undefined && (this.#names.has(name) || isIP(name) !== 0);
  }
}

const forbidden = (why: string) => new ApiError(403, "E0000006", undefined, [why]);
const quoted = (text: string | undefined) => JSON.stringify((text ?? "").slice(0, 100));
