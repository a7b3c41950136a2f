import type { IncomingHttpHeaders } from "node:http";
import { isObject, METHODS } from "../../openapi/document.ts";
import { Router } from "../../openapi/router.ts";
import type { MockResponse } from "./call.ts";
import { ApiError } from "./errors.ts";
import { lowerCaseNames, unsendableHeader } from "./headers.ts";

/** A request that a route of one's own is to respond to. */
export interface MockRequest {
  method: string;
  /** The path as it was sent. */
  path: string;
  /** Values of the route's parameters, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON, the text of another type, or `undefined` without a body. */
  body: unknown;
  /** The server's origin as the client named it. */
  origin: string;
}

/** What a route responds with. */
export interface RouteResponse {
  /** @default 200, or 204 without a body */
  status?: number | undefined;
  headers?: Record<string, string> | undefined;
  /** A value that is sent as JSON, or a text, which is sent as it is. */
  body?: unknown;
}

/** A path of one's own; it goes before the document's. */
export interface MockRoute extends RouteResponse {
  /** Such as `GET`. */
  method: string;
  /** Path in which whole segments may be `{parameters}`. */
  path: string;
  /** Makes the response of each request, instead of the same one for all. */
  respond?: ((request: MockRequest) => RouteResponse | undefined | Promise<RouteResponse | undefined>) | undefined;
}

const KEYS = new Set(["method", "path", "status", "headers", "body", "respond"]);

/** Routes of one's own. */
export class Routes {
  readonly list: readonly MockRoute[];
  readonly #router = new Router<MockRoute>();

  constructor(list: readonly MockRoute[] = []) {
    this.list = list;
    for (const route of list) this.#router.add(route.path, route.method.toLowerCase(), route);
  }

  find(method: string, path: string): { route: MockRoute; params: Record<string, string> } | undefined {
    const match = this.#router.find(path);
    const route = match?.methods.get(method.toLowerCase());
    return route && { route, params: match!.params };
  }
}

/** @throws TypeError that names the route and what is wrong */
export function checkRoutes(value: unknown): MockRoute[] {
  if (!Array.isArray(value)) throw new TypeError('Routes are a list: [{ "method": "GET", "path": "/…", … }].');
  value.forEach((route, i) => {
    const wrong = isObject(route) ? faultOf(route) : "is not an object";
    if (wrong) throw new TypeError(`Route ${i + 1}: ${wrong}.`);
  });
  return value as MockRoute[];
}

function faultOf(route: Record<string, unknown>): string | undefined {
  const { method, path, headers, status, respond } = route;
  const unknown = Object.keys(route).find((key) => !KEYS.has(key));
  if (unknown) return `"${unknown}" is not known; there are ${[...KEYS].join(", ")}`;
  if (!(METHODS as readonly unknown[]).includes(String(method).toLowerCase())) {
    return `"method" is not one of ${METHODS.join(", ").toUpperCase()}`;
  }
  if (typeof path !== "string" || !path.startsWith("/")) return '"path" does not start with "/"';
  if (respond !== undefined && typeof respond !== "function") return '"respond" is not a function';
  return faultOfResponse({ status, headers });
}

function faultOfResponse({ status, headers }: { status?: unknown; headers?: unknown }): string | undefined {
  if (status !== undefined && !(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599)) {
    return '"status" is not from 200 to 599';
  }
  if (headers === undefined) return undefined;
  if (!isObject(headers) || !Object.values(headers).every((text) => typeof text === "string")) {
    return '"headers" is not an object of texts';
  }
  const unsendable = unsendableHeader(headers as Record<string, string>);
  return unsendable && `"headers" has ${JSON.stringify(unsendable)}, which cannot be sent`;
}

/** Runs a route. @throws ApiError 500 that says what the route did wrong */
export async function runRoute(route: MockRoute, request: MockRequest): Promise<MockResponse> {
  const name = `${route.method.toUpperCase()} ${route.path}`;
  let response: RouteResponse = route;
  if (route.respond) {
    try {
      response = (await route.respond(request)) ?? {};
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw new ApiError(500, "E0000009", undefined, [`The route ${name} threw: ${String(error)}`]);
    }
  }
  const wrong = isObject(response) ? faultOfResponse(response) : "is not an object";
  if (wrong) throw new ApiError(500, "E0000009", undefined, [`The response of the route ${name}: ${wrong}`]);
  const { body, headers = {} } = response;
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  return {
    status: response.status ?? (text === undefined ? 204 : 200),
    headers: { ...(text !== undefined && { "content-type": type }), ...lowerCaseNames(headers) },
    body: text,
    source: "route",
  };
}
