import { redact } from "../serialize/redact.ts";
import { isKind, markKind } from "../error-kind.ts";
import { clockHint } from "../timing/clock-hint.ts";

/** What the token endpoint sent. */
export interface TokenFailure {
  response: Response;
  /** Text of the body. */
  text: string;
  /** Whether the client proves possession of its key already. */
  dpop: boolean;
  /** What must not be shown, should the response repeat it. */
  secrets: string[];
}

const HINTS: Record<string, string> = {
  invalid_client: "Check clientId, and that the app knows the public half of privateKey under keyId.",
  invalid_scope: "Grant the scopes to the app on its Okta API Scopes tab.",
  unauthorized_client: "The app must be of the type API Services.",
};

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

function parse(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

/** Why there is no token where the response has no error of OAuth's: something in between responded. */
function strangeResponse({ response, text }: TokenFailure): string {
  if (response.status >= 300 && response.status < 400) {
    return "the org redirected, which a token request never needs; check orgUrl, and for a proxy with a sign-in page";
  }
  if (/^\s*</.test(text)) return "the response is a web page; a proxy or a sign-in page may stand in front of the org";
  if (response.ok) return "the response holds no access token; a proxy may stand in front of the org";
  return response.statusText || "no reason given";
}

function hintFor(code: string | undefined, { response, dpop }: TokenFailure): string | undefined {
  const clock = clockHint(response.headers);
  if (code === "invalid_dpop_proof") {
    if (!dpop) return "The app demands proof of possession: set dpop to true.";
    return clock ?? "The proof was refused: its key, nonce or time is not accepted.";
  }
  if (code === "invalid_client" && clock) return clock;
  return code && HINTS[code];
}

/** The token endpoint gave no token. Holds neither key nor token. */
export class OktaTokenError extends Error {
  override readonly name = "OktaTokenError";
  /** HTTP status. */
  readonly status: number;
  /** OAuth error code such as `invalid_client` or `invalid_scope`. */
  readonly error: string | undefined;
  /** Okta's id of the exchange. */
  readonly requestId: string | undefined;

  constructor(failure: TokenFailure) {
    const { response, text, secrets } = failure;
    const shown = (part: string) => redact(part, secrets);
    const body = parse(text);
    // In OAuth's form, or in Okta's own.
    const code = textOf(body["error"]) ?? textOf(body["errorCode"]);
    const reason = textOf(body["error_description"]) ?? textOf(body["errorSummary"]) ?? strangeResponse(failure);
    const hint = hintFor(code, failure);
    super(
      shown(`POST /oauth2/v1/token: ${response.status} ${code ? `${code} ` : ""}${reason}${hint ? ` — ${hint}` : ""}`),
    );
    this.status = response.status;
    this.error = code && shown(code);
    this.requestId = response.headers.get("x-okta-request-id") ?? undefined;
  }

  static {
    markKind(this, "OktaTokenError");
  }

  /** For logs: `JSON.stringify` leaves out what errors keep in `message`. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message };
  }
}

/** Whether something is an {@link OktaTokenError}, of this copy of the package or another one. */
export const isOktaTokenError = (error: unknown): error is OktaTokenError => isKind(error, "OktaTokenError");
