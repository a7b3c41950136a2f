import type { MockResponse, Call, Source } from "../server/call.ts";
import { apiErrorOf } from "../server/errors.ts";
import { acceptOf, choose } from "./choose.ts";
import { errorId } from "./ids.ts";
import { relink } from "./links.ts";
import type { ApiModel } from "../model/model.ts";
import { isObject, type MediaType } from "../../openapi/document.ts";
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

/** How answers are made where a request does not say. */
export interface AnswerOptions {
  dynamic: boolean;
  seed: string | undefined;
}

/** Kinds of requests whose answers are kept; the first ones are dropped after that. */
const KEPT = 512;

/** Answers from the document: its examples, or values made up from its schemas. */
export class Answers {
  readonly #model: ApiModel;
  readonly #options: AnswerOptions;
  readonly #prepared = new Map<string, Prepared>();

  constructor(model: ApiModel, options: AnswerOptions) {
    this.#model = model;
    this.#options = options;
  }

  /**
   * @throws ApiError 400 when there is no such example, or no type that the request accepts
   */
  answer(call: Call): MockResponse {
    const { code, example, dynamic = this.#options.dynamic, seed = this.#options.seed } = call.prefer;
    const accept = acceptOf(call.headers.accept);
    const made = dynamic ? `dynamic ${seed}` : "";
    const key = [call.operation.key, code, example, accept, call.base, made].join("\n");
    // What is made from a seed is the same each time.
    const keep = !dynamic || seed !== undefined;
    let prepared = keep ? this.#prepared.get(key) : undefined;
    if (!prepared) {
      prepared = this.#prepare(call, code, example, dynamic, seed, accept);
      if (keep) this.#keep(key, prepared);
    }
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

  #keep(key: string, prepared: Prepared): void {
    if (this.#prepared.size >= KEPT) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(key, prepared);
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

  #prepare(
    call: Call,
    code: number | undefined,
    example: string | undefined,
    dynamic: boolean,
    seed: string | undefined,
    accept: string | undefined,
  ): Prepared {
    const { operation } = call;
    // Okta's own body of an error goes before the one of `default`.
    if (code !== undefined && code >= 400 && !operation.definition.responses?.[code]) return refused(code);
    const chosen = choose(this.#model, operation, { code, example, dynamic, accept });
    const response = operation.response(String(chosen.status)) ?? operation.response("default");
    const headers = responseHeaders(this.#model, response);
    if (chosen.mediaType !== undefined) headers["content-type"] = chosen.mediaType;
    const media = chosen.mediaType === undefined ? undefined : response?.content?.[chosen.mediaType];
    let { value } = chosen;
    let source: Source = "example";
    if (value === undefined && chosen.schema) {
      value = this.#model.engine.generate(operation, chosen.schema, seed);
      source = "generated";
    }
    if (isObject(value) || Array.isArray(value)) value = relink(value, this.#model.origin, call.base);
    return { status: chosen.status, headers, value, body: serialize(value, chosen.mediaType), media, source };
  }
}

function refused(code: number): Prepared {
  const refusal = apiErrorOf(code);
  const headers = { "content-type": "application/json" };
  return {
    status: code,
    headers,
    value: JSON.parse(refusal.body),
    body: refusal.body,
    media: undefined,
    source: undefined,
  };
}

const withNewErrorId = ({ value, body }: Prepared) =>
  isObject(value) && "errorId" in value ? JSON.stringify({ ...value, errorId: errorId() }) : body;

function serialize(value: unknown, mediaType: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && !/[/+]json\b/.test(mediaType ?? "")) return value;
  return JSON.stringify(value);
}
