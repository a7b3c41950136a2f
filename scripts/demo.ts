/** `npm run demo`: a session with the typed client on the mock server. */
import { join } from "node:path";
import { createOktaClient } from "../src/index.ts";
import { root } from "./lib/paths.ts";
import { startPrism } from "./lib/prism.ts";

const mock = await startPrism(join(root, "generated/openapi.yaml"));
const okta = createOktaClient({ orgUrl: mock.url, token: "00demo" });
const say = (title: string, ...lines: string[]) => console.log(`\n${title}\n${lines.map((l) => `  ${l}`).join("\n")}`);

try {
  console.log(`okta-fetch talks to a mock org at ${mock.url}`);

  const created = await okta.POST("/api/v1/users", {
    params: { query: { activate: true } },
    body: {
      profile: {
        firstName: "Ada",
        lastName: "Lovelace",
        email: "ada.lovelace@example.com",
        login: "ada.lovelace@example.com",
      },
    },
  });
  if (created.error) throw created.error;
  say("POST /api/v1/users", `created ${created.data.id}, status ${created.data.status}`);

  const read = await okta.GET("/api/v1/users/{userId}", { params: { path: { userId: created.data.id } } });
  if (read.error) throw read.error;
  say(
    "GET /api/v1/users/{userId}",
    `${read.data.profile.firstName} ${read.data.profile.lastName} <${read.data.profile.email}>`,
  );

  const groups = await okta.GET("/api/v1/groups", { params: { query: { limit: 10 } } });
  if (groups.error) throw groups.error;
  say("GET /api/v1/groups", ...groups.data.map((group) => `${group.id}  ${group.type}  ${group.profile.name}`));

  const [group] = groups.data;
  if (!group) throw new Error("The mock org has no group.");
  const added = await okta.PUT("/api/v1/groups/{groupId}/users/{userId}", {
    params: { path: { groupId: group.id, userId: created.data.id } },
  });
  if (added.error) throw added.error;
  say(
    "PUT /api/v1/groups/{groupId}/users/{userId}",
    `${added.response.status}: ${created.data.id} is in ${group.profile.name}`,
  );

  const missing = await okta.GET("/api/v1/users/{userId}", {
    params: { path: { userId: "nobody" } },
    headers: { prefer: "code=404" },
  });
  say(
    "A typed error",
    `${missing.error?.name} ${missing.error?.status} ${missing.error?.errorCode}`,
    String(missing.error?.message),
  );

  const generic = await okta.request<{ id: string }[]>("GET", "/api/v1/meta/types/user");
  if (generic.error) throw generic.error;
  say("okta.request GET /api/v1/meta/types/user", ...generic.data.map((type) => type.id));
} finally {
  await mock.close();
}
