import type { IncomingMessage, ServerResponse } from "node:http";
import { bucketOf } from "../../rate-limit/buckets.ts";
import { Answers } from "../responses/responder.ts";
import { checkCredential, needsCredential } from "./auth.ts";
import { hasBody, parseBody, readText } from "./body.ts";
import type { MockResponse, Call } from "./call.ts";
import { Clock } from "../clock.ts";
import { Control } from "./control.ts";
import { notFound, ApiError } from "./errors.ts";
import { requestId } from "../responses/ids.ts";
import { type Count, RateLimits } from "./limits.ts";
import type { ApiModel, ApiOperation } from "../model/model.ts";
import type { Settings } from "../options.ts";
import { preference } from "./prefer.ts";
import { failed, refusedBy, useUp } from "./refused.ts";
import { Play, type ScenarioRule } from "./scenario.ts";
import { allowOrigin, preflight, send, sendDropped } from "./send.ts";
import { StatefulOrg } from "../state/org.ts";
import { causesOf, checkRequest } from "../model/validate.ts";

interface Outcome {
  answer: MockResponse;
  operation?: ApiOperation;
  /** The rule of the scenario that decides over the call. */
  rule?: ScenarioRule | undefined;
}

/** What one server knows of its run. */
export class Run {
  readonly model: ApiModel;
  readonly settings: Settings;
  readonly answers: Answers;
  readonly limits: RateLimits;
  readonly org: StatefulOrg | undefined;
  /** Answers by operation and status. */
  readonly calls = new Map<string, Record<number, number>>();
  readonly clock = new Clock();
  play: Play;
  url = "";
  readonly #secured = new Map<ApiOperation, boolean>();
  readonly #control = new Control(this);

  constructor(model: ApiModel, settings: Settings) {
    this.model = model;
    this.settings = settings;
    this.answers = new Answers(model, settings);
    this.limits = new RateLimits(settings.rateLimit);
    this.play = new Play(settings.scenario ?? { rules: [] });
    const { stateful } = settings;
    this.org = stateful === false ? undefined : new StatefulOrg(model, stateful === true ? undefined : stateful);
  }

  /** Forgets what the run did; the scenario begins anew. */
  reset(): void {
    this.org?.reset();
    this.limits.clear();
    this.calls.clear();
    this.play = new Play(this.play.scenario);
  }

  /** Answers one request, whatever it is. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const target = (request.url ?? "/").replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "").split("#", 1)[0]!;
    const question = target.indexOf("?");
    const path = question < 0 ? target : target.slice(0, question);
    const search = question < 0 ? "" : target.slice(question + 1);
    if (this.settings.cors) allowOrigin(request, response);
    if (method === "OPTIONS" && this.settings.cors) return preflight(request, response);
    if (path === "/_mock" || path.startsWith("/_mock/")) return this.#control.handle(method, path, request, response);

    const count = this.limits.count(bucketOf(method, path));
    const { answer, rule, operation } = await this.#outcome(request, method, path, search, count);
    if (operation) this.#tally(operation.key, answer.status);
    const headers: MockResponse["headers"] = {
      "x-okta-request-id": requestId(),
      "x-rate-limit-limit": String(count.limit),
      "x-rate-limit-remaining": String(count.remaining),
      "x-rate-limit-reset": String(count.reset),
      ...(answer.source && { "x-mock-source": answer.source }),
      ...answer.headers,
    };
    if (rule?.drop) await sendDropped(response, answer.status, headers, answer.body, rule.drop);
    else send(response, answer.status, headers, request.method === "HEAD" ? undefined : answer.body);
    this.settings.log?.(
      `${request.method} ${path} ${answer.status} ${answer.source ?? "refused"} ${(performance.now() - began).toFixed(1)} ms`,
    );
  }

  async #outcome(
    request: IncomingMessage,
    method: string,
    path: string,
    search: string,
    count: Count,
  ): Promise<Outcome> {
    const found: Partial<Outcome> = {};
    try {
      const text = hasBody(request) ? await readText(request) : "";
      const match = this.model.router.find(path);
      if (!match) throw notFound(path.slice(0, 200), "endpoint");
      const operation = match.methods.get(method.toLowerCase());
      if (!operation) {
        const allow = [...match.methods.keys()].join(", ").toUpperCase();
        throw new ApiError(405, "E0000022", undefined, [], { allow });
      }
      found.operation = operation;
      const fate = this.play.fate(operation.method, path);
      const delay = this.settings.delayMs + fate.delay;
      if (delay > 0) await sleep(delay);
      found.rule = fate.rule;
      if (this.#needsCredential(operation)) checkCredential(request.headers.authorization);
      if (count.exceeded) throw new ApiError(429, "E0000047");
      if (fate.rule?.status !== undefined) {
        return { ...found, answer: failed(fate.rule, count) };
      }
      const query = search === "" ? undefined : new URLSearchParams(search);
      const call: Call = {
        operation,
        path,
        params: match.params,
        query,
        headers: request.headers,
        base: originOf(request.headers.host) ?? this.url,
        body: parseBody(text, request.headers["content-type"]),
        prefer: preference(request.headers.prefer as string | undefined, query),
        clock: this.clock,
      };
      const answer = this.#answer(call);
      if (answer.status === 429) useUp(count, 2);
      if (this.settings.errors) this.#checkAnswer(call, answer);
      return { ...found, answer };
    } catch (error) {
      return { ...found, answer: refusedBy(error, this.settings.log) };
    }
  }

  #answer(call: Call): MockResponse {
    const { prefer } = call;
    if (this.settings.validateRequests && (prefer.code === undefined || prefer.code < 400)) {
      checkRequest(this.model, call);
    }
    const asked = prefer.code !== undefined || prefer.example !== undefined || prefer.dynamic !== undefined;
    return (asked ? undefined : this.org?.answer(call)) ?? this.answers.answer(call);
  }

  #checkAnswer({ operation }: Call, { status, headers, body }: MockResponse): void {
    const type = String(headers["content-type"] ?? "");
    if (status >= 400 || body === undefined || !/[/+]json\b/.test(type)) return;
    const wrong = this.model.engine.validateAnswer(operation, status, { "content-type": type }, JSON.parse(body));
    if (wrong.length === 0) return;
    throw new ApiError(500, "E0000009", `The mock's own answer to ${operation.key} is not valid`, causesOf(wrong));
  }

  #needsCredential(operation: ApiOperation): boolean {
    let needed = this.#secured.get(operation);
    if (needed === undefined) {
      needed = needsCredential(this.model.document, operation.definition);
      this.#secured.set(operation, needed);
    }
    return needed;
  }

  #tally(key: string, status: number): void {
    let statuses = this.calls.get(key);
    if (!statuses) this.calls.set(key, (statuses = {}));
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());

/** The server as the client named it, if that is a name of a host. */
const originOf = (host: string | undefined) =>
  host !== undefined && host.length < 256 && /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)
    ? `http://${host}`
    : undefined;
