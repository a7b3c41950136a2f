import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { bucketOf } from "../../rate-limit/buckets.ts";
import { sleep } from "../../timing/sleep.ts";
import type { ApiOperation } from "../model/operation.ts";
import { ServiceClients } from "../oauth/clients.ts";
import { OAuth } from "../oauth/oauth.ts";
import { requestId } from "../responses/ids.ts";
import { checkRequest } from "../validate/check-request.ts";
import { checkResponse } from "../validate/check-response.ts";
import { Authentication } from "./auth.ts";
import { hasBody, parseBody, readText } from "./body.ts";
import type { Call, MockResponse } from "./call.ts";
import { ApiError, notFound } from "./errors.ts";
import { responseOfError, responseOfRule } from "./failure.ts";
import { type Count, exhaust } from "./limits.ts";
import { NOTHING_PREFERRED, preference } from "./prefer.ts";
import { type MockRequest, type MockRoute, Routes, runRoute } from "./routes.ts";
import type { Api, MockRun } from "./run.ts";
import type { ScenarioRule } from "./scenario.ts";
import { send, sendDropped } from "./send.ts";
import { originOf, type Target } from "./target.ts";

/** A request as it is handled; what is found on the way is noted in it. */
interface Exchange {
  request: IncomingMessage;
  method: string;
  target: Target;
  count: Count;
  operation?: ApiOperation;
  /** The rule of the scenario that decides over the response. */
  rule?: ScenarioRule | undefined;
  error?: unknown;
}

/** What a request holds, whatever responds to it. */
type Sent = Pick<Call, "path" | "query" | "headers" | "base" | "body"> & { method: string };

interface OperationHandle {
  operation: ApiOperation;
  api: Api;
  params: Record<string, string>;
}

interface RouteHandle {
  operation?: undefined;
  route: MockRoute;
  params: Record<string, string>;
}

/** Responds to the requests of an API, whatever they are. */
export class RequestHandler {
  readonly #run: MockRun;
  readonly #authentication: Authentication;

  readonly #builtIn: Routes;

