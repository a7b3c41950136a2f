import { type Case, V, eventHook, hook, idOf, inlineHook } from "./fixtures.ts";

export const hooksCases: Case[] = [
  [
    "DELETE /eventHooks/{eventHookId}",
    "E0000001",
    "active",
    async (org) => org.ask(`DELETE ${V}/eventHooks/${await idOf(org, "/eventHooks", eventHook())}`),
  ],
  [
    "POST /eventHooks/{eventHookId}/lifecycle/verify",
    "E0000001",
    "reached",
    async (org) => org.ask(`POST ${V}/eventHooks/${await idOf(org, "/eventHooks", eventHook())}/lifecycle/verify`),
  ],
  [
    "DELETE /inlineHooks/{inlineHookId}",
    "E0000001",
    "active",
    async (org) => org.ask(`DELETE ${V}/inlineHooks/${await idOf(org, "/inlineHooks", inlineHook())}`),
  ],
  [
    "POST /inlineHooks/{inlineHookId}/execute",
    "E0000135",
    "reached",
    async (org) => {
      const id = await idOf(
        org,
        "/inlineHooks",
        hook({
          type: "com.okta.oauth2.tokens.transform",
          version: "1.0.0",
          channel: { type: "HTTP", version: "1.0.0", config: { uri: "http://127.0.0.1:1", headers: [] } },
        }),
      );
      return org.ask(`POST ${V}/inlineHooks/${id}/execute`, { data: {} });
    },
  ],
  [
    "POST /features/{featureId}/{lifecycle}",
    "E0000141",
    "needs",
    async ({ ask }) => {
      for (const { id } of (await ask(`GET ${V}/features`)).body) {
        for (const word of ["DISABLE", "ENABLE"]) {
          const response = await ask(`POST ${V}/features/${id}/${word}`);
          if (response.status >= 300) return response;
        }
      }
      throw new Error("No feature needs another one.");
    },
  ],
  [
    "POST /inlineHooks/{inlineHookId}/execute",
    "E0000001",
    "fit the type",
    async (org) => {
      const id = await idOf(org, "/inlineHooks", inlineHook());
      return org.ask(`POST ${V}/inlineHooks/${id}/execute`, { eventType: "com.okta.saml.tokens.transform", data: {} });
    },
  ],
];
