import { Readable } from "node:stream";
import { baseType, isJsonType } from "../verify/media.ts";
import { openOutput } from "./output.ts";
import type { RequestCall } from "./request-call.ts";
import { failureText, headText, jsonText, summaryText } from "./request-text.ts";
import { printableLines } from "./text.ts";

type Sent = Awaited<ReturnType<RequestCall["okta"]["request"]>>;

/** Sends one request and prints its response. */
export async function sendOne(call: RequestCall, body: string | Uint8Array | FormData | undefined): Promise<number> {
  const { okta, plan, output, progress, signal } = call;
  const { method, path, query, headers, values } = plan;
  const start = performance.now();
  const result: Sent = await okta.request(method, path, {
    query,
    headers,
    signal,
    ...(body !== undefined && { body }),
    ...(values.raw && { parseAs: "stream" as const }),
  });
  const { status, requestId, rateLimit } = result;
  const duration = performance.now() - start;
  if (values.verbose) progress.line(summaryText({ method, path, status, duration, requestId, rateLimit }));
  progress.clear();
  if (values.include) await output.write(headText(result.response));
  if (result.ok) {
    await printBody(call, result);
    return 0;
  }
  process.stderr.write(`${failureText(result.error!)}\n`);
  if (values["error-body"]) await printErrorBody(result.error!.body);
  return 1;
}

const isTerminal = ({ plan }: RequestCall) => plan.values.output === undefined && process.stdout.isTTY === true;

async function printBody(call: RequestCall, { data, response }: Sent): Promise<void> {
  const { output, plan } = call;
  if (data === undefined) return;
  if (plan.values.raw) {
    if (data) for await (const chunk of Readable.fromWeb(data as never)) await output.write(chunk as Uint8Array);
    return;
  }
  const type = baseType(response.headers.get("content-type") ?? "");
  if (typeof data !== "string" || isJsonType(type)) {
    await output.write(`${jsonText(data, isTerminal(call) ? 2 : undefined)}\n`);
    return;
  }
  const text = plan.values.output === undefined ? printableLines(data) : data;
  await output.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Goes to standard output, also where the result of a success would go to a file. */
async function printErrorBody(body: unknown): Promise<void> {
  const output = await openOutput(undefined);
  if (typeof body === "string") await output.write(`${printableLines(body)}\n`);
  else if (body !== undefined) await output.write(`${jsonText(body, process.stdout.isTTY === true ? 2 : undefined)}\n`);
  await output.finish();
}