  constructor(run: MockRun) {
    this.#run = run;
    const clients = new ServiceClients(run.settings.serviceClients, run.org);
    const oauth = new OAuth(clients, run.clock, (path, request) => this.#read(path, request));
    this.#authentication = new Authentication(oauth);
    this.#builtIn = new Routes(oauth.routes);
    setMaxListeners(0, run.closing);
  }

  async handle(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> {
    const began = performance.now();
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const count = this.#run.limits.count(bucketOf(method, target.path));
    const exchange: Exchange = { request, method, target, count };
    const result = await this.#respond(exchange);
    await this.#send(exchange, response, result);
    this.#record(exchange, result, performance.now() - began);
  }

  async #respond(exchange: Exchange): Promise<MockResponse> {
    try {
      return await this.#outcome(exchange);
    } catch (thrown) {
      const declared = exchange.operation?.definition["x-errors"];
      const error = thrown instanceof ApiError ? thrown.asDeclared(declared) : thrown;
      exchange.error = error;
      return responseOfError(error, this.#run.settings.log);
    }
  }

  async #outcome(exchange: Exchange): Promise<MockResponse> {
    const { request, method, target, count } = exchange;
    const text = hasBody(request) ? await readText(request) : "";
    const handle = this.#find(exchange);
    await this.#applyScenario(exchange);
    const { headers } = request;
    const base = originOf(headers.host) ?? this.#run.url;
    if (handle.operation) {
      await this.#authentication.check(handle.api.model.document, handle.operation, {
        headers,
        base,
        path: target.path,
      });
    }
    if (count.exceeded) throw new ApiError(429, "E0000047");
    if (exchange.rule?.status !== undefined) return responseOfRule(exchange.rule, count);
    const sent: Sent = { method, ...target, headers, base, body: parseBody(text, headers["content-type"]) };
    return handle.operation ? this.#call(handle, sent, count) : runRoute(handle.route, requestFor(handle, sent));
  }

  /** @throws ApiError 404 or 405 for a path or method that neither a route nor a document has */
  #find(exchange: Exchange): RouteHandle | OperationHandle {
    const { method, target } = exchange;
    const own = this.#run.routes.find(method, target.path);
    if (own) return own;
    const match = this.#run.find(method, target.path);
    const builtIn = match ? undefined : this.#builtIn.find(method, target.path);
    if (builtIn) return builtIn;
    if (!match) throw notFound(target.path.slice(0, 200), "endpoint");
    const operation = match.methods.get(method.toLowerCase());
    if (!operation) throw methodNotAllowed(match.methods);
    exchange.operation = operation;
    return { operation, api: match.api, params: match.params };
  }

  async #applyScenario(exchange: Exchange): Promise<void> {
    const { settings, scenario, closing } = this.#run;
    const { delay, rule } = scenario.next(exchange.method, exchange.target.path);
    if (settings.delayMs + delay > 0) await sleep(settings.delayMs + delay, closing);
    exchange.rule = rule;
  }

  async #call({ api, operation, params }: OperationHandle, sent: Sent, count: Count): Promise<MockResponse> {
    const { validateRequests, errors } = this.#run.settings;
    const prefer = preference(sent.headers.prefer as string | undefined, sent.query);
    const call: Call = { ...sent, operation, params, prefer, clock: this.#run.clock };
    if (validateRequests && (prefer.code === undefined || prefer.code < 400)) await checkRequest(api.model, call);
    const prefersOther = prefer.code !== undefined || prefer.example !== undefined || prefer.dynamic !== undefined;
    const response = await this.#responseTo(api, call, prefersOther);
    if (response.status === 429) exhaust(count, 2);
    if (errors) await checkResponse(api.model, call, response);
    return response;
  }

  /** What the org remembers, if it is asked for that, or what the document says. */
  async #responseTo(api: Api, call: Call, byDocument = false): Promise<MockResponse> {
    const ofOrg = byDocument || api !== this.#run.apis[0] ? undefined : await this.#run.org?.respond(call);
    return ofOrg ?? (await api.responder.respond(call));
  }

  /** The JSON of a path of the API, for what stands on it; `undefined` where the document has no such path. */
  async #read(path: string, { headers, origin }: MockRequest): Promise<unknown> {
    const match = this.#run.find("GET", path);
    const operation = match?.methods.get("get");
    if (!match || !operation) return undefined;
    const { api, params } = match;
    const { clock } = this.#run;
    const prefer = NOTHING_PREFERRED;
    const call = { operation, path, params, query: undefined, headers, base: origin, body: undefined, prefer, clock };
    const { body } = await this.#responseTo(api, call);
    return body === undefined ? undefined : JSON.parse(body);
  }

  async #send(exchange: Exchange, response: ServerResponse, result: MockResponse): Promise<void> {
    const { count, rule, request } = exchange;
    const { clock } = this.#run;
    const headers: MockResponse["headers"] = {
      "x-okta-request-id": requestId(),
      "x-rate-limit-limit": String(count.limit),
      "x-rate-limit-remaining": String(count.remaining),
      "x-rate-limit-reset": String(count.reset),
      ...(result.source && { "x-mock-source": result.source }),
      ...(clock.isOwn && { date: new Date(clock.now()).toUTCString() }),
      ...result.headers,
    };
    if (rule?.drop) await sendDropped(response, { status: result.status, headers, body: result.body }, rule.drop);
    else send(response, result.status, headers, request.method === "HEAD" ? undefined : result.body);
  }

  #record({ request, operation, target, error }: Exchange, { status, source: from }: MockResponse, ms: number) {
    const source = from ?? "refused";
    const { history, settings, clock } = this.#run;
    if (operation) history.count(operation.key, status);
    const method = request.method ?? "GET";
    history.record({
      at: clock.now(),
      method,
      path: target.path,
      status,
      source,
      ms,
      ...(error instanceof ApiError && {
        error: { code: error.errorCode, summary: error.message, causes: error.causes },
      }),
    });
    settings.log?.(`${method} ${target.path} ${status} ${source} ${ms.toFixed(1)} ms`);
  }
}

const requestFor = ({ params }: RouteHandle, { query, base, ...rest }: Sent): MockRequest => ({
  ...rest,
  params,
  query: query ?? new URLSearchParams(),
  origin: base,
});

function methodNotAllowed(methods: Map<string, ApiOperation>): ApiError {
  const allow = [...methods.keys()].join(", ").toUpperCase();
  return new ApiError(405, "E0000022", undefined, [], { allow });
}
