/** The body that creates an OpenID Connect identity provider. */
export const oidcProviderNamed = (name: string) => ({
  type: "OIDC",
  name,
  protocol: {
    type: "OIDC",
    endpoints: Object.fromEntries(
      ["authorization", "token", "userInfo", "jwks"].map((endpoint) => [
        endpoint,
        { url: `https://idp.test/${endpoint}`, binding: endpoint === "token" ? "HTTP-POST" : "HTTP-REDIRECT" },
      ]),
    ),
    scopes: ["openid"],
    issuer: { url: "https://idp.test" },
    credentials: { client: { client_id: "id", client_secret: "secret" } },
  },
  policy: {
    accountLink: { action: "AUTO" },
    provisioning: { action: "AUTO", groups: { action: "NONE" } },
    subject: { userNameTemplate: { template: "idpuser.email" }, matchType: "USERNAME" },
  },
});
