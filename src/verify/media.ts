import { isJson } from "../openapi/media-type.ts";
import type { BodyProblem, Exchange } from "./exchange.ts";

/** The media type of a `content-type` value, without its parameters. */
export const baseType = (contentType: string | undefined): string | undefined =>
  contentType?.split(";")[0]!.trim().toLowerCase() || undefined;

export const isJsonType = (type: string | undefined): boolean => type !== undefined && isJson(type);

const contentTypeOf = (headers: Record<string, string> = {}): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];

/** The declared media type that a message names, else the first one; `undefined` where none is declared. */
export function mediaType(content: Record<string, unknown> = {}, headers?: Record<string, string>): string | undefined {
  const named = baseType(contentTypeOf(headers));
  return named !== undefined && Object.hasOwn(content, named) ? named : Object.keys(content)[0];
}

/** The type of a message that is not JSON; `undefined` where there is none. */
export function foreignType(headers?: Record<string, string>): string | undefined {
  const type = baseType(contentTypeOf(headers));
  return type === undefined || isJsonType(type) ? undefined : type;
}

function decoded(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // a charset that nobody knows
  }
}

/** A form as an object, files as the empty string: what is in them is nobody's business here. */
async function form(bytes: Uint8Array, contentType: string): Promise<Record<string, unknown>> {
  const fields = await new Response(bytes as BodyInit, { headers: { "content-type": contentType } }).formData();
  return Object.fromEntries([...fields].map(([name, value]) => [name, typeof value === "string" ? value : ""]));
}

type Body = Pick<Exchange["response"], "body" | "bodyProblem">;
const problem = (bodyProblem: BodyProblem): Body => ({ bodyProblem });

/** The value of a body as a schema takes it: JSON parsed, forms as objects, everything else as text. */
export async function bodyValue(raw: string | Uint8Array, contentType: string | undefined): Promise<Body> {
  if (raw.length === 0) return {};
  const type = baseType(contentType);
  const text = () => (typeof raw === "string" ? raw : decoded(raw, contentType));
  if (type === undefined || isJsonType(type)) {
    try {
      return { body: JSON.parse(text()) };
    } catch {
      return type === undefined ? { body: text() } : problem("malformed");
    }
  }
  if (type === "multipart/form-data" || type === "application/x-www-form-urlencoded") {
    try {
      return { body: await form(typeof raw === "string" ? new TextEncoder().encode(raw) : raw, contentType!) };
    } catch {
      return problem("unrecorded"); // browsers leave the files out of what they export
    }
  }
  return { body: text() };
}
