import type { IncomingMessage, ServerResponse } from "node:http";
import { Control, isControlPath } from "./control.ts";
import { Guard } from "./guard.ts";
import { RequestHandler } from "./handler.ts";
import type { MockRun } from "./run.ts";
import { allowOrigin, preflight } from "./send.ts";
import { targetOf } from "./target.ts";

/** Takes each request to what responds to it: the control paths, which are for this machine alone, or the API. */
export class MockListener {
  readonly #cors: boolean;
  readonly #control: Control;
  readonly #api: RequestHandler;

  constructor(run: MockRun) {
    const { cors, host, allowedHosts } = run.settings;
    this.#cors = cors;
    this.#control = new Control(run, new Guard([host, ...allowedHosts]));
    this.#api = new RequestHandler(run);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    this.#respond(request, response).catch(() => response.destroy());
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = targetOf(request.url ?? "/");
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    if (isControlPath(target.path)) return this.#control.handle(method, target.path, request, response);
    if (this.#cors) {
      allowOrigin(request, response);
      if (method === "OPTIONS") return preflight(request, response);
    }
    return this.#api.handle(request, response, target);
  }
}
