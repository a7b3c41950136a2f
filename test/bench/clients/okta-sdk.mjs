// The official SDK. Its cache is off: the others have none, and it would answer without a call.
import okta from "@okta/okta-sdk-nodejs";

export function create({ orgUrl, token }) {
  const client = new okta.Client({ orgUrl, token, cacheMiddleware: null, testing: { disableHttpsCheck: true } });
  return {
    user: () => client.userApi.getUser({ userId: "person.1@example.com" }),
    async page() {
      const users = [];
      for await (const user of await client.userApi.listUsers({ limit: 200 })) users.push(user);
      return users;
    },
    async list(each) {
      for await (const user of await client.userApi.listUsers({ limit: 200 })) {
        const pending = each(user);
        if (pending) await pending;
      }
    },
  };
}
