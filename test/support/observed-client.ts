import { createOktaClient, type OktaClientOptions } from "../../src/index.ts";

/** A client whose requests are kept, answered by the given function. */
export function observedClient(answer: (request: Request) => Response, options: OktaClientOptions = {}) {
  const requests: Request[] = [];
  const okta = createOktaClient({
    orgUrl: "https://example.okta.com",
    ...(options.accessToken === undefined && options.auth === undefined && { token: "00secret" }),
    fetch: async (url, init) => {
      const request = new Request(url, init);
      requests.push(request.clone());
      return answer(request);
    },
    ...options,
  });
  return { okta, requests };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
