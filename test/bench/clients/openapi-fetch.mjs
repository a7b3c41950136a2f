// openapi-fetch by itself on this project's types, with a loop for pages as its users write it.
import createClient from "openapi-fetch";

const next = (link) => /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];

export function create({ orgUrl, token }) {
  const okta = createClient({ baseUrl: orgUrl, headers: { authorization: `SSWS ${token}` } });
  const data = ({ data, error }) => {
    if (error) throw new Error(error.errorSummary);
    return data;
  };
  const path = { userId: "person.1@example.com" };
  return {
    user: async () => data(await okta.GET("/api/v1/users/{userId}", { params: { path } })),
    page: async () => data(await okta.GET("/api/v1/users", { params: { query: { limit: 200 } } })),
    async list(each) {
      for (let query = { limit: 200 }; query;) {
        const result = await okta.GET("/api/v1/users", { params: { query } });
        const link = next(result.response.headers.get("link"));
        query = link && Object.fromEntries(new globalThis.URL(link).searchParams);
        for (const user of data(result)) {
          const pending = each(user);
          if (pending) await pending;
        }
      }
    },
  };
}
