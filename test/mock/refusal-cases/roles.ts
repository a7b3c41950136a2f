import {
  type Case,
  EVERYONE,
  type Org,
  TARGETS,
  V,
  appGroup,
  bookmark,
  group,
  groupRule,
  role,
  user,
} from "./fixtures.ts";

export const rolesCases: Case[] = [
  [
    "POST /groups/{groupId}/roles",
    "E0000192",
    "rule",
    async (org) => {
      const id = await group(org);
      await org.ask(`POST ${V}/groups/rules`, groupRule(id));
      return org.ask(`POST ${V}/groups/${id}/roles`, { type: "USER_ADMIN" });
    },
  ],
  [
    "POST /groups/{groupId}/roles",
    "E0000194",
    "comes from an app",
    async (org) => org.ask(`POST ${V}/groups/${await appGroup(org)}/roles`, { type: "USER_ADMIN" }),
  ],
  [
    "POST /groups/{groupId}/roles",
    "E0000211",
    "Everyone",
    ({ ask }) => ask(`POST ${V}/groups/${EVERYONE}/roles`, { type: "USER_ADMIN" }),
  ],
  ...(["/groups/{groupId}", "/users/{userId}"] as const).flatMap((owner): Case[] => {
    const isGroup = owner.startsWith("/groups");
    const make = async (org: Org) => (isGroup ? `/groups/${await group(org)}` : `/users/${await user(org)}`);
    const groupTarget = isGroup ? "{targetGroupId}" : "{groupId}";
    const apps = `${owner}/roles/{roleId}/${TARGETS}`;
    return [
      [
        `POST ${owner}/roles`,
        "E0000001",
        "unknown",
        async (org) => org.ask(`POST ${V}${await make(org)}/roles`, { type: "CUSTOM" }),
      ],
      [
        `POST ${owner}/roles`,
        "E0000090",
        "already",
        async (org) => {
          const one = await make(org);
          await role(org, one);
          return org.ask(`POST ${V}${one}/roles`, { type: "APP_ADMIN" });
        },
      ],
      ...(isGroup
        ? []
        : ([
            [
              `PUT ${apps}`,
              "E0000091",
              "APP_ADMIN",
              async (org: Org) => org.ask(`PUT ${await role(org, await make(org), "USER_ADMIN")}/${TARGETS}`),
            ],
          ] as Case[])),
      [
        `PUT ${apps}/{appName}`,
        "E0000091",
        "APP_ADMIN",
        async (org) => org.ask(`PUT ${await role(org, await make(org), "USER_ADMIN")}/${TARGETS}/bookmark`),
      ],
      [
        `DELETE ${apps}/{appName}`,
        "E0000001",
        "last target",
        async (org) => {
          const one = await role(org, await make(org));
          await org.ask(`PUT ${one}/${TARGETS}/bookmark`);
          return org.ask(`DELETE ${one}/${TARGETS}/bookmark`);
        },
      ],
      [
        `PUT ${apps}/{appName}/{applicationId}`,
        "E0000091",
        "APP_ADMIN",
        async (org) =>
          org.ask(`PUT ${await role(org, await make(org), "USER_ADMIN")}/${TARGETS}/bookmark/${await bookmark(org)}`),
      ],
      [
        `PUT ${apps}/{appName}/{applicationId}`,
        "E0000001",
        "all instances",
        async (org) => {
          const one = await role(org, await make(org));
          await org.ask(`PUT ${one}/${TARGETS}/bookmark`);
          return org.ask(`PUT ${one}/${TARGETS}/bookmark/${await bookmark(org)}`);
        },
      ],
      [
        `DELETE ${apps}/{appName}/{applicationId}`,
        "E0000001",
        "last target",
        async (org) => {
          const [one, app] = [await role(org, await make(org)), await bookmark(org)];
          await org.ask(`PUT ${one}/${TARGETS}/bookmark/${app}`);
          return org.ask(`DELETE ${one}/${TARGETS}/bookmark/${app}`);
        },
      ],
      [
        `PUT ${owner}/roles/{roleId}/targets/groups/${groupTarget}`,
        "E0000091",
        isGroup ? "does not take" : "none of these",
        async (org) => org.ask(`PUT ${await role(org, await make(org))}/targets/groups/${await group(org)}`),
      ],
      [
        `DELETE ${owner}/roles/{roleId}/targets/groups/${groupTarget}`,
        "E0000001",
        "last target",
        async (org) => {
          const [one, target] = [await role(org, await make(org), "USER_ADMIN"), await group(org)];
          await org.ask(`PUT ${one}/targets/groups/${target}`);
          return org.ask(`DELETE ${one}/targets/groups/${target}`);
        },
      ],
    ];
  }),
  [
    "POST /groups/{groupId}/roles",
    "E0000193",
    "5,000 members",
    async (org) => {
      const id = await group(org);
      const state = org.state();
      state.members[`${V}/groups/${id}/users`] = Array.from({ length: 5001 }, (_, i) => `00u${i}`);
      org.load(state);
      return org.ask(`POST ${V}/groups/${id}/roles`, { type: "HELP_DESK_ADMIN" });
    },
  ],
];
