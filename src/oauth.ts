/** `okta-fetch/oauth`: signs in as an OAuth 2.0 service app. Apart from the client, since it needs `jose`. */
export type { Auth } from "./auth/auth.ts";
export { serviceApp, type ServiceAppOptions } from "./auth/service-app.ts";
export { isOktaTokenError, OktaTokenError } from "./auth/token-error.ts";
