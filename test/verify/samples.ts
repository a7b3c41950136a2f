import type { Exchange } from "../../src/verify/index.ts";

export const SECRET = "00hTopSecret-TOKEN_vAlue4711zzz";

export const userType = {
  id: "oty1contractor000001",
  name: "contractor",
  displayName: "Contractor",
  default: false,
  created: "2026-01-05T09:30:00.000Z",
  createdBy: "00u1lovelace00000001",
  lastUpdated: "2026-01-05T09:30:00.000Z",
  lastUpdatedBy: "00u1lovelace00000001",
  _links: { self: { href: "https://example.okta.com/api/v1/meta/types/user/oty1contractor000001" } },
};

export const TYPES = "/api/v1/meta/types/user";

/** For an answer without a body. */
export const NONE = Symbol("no body");

/** A list of user types, as an answer of the org. */
export const listTypes = (body: unknown = [userType], status = 200): Exchange => ({
  request: { method: "GET", path: TYPES },
  response: { status, ...(body !== NONE && { body }) },
});

/** A HAR entry of an exchange with a host. */
export const entry = ({ request, response }: Exchange, host = "https://example.okta.com", more: object = {}) => ({
  startedDateTime: "2026-01-05T09:30:00.000Z",
  time: 1,
  request: {
    method: request.method,
    url: `${host}${request.path}`,
    httpVersion: "http/2.0",
    headers: [{ name: "Authorization", value: `SSWS ${SECRET}` }],
    queryString: [],
    cookies: [],
    ...(request.body !== undefined && {
      postData: { mimeType: "application/json", text: JSON.stringify(request.body) },
    }),
  },
  response: {
    status: response.status,
    headers: [{ name: "Content-Type", value: "application/json;charset=UTF-8" }],
    content: {
      size: 10,
      mimeType: "application/json",
      ...(response.body !== undefined && { text: JSON.stringify(response.body) }),
      ...more,
    },
  },
  cache: {},
});

export const har = (entries: unknown[]) => ({ log: { version: "1.2", creator: { name: "test" }, pages: [], entries } });

/** A text as bytes, in pieces of a size. */
export async function* pieces(text: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
