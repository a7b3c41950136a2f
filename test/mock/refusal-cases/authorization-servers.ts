import {
  type Case,
  type Org,
  V,
  claim,
  eventHook,
  fresh,
  hook,
  inlineHook,
  origin,
  policy,
  server,
  serverPolicy,
  serverRule,
  signOnRule,
  zone,
  rulesOf,
  FOR_NOBODY,
} from "./fixtures.ts";

export const serversCases: Case[] = [
  [
    "POST /authorizationServers",
    "E0000001",
    "exactly one",
    ({ ask }) =>
      ask(`POST ${V}/authorizationServers`, { name: "Two", description: "", audiences: ["api://a", "api://b"] }),
  ],
  [
    "PUT /authorizationServers/{authServerId}",
    "E0000001",
    "exactly one",
    async (org) =>
      org.ask(`PUT ${V}/authorizationServers/${await server(org)}`, {
        name: "Two",
        description: "",
        audiences: ["api://a", "api://b"],
      }),
  ],
  [
    "POST /authorizationServers/{authServerId}/claims",
    "E0000001",
    "reserved",
    async (org) => org.ask(`POST ${V}/authorizationServers/${await server(org)}/claims`, claim({ name: "iss" })),
  ],
  [
    "PUT /authorizationServers/{authServerId}/claims/{claimId}",
    "E0000001",
    "reserved or taken",
    async (org) => {
      const list = `${V}/authorizationServers/${await server(org)}/claims`;
      const [one, other] = [
        (await org.ask(`POST ${list}`, claim())).body,
        (await org.ask(`POST ${list}`, claim())).body,
      ];
      return org.ask(`PUT ${list}/${one.id}`, { ...one, name: other.name });
    },
  ],
  [
    "DELETE /authorizationServers/{authServerId}/claims/{claimId}",
    "E0000001",
    "Okta's own",
    async (org) => {
      const list = `${V}/authorizationServers/${await server(org)}/claims`;
      return org.ask(`DELETE ${list}/${(await org.ask(`GET ${list}`)).body.find((one: any) => one.system).id}`);
    },
  ],
  [
    "POST /authorizationServers/{authServerId}/credentials/lifecycle/keyRotate",
    "E0000001",
    "is not `sig`",
    async (org) =>
      org.ask(`POST ${V}/authorizationServers/${await server(org)}/credentials/lifecycle/keyRotate`, { use: "enc" }),
  ],
  ...(["post", "put"] as const).flatMap((method): Case[] => {
    const send = async (org: Org, list: string, body: object, right: object = {}) => {
      if (method === "post") return org.ask(`POST ${list}`, body);
      const { id, ...rest } = (await org.ask(`POST ${list}`, { ...body, name: fresh("Name"), ...right })).body;
      return org.ask(`PUT ${list}/${id}`, { ...rest, ...body });
    };
    const twice = async (org: Org, list: string, body: object) => {
      await org.ask(`POST ${list}`, body);
      return send(org, list, body);
    };
    const of = (path: string, item: string) => (method === "post" ? `POST ${path}` : `PUT ${path}/${item}`);
    const servers = "/authorizationServers/{authServerId}";
    return [
      [
        of(`${servers}/policies`, "{policyId}"),
        "E0000001",
        "too long",
        async (org) =>
          send(
            org,
            `${V}/authorizationServers/${await server(org)}/policies`,
            serverPolicy({ conditions: { clients: { include: ["nobody"] } } }),
            serverPolicy(),
          ),
      ],
      [
        of(`${servers}/policies/{policyId}/rules`, "{ruleId}"),
        "E0000001",
        "has this name",
        async (org) => {
          const list = `${V}/authorizationServers/${await server(org)}/policies`;
          const { id } = (await org.ask(`POST ${list}`, serverPolicy())).body;
          return twice(org, `${list}/${id}/rules`, serverRule());
        },
      ],
      [
        of(`${servers}/scopes`, "{scopeId}"),
        "E0000001",
        "this name",
        async (org) => twice(org, `${V}/authorizationServers/${await server(org)}/scopes`, { name: fresh("scope") }),
      ],
      [
        of("/zones", "{zoneId}"),
        "E0000001",
        method === "post" ? "name is taken" : "has the name",
        async (org) => twice(org, `${V}/zones`, zone()),
      ],
      [
        of("/policies", "{policyId}"),
        "E0000001",
        "name",
        async (org) => twice(org, `${V}/policies`, { type: "OKTA_SIGN_ON", name: fresh("Policy") }),
      ],
      [
        of("/trustedOrigins", "{trustedOriginId}"),
        "E0000001",
        "no origin",
        async (org) => send(org, `${V}/trustedOrigins`, { ...origin(), origin: "https://a.test/path" }, origin()),
      ],
      [
        of("/inlineHooks", "{inlineHookId}"),
        "E0000001",
        "has this name",
        async (org) => twice(org, `${V}/inlineHooks`, inlineHook()),
      ],
      [
        of("/eventHooks", "{eventHookId}"),
        "E0000001",
        "endpoint",
        async (org) =>
          send(
            org,
            `${V}/eventHooks`,
            hook({
              events: { type: "EVENT_TYPE", items: ["user.lifecycle.create"] },
              channel: { type: "HTTP", version: "1.0.0", config: { uri: "nowhere", headers: [] } },
            }),
            eventHook(),
          ),
      ],
      [
        of("/policies/{policyId}/rules", "{ruleId}"),
        "E0000001",
        "ZONE",
        async (org) =>
          send(
            org,
            `${V}/policies/${await policy(org)}/rules`,
            signOnRule({ conditions: { network: { connection: "ZONE" } } }),
            signOnRule({ conditions: {} }),
          ),
      ],
    ];
  }),
  [
    "DELETE /authorizationServers/{authServerId}/scopes/{scopeId}",
    "E0000001",
    "Okta's own",
    async (org) => {
      const list = `${V}/authorizationServers/${await server(org)}/scopes`;
      return org.ask(`DELETE ${list}/${(await org.ask(`GET ${list}`)).body.find((one: any) => one.system).id}`);
    },
  ],
  [
    "POST /authorizationServers/{authServerId}/policies/{policyId}/rules",
    "E0000001",
    "names no user",
    async (org) => org.ask(`POST ${await rulesOf(org)}`, serverRule({ conditions: FOR_NOBODY })),
  ],
  [
    "PUT /authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}",
    "E0000001",
    "names no user",
    async (org) => {
      const rules = await rulesOf(org);
      const { body: rule } = await org.ask(`POST ${rules}`, serverRule());
      return org.ask(`PUT ${rules}/${rule.id}`, { ...rule, conditions: FOR_NOBODY });
    },
  ],
];
