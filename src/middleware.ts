import createClient, { type Middleware } from "openapi-fetch";

/** One call as middleware sees it. */
export interface ObservedCall {
  method: string;
  /** Absolute URL, query included. */
  url: string;
  /** Path template, such as `/api/v1/users/{userId}`. */
  template: string;
  params: { path?: Record<string, unknown>; query?: Record<string, unknown>; header?: Record<string, unknown> };
  headers: Record<string, string>;
  body: BodyInit | undefined;
}

/** Runs the middleware of openapi-fetch around calls. */
export interface MiddlewareRunner {
  /** Whether there is any; without, calls need not pass through here. */
  readonly active: boolean;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
  /** The answer as middleware leaves it: a success unread, a failure with its body parsed. */
  run(call: ObservedCall, fetch: (request: Request) => Promise<Response>): Promise<Observed>;
}

export interface Observed {
  response: Response;
  error?: unknown;
}

export function middlewareRunner(): MiddlewareRunner {
  // Made on first use: it looks up `Request`, which takes Node a while to load.
  let client: ReturnType<typeof createClient<any>> | undefined;
  let count = 0;
  return {
    get active() {
      return count > 0;
    },
    use(...middleware) {
      client ??= createClient<any>();
      client.use(...middleware);
      count += middleware.length;
    },
    eject(...middleware) {
      client?.eject(...middleware);
      count = Math.max(0, count - middleware.length);
    },
    run({ method, url, template, params, headers, body }, fetch) {
      return (client!.request as any)(method, template, {
        // The URL is made already; what it was made of is for the middleware to read.
        params: { path: {}, ...params },
        pathSerializer: () => url,
        querySerializer: () => "",
        headers,
        ...(body !== undefined && { body, bodySerializer: (raw: BodyInit) => raw }),
        parseAs: "stream",
        fetch,
      });
    },
  };
}
