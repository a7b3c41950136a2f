import { ApiError } from "../server/errors.ts";

/** A page of a list, and where it and the next one are. */
export interface Page<T> {
  items: T[];
  /** Values for `Link`: `rel="self"`, and `rel="next"` unless this page is the last. */
  links: string[];
}

interface Cursor {
  /** Id of the last item of the page before. */
  id?: string;
  /** Its index, for when it has gone since, or has no id. */
  at: number;
}

const encode = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString("base64url");

function decode(text: string): Cursor | undefined {
  try {
    const cursor = JSON.parse(Buffer.from(text, "base64url").toString()) as Cursor;
    if (Number.isSafeInteger(cursor.at) && cursor.at >= 0) return cursor;
  } catch {
    // Not one of ours.
  }
  return undefined;
}

export interface PageRequest {
  /** Origin of the server, as the client sees it. */
  base: string;
  path: string;
  query: URLSearchParams | undefined;
  /** Items of a page when the request does not say. */
  size: number;
  /** Whether a cursor of another server is refused, as Okta does, or begins the list anew. */
  strict: boolean;
  /** Whether the last page has a next link too, for what comes later. */
  endless?: boolean;
}

/**
 * @param idOf tells items apart, so that a page follows its cursor's item though others came or went
 * @throws ApiError 400 E0000029 for a cursor that is not of this server, if strict
 */
export function page<T>(items: T[], idOf: (item: T) => string | undefined, request: PageRequest): Page<T> {
  const { base, path, query, endless = false } = request;
  const limit = Number(query?.get("limit") ?? NaN);
  const size = Number.isInteger(limit) && limit > 0 ? limit : request.size;
  const start = startOf(items, idOf, request);
  const end = Math.min(start + Math.max(1, size), items.length);
  const search = query?.toString();
  const links = [`<${base}${path}${search ? `?${search}` : ""}>; rel="self"`];
  if (end < items.length || endless) {
    const next = new URLSearchParams(query);
    if (end > 0) {
      const id = idOf(items[end - 1]!);
      next.set("after", encode({ ...(id !== undefined && { id }), at: end - 1 }));
    }
    next.set("limit", String(size));
    links.push(`<${base}${path}?${next}>; rel="next"`);
  }
  return { items: items.slice(start, end), links };
}

/** Index of the first item after a cursor. */
function startOf<T>(items: T[], idOf: (item: T) => string | undefined, { query, strict }: PageRequest): number {
  const after = query?.get("after");
  if (!after) return 0;
  const cursor = decode(after);
  if (!cursor) {
    if (strict) throw new ApiError(400, "E0000029", undefined, ["Invalid cursor."]);
    return 0;
  }
  const { id, at } = cursor;
  const last = id === undefined ? -1 : items.findIndex((item) => idOf(item) === id);
  return last >= 0 ? last + 1 : Math.min(id === undefined ? at + 1 : at, items.length);
}
