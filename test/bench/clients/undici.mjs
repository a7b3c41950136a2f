// undici.request: Node's own HTTP client without fetch, the floor.
import { Agent, request } from "undici";

const next = (link) => /<([^>]+)>;\s*rel="next"/.exec([link].flat().join())?.[1];

export function create({ orgUrl, token }) {
  const dispatcher = new Agent();
  const headers = { authorization: `SSWS ${token}`, accept: "application/json" };
  const get = async (url) => {
    const response = await request(url, { headers, dispatcher });
    if (response.statusCode !== 200) throw new Error(`${response.statusCode}`);
    return response;
  };
  const json = async (url) => JSON.parse(await (await get(url)).body.text());
  return {
    user: () => json(`${orgUrl}/api/v1/users/person.1%40example.com`),
    page: () => json(`${orgUrl}/api/v1/users?limit=200`),
    async list(each) {
      for (let url = `${orgUrl}/api/v1/users?limit=200`; url;) {
        const response = await get(url);
        url = next(response.headers.link);
        for (const user of JSON.parse(await response.body.text())) {
          const pending = each(user);
          if (pending) await pending;
        }
      }
    },
  };
}
