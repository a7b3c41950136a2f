import type { Failure, Success } from "../types.ts";

/**
 * The data of a success; throws the error of a failure.
 *
 * @example const user = await unwrap(okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "me" } } }));
 * @throws OktaApiError
 */
export async function unwrap<Data>(result: PromiseLike<Success<Data, any> | Failure> | Success<Data, any> | Failure) {
  const settled = await result;
  if (!settled.ok) throw settled.error;
  return settled.data;
}
