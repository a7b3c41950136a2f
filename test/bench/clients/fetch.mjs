// Raw fetch: what a program without any client does.
const next = (link) => /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];

export function create({ orgUrl, token }) {
  const headers = { authorization: `SSWS ${token}`, accept: "application/json" };
  const get = async (url) => {
    const response = await globalThis.fetch(url, { headers });
    if (!response.ok) throw new Error(`${response.status}`);
    return response;
  };
  const json = async (url) => JSON.parse(await (await get(url)).text());
  return {
    user: () => json(`${orgUrl}/api/v1/users/person.1%40example.com`),
    page: () => json(`${orgUrl}/api/v1/users?limit=200`),
    async list(each) {
      for (let url = `${orgUrl}/api/v1/users?limit=200`; url;) {
        const response = await get(url);
        url = next(response.headers.get("link"));
        for (const user of JSON.parse(await response.text())) {
          const pending = each(user);
          if (pending) await pending;
        }
      }
    },
  };
}
