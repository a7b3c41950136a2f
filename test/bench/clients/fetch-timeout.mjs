// Raw fetch that gives up after a minute, as the others do: an AbortSignal a call.
export function create({ orgUrl, token }) {
  const headers = { authorization: `SSWS ${token}`, accept: "application/json" };
  return {
    async user() {
      const signal = globalThis.AbortSignal.timeout(60_000);
      const response = await globalThis.fetch(`${orgUrl}/api/v1/users/person.1%40example.com`, { headers, signal });
      if (!response.ok) throw new Error(`${response.status}`);
      return JSON.parse(await response.text());
    },
  };
}
