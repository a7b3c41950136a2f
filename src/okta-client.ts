import type { DeletePaths, GetPaths, ListPaths, PostPaths, PutPaths } from "../generated/routes.ts";
import type { PageOptions, Paginator } from "./lists/paginate.ts";
import type { Middleware } from "./openapi-fetch.ts";
import type { ParseAs } from "./serialize/response-body.ts";
import type { CallArguments, CallData, GenericInit, ParseOptions, Result } from "./types.ts";

type Item<List> = List extends readonly (infer I)[] ? I : unknown;

/** A client of one org. Every call resolves to `{ ok: true, data, … }` or `{ ok: false, error, … }`. */
export interface OktaClient {
  /**
   * Reads. Parameters of the path, the query and headers go into `params`.
   *
   * @param path as the document has it, its parameters in braces
   * @param init parameters, and options for this call
   * @returns a success, or a failure that Okta reports; check `ok`
   * @throws OktaConnectionError when there is no response; what `signal` was aborted with
   * @example const { data, error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } });
   */
  GET<Path extends keyof GetPaths, As extends ParseAs = "json">(
    path: Path,
    ...init: CallArguments<GetPaths, Path, ParseOptions<As>>
  ): Promise<Result<CallData<GetPaths[Path], As>>>;
  /**
   * Creates, updates in part, or acts. The body is sent as JSON, unless the operation takes something else.
   *
   * @param path as the document has it, its parameters in braces
   * @param init parameters, body, and options for this call
   * @returns a success, or a failure that Okta reports; check `ok`
   * @throws OktaConnectionError when there is no response; what `signal` was aborted with
   * @example await okta.POST("/api/v1/groups", { body: { profile: { name: "Engineering" } } });
   */
  POST<Path extends keyof PostPaths, As extends ParseAs = "json">(
    path: Path,
    ...init: CallArguments<PostPaths, Path, ParseOptions<As>>
  ): Promise<Result<CallData<PostPaths[Path], As>>>;
  /**
   * Replaces a resource, or adds a relation. What was read with GET can be changed and sent back.
   *
   * @param path as the document has it, its parameters in braces
   * @param init parameters, body, and options for this call
   * @returns a success, or a failure that Okta reports; check `ok`
   * @throws OktaConnectionError when there is no response; what `signal` was aborted with
   * @example await okta.PUT("/api/v1/groups/{groupId}", { params: { path: { groupId } }, body: { profile } });
   */
  PUT<Path extends keyof PutPaths, As extends ParseAs = "json">(
    path: Path,
    ...init: CallArguments<PutPaths, Path, ParseOptions<As>>
  ): Promise<Result<CallData<PutPaths[Path], As>>>;
  /**
   * Deletes, or ends a relation.
   *
   * @param path as the document has it, its parameters in braces
   * @param init parameters, and options for this call
   * @returns a success, or a failure that Okta reports; check `ok`
   * @throws OktaConnectionError when there is no response; what `signal` was aborted with
   * @example await okta.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId } } });
   */
  DELETE<Path extends keyof DeletePaths, As extends ParseAs = "json">(
    path: Path,
    ...init: CallArguments<DeletePaths, Path, ParseOptions<As>>
  ): Promise<Result<CallData<DeletePaths[Path], As>>>;
  /**
   * Calls any path of the org with the same credential, retries and errors, for what the document does not list.
   *
   * @param method such as `GET`
   * @param path absolute on the org, ids already encoded; may hold a query
   * @param init query, body, and options for this call
   * @example await okta.request("GET", "/api/v1/devices", { query: { limit: 20 } });
   */
  request<Data = unknown>(method: string, path: string, init?: GenericInit): Promise<Result<Data>>;
  /**
   * Reads a list of any length: `for await (const user of okta.paginate("/api/v1/users"))`. Takes what the GET takes.
   * The System Log without `until` ends at the present; `followLog` goes on.
   *
   * @param path of an operation that returns a list
   * @param init parameters of the first page, how far to read, and options for each request
   * @throws OktaApiError in the loop, for a page that Okta refuses
   */
  paginate<Path extends keyof ListPaths>(
    path: Path,
    ...init: CallArguments<ListPaths, Path, PageOptions>
  ): Paginator<Item<ListPaths[Path]["data"]>>;
  /** Adds middleware as openapi-fetch has it: `onRequest`, `onResponse`, `onError`, around all attempts of a call. */
  use(...middleware: Middleware[]): void;
  /** Removes middleware. */
  eject(...middleware: Middleware[]): void;
}
