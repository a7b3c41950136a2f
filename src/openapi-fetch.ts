/** The one module that runs openapi-fetch. */
import createClient, { type Middleware } from "openapi-fetch";
import type { PreparedRequest, ReadResponse } from "./retry/attempt.ts";
import { serializeBody } from "./serialize/body.ts";
import type { HeaderRecord } from "./serialize/headers.ts";
import { fillPath } from "./serialize/path.ts";
import { serializeQuery } from "./serialize/query.ts";
import { isBinary, type ParseAs } from "./serialize/response-body.ts";

export type { Middleware };

/** What a call is built from. */
export interface BuildInit {
  params?: { [In in "path" | "query" | "header"]?: Record<string, unknown> | undefined } | undefined;
  body?: unknown;
  parseAs?: ParseAs | undefined;
  /** Path and query, in place of what the template and the parameters make. */
  target?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Further settings for the platform's `fetch`. */
  settings?: RequestInit | undefined;
}

/** What openapi-fetch resolves to. */
export interface BuildResult {
  /** Of a success: its text, or what `parseAs` names. */
  data?: unknown;
  /** Of a failure: its body, parsed where it is JSON. */
  error?: unknown;
  response: Response;
}

/** Sends a request that is built, through middleware if there is any. */
export type SendBuilt = (request: PreparedRequest & { signal: AbortSignal | undefined }) => Promise<ReadResponse>;

interface PlainInit extends RequestInit {
  method: string;
}

/** Stands for `Request` while no middleware looks: a real one costs a small call more than all else of the client. */
class PlainRequest {
  readonly duplex = "half";
  readonly url: string;
  readonly init: PlainInit;
  constructor(url: string, init: PlainInit) {
    this.url = url;
    this.init = init;
  }
  get method() {
    return this.init.method;
  }
}

/** openapi-fetch asks for the length alone, to learn whether there is a body. */
const NO_HEADERS = { get: () => null };

