import { createOktaClient } from "../index.ts";
import { nodeFetch } from "../node/fetch.ts";
import { describeError } from "../retry/network-error.ts";
import { orgOrigin } from "../settings.ts";
import type { Credential, CredentialSource } from "./credential.ts";
import { readCredential, withVariables } from "./credential.ts";
import { probeOf, scopesOf } from "./doctor-scopes.ts";
import { rateLimitText } from "./request-text.ts";

/** What one check found. */
export interface Finding {
  level: "ok" | "note" | "wrong";
  subject: string;
  text: string;
  /** What to do about it. */
  advice?: string | undefined;
}

const finding = (level: Finding["level"], subject: string, text: string, advice?: string): Finding => ({
  level,
  subject,
  text,
  advice,
});

export interface Examination {
  orgUrl: string | undefined;
  source: CredentialSource;
}

/** Checks one thing after the other; ends where the next one has no sense. */
export async function* examine({ orgUrl, source }: Examination): AsyncGenerator<Finding> {
  const variable = orgUrl === undefined ? "OKTA_CLIENT_ORGURL" : "--org-url";
  let origin: string;
  try {
    origin = orgOrigin(orgUrl);
  } catch (error) {
    yield finding("wrong", "URL", (error as Error).message.replaceAll("orgUrl", variable));
    return;
  }
  yield finding("ok", "URL", origin);
  yield* proxyEnvironment();
  const reached = await reach(origin);
  yield* reached.findings;
  let credential: Credential;
  try {
    credential = await readCredential(source);
  } catch (error) {
    yield finding("wrong", "credential", (error as Error).message);
    return;
  }
  if (reached.ok) yield* tryCredential(origin, credential);
}

const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/** Names of variables only: a proxy's URL can hold a password. */
function* proxyEnvironment(): Generator<Finding> {
  const set = PROXY_VARIABLES.filter((name) => process.env[name]);
  if (set.length === 0) return;
  const used = process.env["NODE_USE_ENV_PROXY"] === "1";
  const advice = "Node takes it from the environment with NODE_USE_ENV_PROXY=1, from Node 22.21 and 24.";
  const text = `${set.join(", ")} ${set.length === 1 ? "is" : "are"} set, and ${used ? "used" : "not used"}`;
  yield finding("note", "proxy", text, used ? undefined : advice);
}

/** Milliseconds by which the clock may be off; an assertion is refused beyond some minutes. */
const CLOCK_TOLERANCE = 60_000;

/** Asks for the org's public metadata, which needs no credential. */
async function reach(origin: string): Promise<{ ok: boolean; findings: Finding[] }> {
  const url = `${origin}/.well-known/okta-organization`;
  let response: Response;
  try {
    response = await nodeFetch()(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
    await response.text();
  } catch (error) {
    const reason = describeError(error);
    return { ok: false, findings: [finding("wrong", "network", `no response (${reason})`, networkAdvice(reason))] };
  }
  const found = response.ok
    ? finding("ok", "network", "the org responds")
    : finding(
        "note",
        "network",
        `the org's metadata responds with ${response.status}`,
        "Check that the URL is an org's.",
      );
  return { ok: true, findings: [found, clock(response.headers.get("date"))] };
}

function networkAdvice(reason: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) return "The host has no address. Check the URL and the DNS of this machine.";
  if (/certificate|CERT|SELF_SIGNED/i.test(reason)) {
    return "Something between here and Okta has a certificate of its own. Name it by NODE_EXTRA_CA_CERTS.";
  }
  return "Check the URL, and whether a firewall or proxy stands between.";
}

function clock(date: string | null): Finding {
  const there = Date.parse(date ?? "");
  if (Number.isNaN(there)) return finding("note", "clock", "the response has no readable date to compare with");
  const off = Date.now() - there;
  const seconds = Math.round(Math.abs(off) / 1000);
  if (Math.abs(off) <= CLOCK_TOLERANCE) return finding("ok", "clock", `${seconds} s from the org's`);
  const direction = off > 0 ? "ahead of" : "behind";
  const advice = "Set it by NTP: assertions, proofs and waits for rate limits depend on it.";
  return finding("wrong", "clock", `${seconds} s ${direction} the org's`, advice);
}

/** Sends one harmless call with the credential. */
async function* tryCredential(origin: string, credential: Credential): AsyncGenerator<Finding> {
  const { kind, options } = credential;
  let scopes: string[] | undefined;
  try {
    scopes = await scopesOf(origin, credential);
  } catch (error) {
    yield finding("wrong", "credential", withVariables((error as Error).message));
    return;
  }
  if (scopes) yield finding(scopes.length > 0 ? "ok" : "wrong", "scopes", scopes.join(" ") || "the token has none");
  const probe = probeOf(scopes);
  if (!probe) {
    yield finding("note", "credential", `${kind}, not tried: no call that is known to need only these scopes`);
    return;
  }
  try {
    const okta = createOktaClient({ orgUrl: origin, ...options, fetch: nodeFetch(), retry: false, timeout: 15_000 });
    const { ok, error, rateLimit } = await okta.request("GET", probe);
    yield ok
      ? finding("ok", "credential", `${kind}, taken by GET ${probe}`)
      : finding("wrong", "credential", `${kind}: ${error.message}`, advice(error.status, kind));
    if (rateLimit) yield finding(rateLimit.remaining > 0 ? "ok" : "note", "rate limit", rateLimitText(rateLimit));
  } catch (error) {
    yield finding("wrong", "credential", withVariables((error as Error).message));
  }
}

function advice(status: number, kind: Credential["kind"]): string | undefined {
  if (status === 401) {
    return kind === "API token"
      ? "Make a new token: one ends when it was not used for 30 days, or when its user was deactivated."
      : "Ask for a new access token, of this org's own authorization server.";
  }
  if (status === 403) return "Give the user of the token, or the app, an administrator role that may do this.";
  return undefined;
}
