import type { Middleware } from "openapi-fetch";

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

type Fetch = (request: Request) => Promise<Response>;

/** Runs middleware around calls, by the contract of openapi-fetch. */
export class MiddlewareRunner {
  #all: readonly Middleware[] = [];

  /** Whether there is any; without, calls need not pass through here. */
  get active(): boolean {
    return this.#all.length > 0;
  }

  use = (...middleware: Middleware[]): void => {
    for (const one of middleware) {
      if (typeof one !== "object" || !(one.onRequest || one.onResponse || one.onError)) {
        throw new TypeError("Middleware must be an object with onRequest, onResponse or onError.");
      }
    }
    this.#all = [...this.#all, ...middleware];
  };

  eject = (...middleware: Middleware[]): void => {
    this.#all = this.#all.filter((one) => !middleware.includes(one));
  };

  /** The answer as middleware leaves it, its body unread: what comes last sees it first. */
  async run({ method, url, template, params, headers, body }: ObservedCall, fetch: Fetch): Promise<Response> {
    const forth = this.#all;
    const back = [...forth].reverse();
    const init: RequestInit & { duplex?: "half" } = { method, headers };
    if (body !== undefined) Object.assign(init, { body, duplex: "half" });
    let request = new Request(url, init);
    const told = {
      schemaPath: template,
      params,
      id: Math.random().toString(36).slice(2, 11),
      options: { baseUrl: new URL(url).origin, fetch },
    };
    const about = (more?: object): any => ({ request, ...told, ...more });

    for (const { onRequest } of forth) {
      const result: unknown = await onRequest?.(about());
      if (result instanceof Response) return result;
      if (result instanceof Request) request = result;
      else if (result) throw new TypeError("onRequest must return a Request, a Response or nothing.");
    }
    let response = await fetch(request).catch(async (cause: unknown) => {
      let error = cause;
      for (const { onError } of back) {
        const result: unknown = await onError?.(about({ error }));
        if (result instanceof Response) return result;
        if (result instanceof Error) error = result;
        else if (result) throw new TypeError("onError must return a Response, an Error or nothing.");
      }
      throw error;
    });
    for (const { onResponse } of back) {
      const result: unknown = await onResponse?.(about({ response }));
      if (result instanceof Response) response = result;
      else if (result) throw new TypeError("onResponse must return a Response or nothing.");
    }
    return response;
  }
}