/** Stands for `Response` where the body is read already, with what openapi-fetch looks at. */
class PlainResponse {
  readonly actual: Response;
  readonly #body: ReadResponse["body"];
  constructor({ response, body }: ReadResponse) {
    this.actual = response;
    this.#body = body;
  }
  get ok() {
    return this.actual.ok;
  }
  readonly headers = NO_HEADERS;
  get body() {
    return this.#body;
  }
  text() {
    return this.#body;
  }
  arrayBuffer() {
    return this.#body;
  }
  blob() {
    return new Blob([this.#body as ArrayBuffer], { type: this.actual.headers.get("content-type") ?? "" });
  }
}

function withActualResponse(result: BuildResult): BuildResult {
  const { response } = result as { response: unknown };
  if (response instanceof PlainResponse) result.response = response.actual;
  return result;
}

const NULL_BODY = new Set([101, 204, 205, 304]);

/** A platform's Response whose body, which was read already, can be read once more. */
export function unread({ response, body }: ReadResponse): Response {
  const { status, statusText, headers } = response;
  return new Response(NULL_BODY.has(status) || body === "" ? null : body, {
    // A redirect that a browser hides has the status 0, which no Response can be made with.
    status: status >= 200 ? status : 500,
    statusText,
    headers: new Headers([...headers]),
  });
}

/** A Response of the platform: middleware may bring one of another library. */
const asResponse = (result: unknown): unknown =>
  result instanceof Response || !isResponseLike(result)
    ? result
    : new Response(NULL_BODY.has(result.status) ? null : (result.body as BodyInit | null), {
        status: result.status,
        statusText: result.statusText,
        headers: new Headers([...result.headers]),
      });

const isResponseLike = (value: unknown): value is Response =>
  typeof value === "object" && value !== null && "status" in value && "headers" in value && "arrayBuffer" in value;

const HANDLERS = ["onRequest", "onResponse", "onError"] as const;

function adapt(middleware: Middleware): Middleware {
  const adapted: Record<string, unknown> = {};
  for (const name of HANDLERS) {
    const handler = middleware?.[name] as ((options: never) => unknown) | undefined;
    if (handler) adapted[name] = async (options: never) => asResponse(await handler.call(middleware, options));
  }
  return adapted as unknown as Middleware;
}

/** Settings that differ from what every Request has, since some platforms take no others. */
const DEFAULT_SETTINGS = {
  cache: "default",
  credentials: "same-origin",
  integrity: "",
  keepalive: false,
  mode: "cors",
};

function settingsOf(request: Request, settings: RequestInit | undefined): RequestInit {
  const changed: Record<string, unknown> = { ...settings };
  for (const [name, value] of Object.entries({ ...DEFAULT_SETTINGS, redirect: "manual" })) {
    const own = (request as unknown as Record<string, unknown>)[name];
    if (own !== undefined && own !== value) changed[name] = own;
  }
  return changed;
}

/** The types of each operation are the client's affair; here every call is one of openapi-fetch's loosest kind. */
type UntypedRequest = (method: string, path: string, init: object) => Promise<BuildResult>;

/** A client of openapi-fetch that leaves the sending to its caller. */
export function createCore(origin: string) {
  const adapted = new Map<Middleware, Middleware>();
  const { request, use, eject } = createClient<Record<string, Record<string, never>>>({
    baseUrl: origin,
    Request: PlainRequest as never,
    fetch: undefined as never, // every call brings its own
    pathSerializer: (url, params) => origin + fillPath(url.slice(origin.length), params),
    querySerializer: serializeQuery,
    bodySerializer: serializeBody,
  });

  const untyped = request as unknown as UntypedRequest;

  /** Builds the request of a call, runs middleware around `send`, and reads the response. */
  function build(
    method: string,
    template: string,
    headers: HeaderRecord,
    init: BuildInit,
    send: SendBuilt,
  ): Promise<BuildResult> {
    const { params, body, parseAs, target } = init;
    // With the method, which openapi-fetch sets in a copy of this: V8 is many times slower where a copy grows by a member,
    // and at whatever is done with it afterwards.
    const plan = {
      method,
      params: { path: params?.path ?? {}, query: params?.query },
      body,
      parseAs: isBinary(parseAs) ? parseAs : "text",
      pathSerializer: target === undefined ? undefined : () => origin + target,
      querySerializer: target === undefined ? undefined : () => "",
      fetch: ({ url, init: built }: PlainRequest) => {
        const { settings, signal } = init;
        return send({ url, method, headers, body: built.body ?? undefined, settings, signal }).then(
          (read) => new PlainResponse(read),
        );
      },
    };
    if (adapted.size > 0)
      return untyped(method, template, Object.assign(plan, observable(headers, init, send, origin)));
    return untyped(method, template, plan).then(withActualResponse);
  }

  return {
    build,
    use(...middleware: Middleware[]) {
      for (const one of middleware) {
        if (!one) continue;
        const own = adapt(one);
        use(HANDLERS.some((name) => name in own) ? own : one);
        adapted.set(one, own);
      }
    },
    eject(...middleware: Middleware[]) {
      for (const one of middleware) {
        const own = adapted.get(one);
        if (own) eject(own);
        adapted.delete(one);
      }
    },
  };
}

/** What a call needs to be seen by middleware: a real request, with all that belongs to it. */
const observable = (
  headers: HeaderRecord,
  { params, settings, signal }: BuildInit,
  send: SendBuilt,
  origin: string,
) => ({
  params: { path: params?.path ?? {}, query: params?.query, header: params?.header },
  headers,
  Request: globalThis.Request,
  redirect: "manual",
  duplex: "half",
  ...settings,
  signal,
  fetch: async (request: Request) => unread(await send(await fromRequest(request, settings, origin))),
});

/** What middleware made of a request. @throws TypeError when it leads to another origin */
async function fromRequest(request: Request, settings: RequestInit | undefined, origin: string) {
  if (!request.url.startsWith(`${origin}/`)) {
    throw new TypeError(
      "Middleware sent the call to another origin, where no header or body of it may go. Use the fetch option for that.",
    );
  }
  return {
    url: request.url,
    method: request.method,
    headers: Object.fromEntries(request.headers) as HeaderRecord,
    body: request.body ? await request.arrayBuffer() : undefined,
    settings: settingsOf(request, settings),
    signal: request.signal as AbortSignal | undefined,
  };
}
