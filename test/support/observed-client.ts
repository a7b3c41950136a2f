import { createOktaClient } from "../../src/index.ts";

/** A client whose requests are kept, answered by the given function. */
export function observedClient(answer: (request: Request) => Response) {
  const requests: Request[] = [];
  const okta = createOktaClient({
    orgUrl: "https://example.okta.com",
    token: "00secret",
    fetch: async (request) => {
      requests.push(request.clone());
      return answer(request);
    },
  });
  return { okta, requests };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
