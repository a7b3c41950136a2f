import { redact } from "../serialize/redact.ts";

const REFUSED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket/;
const DEPTH = 5;

/** An error with what caused it, innermost last. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < DEPTH; at = at.cause) {
    chain.push(at);
    if (at instanceof AggregateError) chain.push(...at.errors.filter((each) => each instanceof Error));
  }
  return chain;
}

const codeOf = (error: Error): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : undefined;
};

/** Whether the connection failed before a byte of the call was sent, by what Node, Bun and Deno throw. */
export const neverSent = (error: unknown): boolean =>
  chainOf(error).some(
    (each) => REFUSED.test(codeOf(each) ?? "") || /connection refused|dns error|failed to lookup/i.test(each.message),
  );

/** Why there is no response, in words: those of the innermost error, since `fetch failed` alone helps nobody. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const chain = chainOf(error);
  // Node's fetch refuses to show a 407, and gives no reason.
  const hidden = chain.length > 1 && chain.every((each) => codeOf(each) === undefined) && chain.at(-1)!.message === "";
  if (hidden) return `${error.message}; a proxy may want a credential of its own (407)`;
  const innermost = chain.findLast((each) => each.message !== "" || codeOf(each) !== undefined) ?? error;
  const code = codeOf(innermost);
  const { message } = innermost;
  if (code === undefined || message.includes(code)) return message || innermost.name;
  return message ? `${code}: ${message}` : code;
}

/** Members in which platforms keep what they received: a server can send a credential back. */
const RAW = ["rawPacket", "data"];

/**
 * A platform's error as it may be shown: itself, or a copy of its names, messages and codes where it holds one of the
 * secrets or what was received.
 */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  const chain = chainOf(error);
  const shows = (text: string | undefined) => secrets.some((secret) => text?.includes(secret));
  const unsafe = chain.some(
    (each) => RAW.some((name) => name in each) || shows(each.message) || shows(each.stack) || shows(codeOf(each)),
  );
  if (!unsafe) return error;
  return chain.reduceRight<Error | undefined>((cause, { name, message, ...rest }) => {
    const copy = new Error(redact(message, secrets), cause && { cause });
    copy.name = name;
    const { code } = rest as { code?: unknown };
    return Object.assign(copy, typeof code === "string" && { code: redact(code, secrets) });
  }, undefined);
}
