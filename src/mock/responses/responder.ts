import { isObject, type MediaType } from "../../openapi/document.ts";
import { isJson } from "../../openapi/media-type.ts";
import type { ApiModel } from "../model/model.ts";
import type { Call, MockResponse, Source } from "../server/call.ts";
import { apiErrorOf } from "../server/errors.ts";
import { acceptOf, choose, type ResponseRequest } from "./choose.ts";
import { errorId } from "./ids.ts";
import { relink } from "./links.ts";
import { page } from "./paging.ts";
import { responseHeaders } from "./response-headers.ts";

/** What was chosen for a kind of request, ready to be sent again. */
interface Prepared {
  status: number;
  headers: Record<string, string>;
  value: unknown;
  body: string | undefined;
  media: MediaType | undefined;
  source: Source | undefined;
}

/** How responses are made where a request does not say. */
export interface ResponderOptions {
  dynamic: boolean;
  seed: string | undefined;
}

/** Kinds of requests whose responses are kept; the first ones are dropped after that. */
const KEPT = 512;

/** Responds from the document: its examples, or values made up from its schemas. */
export class Responder {
  readonly #model: ApiModel;
  readonly #options: ResponderOptions;
  readonly #prepared = new Map<string, Prepared>();

  constructor(model: ApiModel, options: ResponderOptions) {
    this.#model = model;
    this.#options = options;
  }

  /** @throws ApiError 400 when there is no such example, or no type that the request accepts */
  async respond(call: Call): Promise<MockResponse> {
    const { code, example, dynamic = this.#options.dynamic, seed = this.#options.seed } = call.prefer;
    const asked = { code, example, dynamic, seed, accept: acceptOf(call.headers.accept) };
    const prepared = await this.#preparedFor(call, asked);
    const { status, headers, source } = prepared;
    if (status >= 400) return { status, headers, body: withNewErrorId(prepared), source };
    if (Array.isArray(prepared.value)) return this.#list(call, prepared, prepared.value);
    const fitting =
      dynamic || example !== undefined || !prepared.media
        ? undefined
        : this.#model.examples.fitting(call.operation, prepared.media, prepared.value, call.params, call.body);
    if (fitting === undefined) return { status, headers, body: prepared.body, source };
    return { status, headers, body: JSON.stringify(relink(fitting, this.#model.origin, call.base)), source };
  }

  async #preparedFor(call: Call, asked: ResponseRequest): Promise<Prepared> {
    const { code, example, dynamic, seed, accept } = asked;
    // What is made from a seed is the same each time.
    if (dynamic && seed === undefined) return this.#prepare(call, asked);
    const key = [call.operation.key, code, example, accept, call.base, dynamic ? `dynamic ${seed}` : ""].join("\n");
    let prepared = this.#prepared.get(key);
    if (!prepared) {
      prepared = await this.#prepare(call, asked);
      if (this.#prepared.size >= KEPT) this.#prepared.delete(this.#prepared.keys().next().value!);
      this.#prepared.set(key, prepared);
    }
    return prepared;
  }

  #list(call: Call, { status, headers, source, body }: Prepared, items: unknown[]): MockResponse {
    const limit = call.operation.parameter("limit", "query");
    if (!call.operation.response(String(status))?.headers?.["Link"] && !limit) return { status, headers, body, source };
    const size = items.length || 1;
    const idOf = (item: unknown) => (isObject(item) && typeof item["id"] === "string" ? item["id"] : undefined);
    const { base, path, query } = call;
    const found = page(items, idOf, { base, path, query: limit ? query : undefined, size, strict: false });
    return {
      status,
      headers: { ...headers, link: found.links },
      body: found.items.length === items.length ? body : JSON.stringify(found.items),
      source,
    };
  }

  async #prepare({ operation, base }: Call, asked: ResponseRequest): Promise<Prepared> {
    const { code } = asked;
    // Okta's own body of an error goes before the one of `default`.
    if (code !== undefined && code >= 400 && !operation.definition.responses?.[code]) return errorOf(code);
    const { status, mediaType, value: chosen, source } = await choose(this.#model, operation, asked);
    const response = operation.response(String(status)) ?? operation.response("default");
    const headers = responseHeaders(this.#model, response);
    if (mediaType !== undefined) headers["content-type"] = mediaType;
    const media = mediaType === undefined ? undefined : response?.content?.[mediaType];
    const value = isObject(chosen) || Array.isArray(chosen) ? relink(chosen, this.#model.origin, base) : chosen;
    return { status, headers, value, body: serialize(value, mediaType), media, source };
  }
}

function errorOf(code: number): Prepared {
  const { body } = apiErrorOf(code);
  const headers = { "content-type": "application/json" };
  return { status: code, headers, value: JSON.parse(body), body, media: undefined, source: undefined };
}

const withNewErrorId = ({ value, body }: Prepared) =>
  isObject(value) && "errorId" in value ? JSON.stringify({ ...value, errorId: errorId() }) : body;

function serialize(value: unknown, mediaType: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" && !isJson(mediaType ?? "") ? value : JSON.stringify(value);
}
