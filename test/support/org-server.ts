/**
 * An org that misbehaves on request, over real HTTP. What it does is set by each request's `x-scenario` header: JSON
 * with a `name` of the list below, an `id` that keeps runs apart, and the scenario's own settings. `GET /_log` with the
 * same header tells which requests came.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from "jose";

export interface Scenario {
  name: keyof typeof scenarios;
  id: string;
  [setting: string]: unknown;
}

export interface Logged {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds since the epoch. */
  at: number;
}

interface State extends Record<string, any> {
  log: Logged[];
  /** Requests so far, this one included. */
  count: number;
}

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  url: URL;
  body: string;
  state: State;
  set: Record<string, any>;
  origin: string;
}

const sendJson = (res: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}) =>
  res
    .writeHead(status, { "content-type": "application/json", "x-okta-request-id": "req1", ...headers })
    .end(JSON.stringify(value));

const oktaError = (res: ServerResponse, status: number, errorCode: string, errorSummary: string, headers = {}) =>
  sendJson(res, status, { errorCode, errorSummary, errorLink: errorCode, errorId: "oae1", errorCauses: [] }, headers);

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Fixed windows of whole seconds, as Okta has them, seen through a clock that may be wrong. */
function takeFromBucket({ state, set, url, req }: Exchange) {
  const { limit = 600, windowSeconds = 60, skewSeconds = 0, others = 0 } = set;
  const now = Date.now();
  const buckets = (state.buckets ??= {});
  const name = set.split ? `${req.method} ${url.pathname.split("/", 4).join("/")}` : "all";
  const window = Math.floor(now / 1000 / windowSeconds);
  let bucket = buckets[name];
  if (bucket?.window !== window) bucket = buckets[name] = { window, used: 0 };
  bucket.used += 1 + others; // each call of ours meets that many calls of somebody else
  return {
    refused: bucket.used > limit,
    headers: {
      ...(!set.noDate && { date: new Date(now + skewSeconds * 1000).toUTCString() }),
      "x-rate-limit-limit": String(limit),
      "x-rate-limit-remaining": String(Math.max(0, Math.floor(limit - bucket.used))),
      "x-rate-limit-reset": String((window + 1) * windowSeconds + skewSeconds),
    },
  };
}

/** Numbers from 0 to 1 that the same seed repeats (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What can go wrong with a request of `chaos`. */
const FAULTS: ((exchange: Exchange) => unknown)[] = [
  ({ req }) => req.socket.destroy(),
  ({ res }) => {
    res.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write("[{");
    setTimeout(() => res.destroy(), 1);
  },
  ({ res }) => res.writeHead(503, { "content-type": "text/html" }).end("<html>Bad gateway</html>"),
  ({ res }) => res.writeHead(502).end(),
  ({ res }) => oktaError(res, 500, "E0000009", "Internal Server Error"),
  ({ res }) => oktaError(res, 429, "E0000047", "Too many requests", { "retry-after": "0" }),
  ({ res }) => res.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
  // A link that leads back to the first page.
  ({ res, url, origin, set }) =>
    sendJson(
      res,
      200,
      Array.from({ length: Math.min(set.limit, set.total) }, (_, id) => ({ id })),
      { link: `<${origin}${url.pathname}?limit=${set.limit}>; rel="next"` },
    ),
];

