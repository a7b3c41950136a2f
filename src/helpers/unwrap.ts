import type { Result } from "../types.ts";

/**
 * The data of a success; throws the error of a failure.
 *
 * @param result of a call, or the call itself
 * @example const user = await unwrap(okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } }));
 * @throws OktaApiError
 */
export async function unwrap<Data>(result: PromiseLike<Result<Data>> | Result<Data>): Promise<Data> {
  const settled = await result;
  if (!settled.ok) throw settled.error;
  return settled.data;
}
