/** `npm run demo`: a session with the typed client on a mock org that remembers. */
import { createOktaClient, deactivateAndDelete, unwrap } from "../src/index.ts";
import { startMockServer } from "../src/mock/index.ts";

const mock = await startMockServer({ stateful: true });
const say = (title: string, ...lines: unknown[]) => console.log(`\n${title}\n${lines.map((l) => `  ${l}`).join("\n")}`);
const okta = createOktaClient({
  orgUrl: mock.url,
  token: "00demo",
  onEvent: (event) => {
    if (event.type === "retry") console.log(`  (${event.status}; again in ${Math.round(event.delay)} ms)`);
  },
});

try {
  console.log(`okta-fetch talks to a mock org at ${mock.url}`);

  const login = "edith.clarke@example.com";
  const user = await unwrap(
    okta.POST("/api/v1/users", {
      body: { profile: { firstName: "Edith", lastName: "Clarke", email: login, login } },
    }),
  );
  say("POST /api/v1/users", `created ${user.id}, status ${user.status}`);

  const path = { userId: user.id };
  const { profile } = await unwrap(okta.GET("/api/v1/users/{userId}", { params: { path } }));
  say("GET /api/v1/users/{userId}", `${profile.firstName} ${profile.lastName} <${profile.email}>`);

  const groups = await okta.paginate("/api/v1/groups").toArray({ limit: 100 });
  say("GET /api/v1/groups", ...groups.map((group) => `${group.id}  ${group.type}  ${group.profile.name}`));

  const group = groups.find(({ type }) => type === "OKTA_GROUP");
  if (!group) throw new Error("The mock org has no group to join.");
  const members = { params: { path: { groupId: group.id } } };
  await unwrap(
    okta.PUT("/api/v1/groups/{groupId}/users/{userId}", { params: { path: { groupId: group.id, ...path } } }),
  );
  const names: unknown[] = [];
  for await (const member of okta.paginate("/api/v1/groups/{groupId}/users", members)) names.push(member.profile.login);
  say("PUT /api/v1/groups/{groupId}/users/{userId}", `${group.profile.name} has ${names.join(", ")}`);

  const { error } = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: "nobody" } } });
  say("A typed error", `${error?.name} ${error?.status} ${error?.errorCode}`, error?.message);

  say("A rate limit, waited out");
  mock.setScenario({ rules: [{ first: 1, status: 429, resetSeconds: 1 }] });
  const types = await unwrap(okta.request<{ id: string; displayName: string }[]>("GET", "/api/v1/meta/types/user"));
  say("okta.request GET /api/v1/meta/types/user", ...types.map(({ id, displayName }) => `${id}  ${displayName}`));

  await deactivateAndDelete(okta, "/api/v1/users/{userId}", path);
  const gone = await okta.GET("/api/v1/users/{userId}", { params: { path } });
  say("deactivateAndDelete", `${user.id} is gone: ${gone.status}`);
} finally {
  await mock.close();
}
