// This project's client on the platform's fetch.
import { createOktaClient } from "okta-fetch";

export function create(options) {
  const okta = createOktaClient(options);
  const data = ({ data, error }) => {
    if (error) throw error;
    return data;
  };
  const path = { userId: "person.1@example.com" };
  return {
    user: async () => data(await okta.GET("/api/v1/users/{userId}", { params: { path } })),
    page: async () => data(await okta.GET("/api/v1/users", { params: { query: { limit: 200 } } })),
    async list(each) {
      for await (const user of okta.paginate("/api/v1/users", { params: { query: { limit: 200 } } })) {
        const pending = each(user);
        if (pending) await pending;
      }
    },
  };
}