const scenarios = {
  echo: ({ req, res, url, body }: Exchange) =>
    sendJson(res, 200, { method: req.method, url: url.pathname + url.search, headers: req.headers, body }),

  /**
   * `limit` calls in `windowSeconds`, the clock wrong by `skewSeconds`, `others` foreign calls for each of ours. `noDate`
   * leaves the clock out.
   */
  limited: async (exchange: Exchange) => {
    const { refused, headers } = takeFromBucket(exchange);
    exchange.res.sendDate = false;
    if (exchange.set.latency) await wait(exchange.set.latency);
    if (refused) {
      oktaError(exchange.res, 429, "E0000047", "API call exceeded rate limit due to too many requests.", headers);
    } else sendJson(exchange.res, 200, [], headers);
  },

  /** The first `times` requests get `status` (0: the connection breaks), then all is well. */
  flaky: ({ res, req, set, state }: Exchange) => {
    if (state.count > (set.times ?? 1)) return sendJson(res, 200, { id: "fine" });
    if (set.status === 0) return req.socket.destroy();
    if (set.status === 429) return oktaError(res, 429, "E0000047", "Too many", set.headers);
    return res.writeHead(set.status, { "content-type": "text/html", ...set.headers }).end("<html>Bad gateway</html>");
  },

  /** At most `most` requests at once, each `ms` long; more are refused as Okta's concurrency limit refuses them. */
  crowded: async ({ res, set, state }: Exchange) => {
    state.inFlight = (state.inFlight ?? 0) + 1;
    const refused = state.inFlight > set.most;
    await wait(refused ? 1 : set.ms);
    state.inFlight -= 1;
    const headers = (limit: number, remaining: number) => ({
      date: new Date().toUTCString(),
      "x-rate-limit-limit": String(limit),
      "x-rate-limit-remaining": String(remaining),
      "x-rate-limit-reset": String(Math.floor(Date.now() / 1000) + 30),
    });
    if (refused) return oktaError(res, 429, "E0000047", "Too many concurrent requests in flight", headers(0, 0));
    sendJson(res, 200, [], headers(600, 500));
  },

  /**
   * `total` items in pages of `limit`, with faults by chance: a broken connection, a body that breaks off, errors of
   * gateways and of Okta's own, refusals, links that lead back. `rate` is the part of requests that fail, `seed` what
   * chance begins with. Every POST is kept as carried out before it may fail.
   */
  chaos: async (exchange: Exchange) => {
    const { req, res, set, state, body } = exchange;
    state.chance ??= chanceOf(set.seed);
    if (req.method === "POST") (state.carriedOut ??= []).push(body);
    if (req.url === "/carried-out") return sendJson(res, 200, state.carriedOut ?? []);
    if (state.chance() < set.rate) return FAULTS[Math.floor(state.chance() * FAULTS.length)]!(exchange);
    if (req.method === "POST") return sendJson(res, 200, { body });
    return scenarios.pages(exchange);
  },

  /** The first request fails with `status` (0: the connection breaks) although it is carried out: the rest find nothing. */
  deleted: ({ req, res, set, state }: Exchange) => {
    if (state.count > 1) return oktaError(res, 404, "E0000007", "Not found");
    if (set.status === 0) return req.socket.destroy();
    return res.writeHead(set.status, { "content-type": "text/html" }).end("<html>Gateway timeout</html>");
  },

  /** The first request fails, all others take `ms`. */
  flakyThenSlow: async ({ res, set, state }: Exchange) => {
    if (state.count === 1) return void res.writeHead(set.status, { "content-type": "text/html" }).end("<html>");
    await wait(set.ms);
    sendJson(res, 200, { id: "late" });
  },

  /** The first `times` bodies break off in the middle. */
  brokenBody: ({ res, state, set }: Exchange) => {
    if (state.count > (set.times ?? 1)) return sendJson(res, 200, { id: "fine" });
    res.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    res.write('{"id":');
    setTimeout(() => res.destroy(), 20);
  },

  slowHeaders: async ({ res, set }: Exchange) => {
    await wait(set.ms);
    sendJson(res, 200, { id: "late" });
  },

  slowBody: async ({ res, set }: Exchange) => {
    res.writeHead(200, { "content-type": "application/json" });
    res.write('{"id":');
    await wait(set.ms);
    res.end('"late"}');
  },

  /** One answer as it is given. */
  fixed: ({ res, set }: Exchange) => res.writeHead(set.status ?? 200, set.headers ?? {}).end(set.body ?? ""),

  /** Refuses one method with 403 and takes all others. */
  refusing: ({ req, res, set }: Exchange) =>
    req.method === set.refuse ? oktaError(res, 403, "E0000006", "You do not have permission") : sendJson(res, 200, {}),

  redirect: ({ res, set }: Exchange) => res.writeHead(302, { location: set.location }).end(),

  /**
   * `total` items in pages of `limit`. `linkHost` replaces the host of links, `emptyAt` is the number of a page that is
   * empty, `repeatAt` one whose link leads to itself, `backAt` to the one before, `endless` never lacks a link, `failAt`
   * one that fails once. `linkParameters` stand before the `rel` of links.
   */
  pages: ({ res, url, set, state, origin, req }: Exchange) => {
    const limit = Number(url.searchParams.get("limit") ?? 200);
    const from = Number(url.searchParams.get("after") ?? 0);
    const page = set.endless ? state.count - 1 : Math.floor(from / limit);
    if (set.expireAt === page && !state.expired) {
      state.expired = req.headers.authorization;
      return oktaError(res, 401, "E0000011", "Invalid token provided");
    }
    if (set.failAt === page && !state.failed) {
      state.failed = true;
      return req.socket.destroy();
    }
    const gap = (set.emptyAt ?? Infinity) <= page ? limit : 0;
    const end = Math.min(from + limit, set.total + gap);
    const items =
      page === set.emptyAt
        ? []
        : Array.from({ length: end - from }, (_, i) => ({ id: from + i - (page > set.emptyAt ? limit : 0) }));
    const next = new URL(url);
    next.searchParams.set("after", String(page === set.repeatAt ? from : set.endless ? page + 1 : end));
    for (const name of set.forget ?? []) next.searchParams.delete(name);
    if (page === set.backAt) next.searchParams.set("after", String(from - limit));
    const host = set.linkHost ?? origin;
    const links = [`<${host}${url.pathname}${url.search}>; rel="self"`];
    if (end < set.total + gap || set.endless || page === set.repeatAt) {
      links.push(`<${host}${next.pathname}${next.search}>${set.linkParameters ?? ""}; rel="next"`);
    }
    res.setHeader("access-control-expose-headers", "link");
    res.writeHead(200, { "content-type": "application/json", link: links });
    res.end(JSON.stringify(items));
  },

  /** A log that grows: `script` lists how many new events each request finds, `failures` the status of those that fail. */
  log: ({ req, res, url, set, state, origin }: Exchange) => {
    const status = (set.failures as Record<number, number> | undefined)?.[state.count];
    if (status === 0) return req.socket.destroy();
    if (status !== undefined) return oktaError(res, status, "E0000009", "Internal Server Error");
    const from = Number(url.searchParams.get("after") ?? 0);
    state.published = Math.max(state.published ?? 0, from) + ((set.script as number[])[state.count - 1] ?? 0);
    const end = Math.min(from + Number(url.searchParams.get("limit")), state.published);
    const events = Array.from({ length: end - from }, (_, i) => ({ uuid: `event-${from + i}` }));
    const next = new URL(url);
    next.searchParams.delete("since");
    next.searchParams.set("after", String(end));
    sendJson(res, 200, events, { link: `<${origin}${next.pathname}${next.search}>; rel="next"` });
  },

  /**
   * A token endpoint and an API that takes its tokens. `dpop` demands proofs of possession with a nonce that changes
   * every `rotate` requests, `expiresIn` is the life of a token in seconds. The first `tokenFaults` token requests break;
   * `tokenResponse` is what all get.
   */
  oauth: async ({ req, res, url, body, state, set, origin }: Exchange) => {
    const tokens = (state.tokens ??= new Map<string, { until: number; thumbprint?: string }>());
    const nonce = `nonce-${Math.floor(state.count / (set.rotate ?? 1000))}`;
    const nonceHeader: Record<string, string> = set.dpop ? { "dpop-nonce": nonce } : {};
    const checkProof = async (accessToken?: string) => {
      const proof = String(req.headers["dpop"] ?? "");
      const { jwk } = decodeProtectedHeader(proof);
      const { payload } = await jwtVerify(proof, await importJWK(jwk!, "ES256"));
      if (payload.htm !== req.method || payload.htu !== origin + url.pathname) throw new Error("htu");
      if ((state.jtis ??= new Set()).has(payload.jti)) throw new Error("jti seen before");
      state.jtis.add(payload.jti);
      if (accessToken !== undefined) {
        const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken));
        if (payload["ath"] !== Buffer.from(digest).toString("base64url")) throw new Error("ath");
      }
      return { fresh: payload["nonce"] === nonce, thumbprint: await calculateJwkThumbprint(jwk!) };
    };
    if (url.pathname === "/oauth2/v1/token") {
      await wait(set.tokenLatency ?? 0);
      if (state.count <= (set.tokenFaults ?? 0)) return req.socket.destroy();
      const { status, type, text } = set.tokenResponse ?? {};
      if (status) return res.writeHead(status, { "content-type": type }).end(text);
      const form = new URLSearchParams(body);
      const { payload } = await jwtVerify(form.get("client_assertion")!, await importJWK(set.publicJwk, "ES256"), {
        audience: `${origin}/oauth2/v1/token`,
      }).catch(() => ({ payload: undefined }));
      if (!payload || payload.iss !== payload.sub || !payload.jti) {
        return sendJson(res, 401, { error: "invalid_client", error_description: "The client_assertion is invalid." });
      }
      let thumbprint: string | undefined;
      if (set.dpop) {
        if (!req.headers["dpop"]) return sendJson(res, 400, { error: "invalid_dpop_proof" }, nonceHeader);
        const proof = await checkProof();
        if (!proof.fresh) return sendJson(res, 400, { error: "use_dpop_nonce" }, nonceHeader);
        thumbprint = proof.thumbprint;
      }
      state.minted = (state.minted ?? 0) + 1;
      const token = `token-${state.minted}`;
      const expiresIn = set.expiresIn ?? 3600;
      tokens.set(token, { until: Date.now() + expiresIn * 1000, ...(thumbprint && { thumbprint }) });
      return sendJson(
        res,
        200,
        { access_token: token, expires_in: expiresIn, token_type: set.dpop ? "DPoP" : "Bearer" },
        nonceHeader,
      );
    }
    const [scheme, token = ""] = String(req.headers.authorization).split(" ");
    const known = tokens.get(token);
    if (!known || known.until < Date.now() || scheme !== (set.dpop ? "DPoP" : "Bearer") || state.revoked?.has(token)) {
      return oktaError(res, 401, "E0000011", "Invalid token provided", nonceHeader);
    }
    if (set.dpop) {
      const proof = await checkProof(token);
      if (proof.thumbprint !== known.thumbprint) return oktaError(res, 401, "E0000011", "Wrong key", nonceHeader);
      if (!proof.fresh) {
        return oktaError(res, 400, "E0000220", "The nonce is not fresh", {
          ...nonceHeader,
          "www-authenticate": 'DPoP error="use_dpop_nonce", error_description="Authorization server requires nonce"',
        });
      }
    }
    if (url.pathname === "/revoke") (state.revoked ??= new Set()).add(token);
    sendJson(res, 200, { token, count: state.count }, nonceHeader);
  },
};

