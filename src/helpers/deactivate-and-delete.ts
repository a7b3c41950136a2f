import type { DeleteRoutes, PostRoutes } from "../../generated/routes.ts";
import type { OktaClient } from "../okta-client.ts";
import type { CallOptions, Result } from "../types.ts";

/** Paths of resources that must be deactivated before they can be deleted. */
export type DeactivatedBeforeDelete = {
  [Path in keyof DeleteRoutes]: `${Path}/lifecycle/deactivate` extends keyof PostRoutes ? Path : never;
}[keyof DeleteRoutes];

type PathParams<Path extends DeactivatedBeforeDelete> = DeleteRoutes[Path] extends {
  init: { params: { path: infer P } };
}
  ? P
  : never;

type UntypedCall = (path: string, init: object) => Promise<Result<unknown>>;

/**
 * Deactivates a resource and deletes it for good: a user, an app, a group rule and whatever else Okta refuses to delete
 * while it is active. One that is inactive already is just deleted.
 *
 * @example await deactivateAndDelete(okta, "/api/v1/users/{userId}", { userId });
 * @throws OktaApiError of the step that failed
 */
export async function deactivateAndDelete<Path extends DeactivatedBeforeDelete>(
  okta: OktaClient,
  path: Path,
  params: PathParams<Path>,
  options: CallOptions = {},
): Promise<void> {
  const { POST, DELETE } = okta as unknown as Record<"POST" | "DELETE", UntypedCall>;
  const call = { ...options, params: { path: params } };
  const { error } = await POST(`${path}/lifecycle/deactivate`, call);
  // Okta refuses to deactivate what is inactive; the deletion shows whether that was the reason.
  if (error && error.status !== 400 && error.status !== 403) throw error;
  const remove = async () => (await DELETE(path, call)).error;
  const refused = await remove();
  if (refused) throw error ?? refused;
  // The deletion of a user who is still active deactivates, and succeeds; a second one deletes.
  if (error && path === "/api/v1/users/{userId}") {
    const left = await remove();
    if (left && left.status !== 404) throw left;
  }
}
