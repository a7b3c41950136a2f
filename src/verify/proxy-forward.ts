import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream";
import { Capture, CaptureBudget, contentType } from "./capture.ts";
import type { BodyProblem, Exchange } from "./exchange.ts";
import type { ProxyOptions } from "./proxy-options.ts";
import { namesFrame, requestHeaders, responseHeaders } from "./proxy-headers.ts";
import { skipReason } from "./skip.ts";
import { hasControlCharacter } from "./status.ts";

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.name;

function refuse(response: ServerResponse, status: number, errorSummary: string): void {
  if (response.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const errorCode = "E0000009";
  const body = { errorCode, errorSummary, errorLink: errorCode, errorId: "proxy", errorCauses: [] };
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** A call on its way: what the client sent, and what goes back. */
interface ForwardedCall {
  request: IncomingMessage;
  response: ServerResponse;
  sent: Capture;
}

type Body = { body?: unknown; bodyProblem?: BodyProblem };

/** Sends calls on to the org, and reports each one after its end. */
export class Forwarder {
  /** Where the proxy listens. */
  url = "";
  readonly #options: ProxyOptions;
  readonly #target: URL;
  readonly #agent: Agent;
  readonly #budget = new CaptureBudget();
  #number = 0;
  /** Resolves when all calls that have ended are reported; one at a time, since bodies are unpacked for it. */
  #reports: Promise<void> = Promise.resolve();

  constructor(options: ProxyOptions, agent: Agent) {
    this.#options = options;
    this.#target = new URL(options.origin);
    this.#agent = agent;
  }

  settled(): Promise<void> {
    return this.#reports;
  }

  forward(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = this.#options;
    if (!request.url?.startsWith("/")) {
      return refuse(response, 400, `This proxy forwards to ${origin} alone. Send it paths.`);
    }
    if (namesFrame(request)) return refuse(response, 400, "Connection must not name Content-Length.");
    const coding = request.headers["transfer-encoding"];
    if (coding !== undefined && coding.trim().toLowerCase() !== "chunked") {
      return refuse(response, 501, "This proxy knows no transfer encoding but chunked.");
    }
    const call = { request, response, sent: new Capture(request, this.#budget) };
    const onward = this.#send(request);
    onward.on("response", (received) => this.#passBack(call, received));
    onward.on("upgrade", (received, socket) => {
      // Nobody asked for it: `Upgrade` is not forwarded.
      socket.destroy();
      refuse(response, 502, `The org at ${origin} switched protocols, which this proxy does not forward.`);
      this.#report(call, received, undefined);
    });
    onward.on("error", (error) => this.#fail(call, error));
    onward.on("close", () => {
      if (!response.headersSent) this.#fail(call, new Error("closed without a response"));
    });
    response.on("close", () => {
      if (!response.writableFinished) onward.destroy();
    });
    request.pipe(onward);
  }

  #send(request: IncomingMessage): ClientRequest {
    const { hostname, host, port, protocol } = this.#target;
    const secure = protocol === "https:";
    return (secure ? httpsRequest : httpRequest)({
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port: port || (secure ? 443 : 80),
      ...(secure && { servername: hostname }),
      method: request.method,
      path: request.url,
      headers: requestHeaders(request, host).flat() as never,
      agent: this.#agent,
    });
  }

  #passBack(call: ForwardedCall, received: IncomingMessage): void {
    const { origin } = this.#options;
    const status = received.statusCode!;
    if (status < 100) {
      received.resume();
      refuse(call.response, 502, `The org at ${origin} sent a status that HTTP does not have.`);
      this.#report(call, received, undefined);
      return;
    }
    const capture = new Capture(received, this.#budget);
    const headers = responseHeaders(received, origin, this.url).flat();
    const reason = received.statusMessage ?? "";
    if (hasControlCharacter(reason) || reason === "") call.response.writeHead(status, headers);
    else call.response.writeHead(status, reason, headers);
    pipeline(received, call.response, (error) => {
      if (!error) return this.#report(call, received, capture);
      capture.discard();
      call.sent.discard();
      this.#options.onFault?.(codeOf(error));
    });
  }

  #fail({ response, sent }: ForwardedCall, error: Error): void {
    sent.discard();
    // Once a response has begun, its own stream tells whether it is complete.
    if (response.destroyed || response.headersSent) return;
    this.#options.onFault?.(codeOf(error));
    refuse(response, 502, `The org at ${this.#options.origin} cannot be reached (${codeOf(error)}).`);
  }

  /** Reports a call after those that ended before it. */
  #report(call: ForwardedCall, received: IncomingMessage, capture: Capture | undefined): void {
    this.#number += 1;
    const number = this.#number;
    this.#reports = this.#reports
      .then(() => this.#emit(number, call, received, capture))
      .catch((error: Error) => this.#options.onFault?.(codeOf(error)));
  }

  async #emit(number: number, { request, sent }: ForwardedCall, received: IncomingMessage, capture?: Capture) {
    const { origin, prefixes, onEvent } = this.#options;
    const place = { source: origin, kind: "call", number } as const;
    const method = request.method!;
    const path = request.url!;
    const reason = skipReason(method, path, received.statusCode!, prefixes);
    if (reason) {
      sent.discard();
      capture?.discard();
      return onEvent({ type: "skipped", place, reason });
    }
    const requestBody: Body = await sent.value();
    const responseBody: Body = capture ? await capture.value() : {};
    const exchange: Exchange = {
      request: { method, path, headers: contentType(request), ...requestBody },
      response: { ...statusOf(received), headers: contentType(received), ...responseBody },
    };
    onEvent({ type: "exchange", place, exchange });
  }
}

/** Status of a response, with its reason phrase where that is a fault. */
function statusOf({
  statusCode,
  statusMessage = "",
}: IncomingMessage): Pick<Exchange["response"], "status" | "statusText"> {
  return { status: statusCode!, ...(hasControlCharacter(statusMessage) && { statusText: statusMessage }) };
}