/** Starts the org; `close` ends it with all its connections. */
export async function startOrgServer(port = 0) {
  const states = new Map<string, State>();
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of req) chunks.push(chunk as Buffer);
    } catch {
      return; // the caller went away
    }
    res.setHeader("access-control-allow-origin", "*");
    res.setHeader("access-control-allow-headers", "authorization, content-type, dpop, x-scenario, x-extra, accept");
    res.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    res.setHeader(
      "access-control-expose-headers",
      "link, date, dpop-nonce, x-okta-request-id, x-rate-limit-limit, x-rate-limit-remaining, x-rate-limit-reset, www-authenticate",
    );
    if (req.method === "OPTIONS") return void res.writeHead(204).end();
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url!, origin);
    const set = JSON.parse(String(req.headers["x-scenario"] ?? '{"name":"echo","id":"none"}')) as Scenario;
    const state = states.get(set.id) ?? { log: [], count: 0 };
    states.set(set.id, state);
    if (url.pathname === "/_log") return void sendJson(res, 200, state.log);
    const body = Buffer.concat(chunks).toString();
    state.count += 1;
    state.log.push({ method: req.method!, url: req.url!, headers: req.headers as never, body, at: Date.now() });
    try {
      await scenarios[set.name]({ req, res, url, body, state, set, origin });
    } catch (error) {
      oktaError(res, 500, "E0000009", `The test server failed: ${String(error)}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export { decodeJwt };
