import { Readable } from "node:stream";
import { createOktaClient, OktaApiError, type OktaClient, OktaConnectionError, type OktaEvent, type Paginator } from "../index.ts";
import { nodeFetch } from "../node/fetch.ts";
import { baseType, isJsonType } from "../verify/media.ts";
import { type Command, UsageError } from "./command.ts";
import { type Output, openOutput, ReaderGone } from "./output.ts";
import { HELP, type Plan, planOf } from "./request-args.ts";
import { readBody } from "./request-body.ts";
import { readToken } from "./token.ts";

export { HELP };

const tell = (line: string) => void process.stderr.write(`${line}\n`);

const request: Command = async (args) => {
  const plan = planOf(args);
  if (!plan) {
    console.log(HELP);
    return 0;
  }
  const { values } = plan;
  const token = await readToken({ file: values["token-file"], stdin: values["token-stdin"] });
  const okta = client(plan, token);
  const body = values.body === undefined ? undefined : await readBody(values.body, plan.headers["content-type"]);
  const output = await openOutput(values.output);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const status = values.paginate
      ? await list(okta, plan, output, stop.signal)
      : await one(okta, plan, body, output, stop.signal);
    if (status === 0) await output.finish();
    return status;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    if (error instanceof ReaderGone) return 0;
    if (!(error instanceof OktaApiError || error instanceof OktaConnectionError || error instanceof TypeError))
      throw error;
    tell(failureText(error));
    return 1;
  } finally {
    process.off("SIGINT", onInterrupt);
    await output.discard();
  }
};

export default request;

/** The client that sends it. */
function client({ values, timeout }: Plan, token: string): OktaClient {
  try {
    return createOktaClient({
      orgUrl: values["org-url"],
      ...(values.bearer ? { accessToken: token } : { token }),
      fetch: nodeFetch(),
      userAgent: "okta-fetch-cli",
      timeout,
      ...(!values.retry && { retry: false }),
      ...(values.verbose && {
        onEvent(event: OktaEvent) {
          const text = eventText(event);
          if (text) tell(text);
        },
      }),
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message.replaceAll("orgUrl", "--org-url"), { cause });
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function eventText(event: OktaEvent): string | undefined {
  const call = `${event.method} ${event.path}`;
  if (event.type === "limit") return `${call}: 429, the rate limit is used up`;
  if (event.type === "wait") {
    return `${call}: waits for its ${event.reason === "rate-limit" ? "rate limit" : "turn"}${event.delay === undefined ? "" : `, ${seconds(event.delay)}`}`;
  }
  if (event.type !== "retry") return undefined;
  const why = event.status === undefined ? "no response" : String(event.status);
  return `${call}: attempt ${event.attempt} got ${why}, the next one follows in ${seconds(event.delay)}`;
}

/** What a person needs to know of a failure: the client's own message, and the ids for Okta's support. */
function failureText(error: Error): string {
  const lines = [error.message];
  if (error instanceof OktaApiError) {
    const ids = [
      ...(error.errorId ? [`error id ${error.errorId}`] : []),
      ...(error.requestId ? [`request id ${error.requestId}`] : []),
      ...(error.attempts > 1 ? [`${error.attempts} attempts`] : []),
    ];
    if (ids.length > 0) lines.push(ids.join(", "));
  }
  if (error instanceof OktaConnectionError && error.reason === "unreadable") {
    lines.push("--raw prints the body as it comes.");
  }
  return lines.join("\n");
}

const pretty = ({ output }: Plan["values"]) => output === undefined && process.stdout.isTTY === true;

type Sent = Awaited<ReturnType<OktaClient["request"]>>;

/** Sends one request and prints its answer. */
async function one(
  okta: OktaClient,
  plan: Plan,
  body: string | Uint8Array | undefined,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { method, path, query, headers, values } = plan;
  const start = performance.now();
  const result: Sent = await okta.request(method, path, {
    query,
    headers,
    signal,
    ...(body !== undefined && { body }),
    ...(values.raw && { parseAs: "stream" as const }),
  });
  if (values.verbose) tell(summary(method, path, result, performance.now() - start));
  if (values.include) await output.write(headText(result.response));
  if (!result.ok) {
    tell(failureText(result.error!));
    return 1;
  }
  if (values.raw) {
    if (result.data) {
      for await (const chunk of Readable.fromWeb(result.data as never)) await output.write(chunk as Uint8Array);
    }
  } else if (
    typeof result.data === "string" &&
    !isJsonType(baseType(result.response.headers.get("content-type") ?? ""))
  ) {
    await output.write(result.data.endsWith("\n") ? result.data : `${result.data}\n`);
  } else if (result.data !== undefined) {
    await output.write(`${JSON.stringify(result.data, undefined, pretty(values) ? 2 : undefined)}\n`);
  }
  return 0;
}

function summary(method: string, path: string, { status, requestId, rateLimit }: Sent, ms: number): string {
  const limit = rateLimit
    ? `, ${rateLimit.remaining} of ${rateLimit.limit} calls left until ${rateLimit.reset.toISOString()}`
    : "";
  return `${method} ${path}: ${status} in ${seconds(ms)}${requestId ? `, request id ${requestId}` : ""}${limit}`;
}

/** Status and headers; cookies and nonces, which are credentials, without their values. */
function headText(response: Response): string {
  const secret = new Set(["set-cookie", "dpop-nonce", "authorization"]);
  const lines = [...response.headers].map(([name, value]) => `${name}: ${secret.has(name) ? "…" : value}`);
  return `${[`HTTP ${response.status} ${response.statusText}`.trimEnd(), ...lines].join("\n")}\n\n`;
}

/** Reads a list to its end and prints it as one. An array that is not closed was not complete. */
async function list(okta: OktaClient, plan: Plan, output: Output, signal: AbortSignal): Promise<number> {
  const { path, query, headers, values, maxItems } = plan;
  const indent = pretty(values) ? 2 : undefined;
  const untyped = okta.paginate as (path: string, init: object) => Paginator<unknown>;
  const start = performance.now();
  let count = 0;
  let pages = 0;
  for await (const { items } of untyped(path, { params: { query }, headers, signal, maxItems }).pages()) {
    pages += 1;
    const texts = items.map((item) => JSON.stringify(item, undefined, values.ndjson ? undefined : indent));
    const chunk = values.ndjson
      ? texts.map((text) => `${text}\n`).join("")
      : texts.map((text, i) => `${count + i === 0 ? "[\n" : ",\n"}${text}`).join("");
    count += items.length;
    if (chunk) await output.write(chunk);
  }
  if (!values.ndjson) await output.write(count === 0 ? "[]\n" : "\n]\n");
  if (values.verbose) tell(`GET ${path}: ${count} items on ${pages} pages in ${seconds(performance.now() - start)}`);
  return 0;
}
