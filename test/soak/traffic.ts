import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let people = 0;

/** One call; the answer's status and its JSON, if any. */
function call(url: string, what: string, body?: unknown, headers: Record<string, string> = {}): Promise<any> {
  const [method, path] = what.split(" ", 2) as [string, string];
  return new Promise((resolve, reject) => {
    const sent = request(url + path, {
      method,
      agent,
      headers: { authorization: "SSWS any", ...(body ? { "content-type": "application/json" } : {}), ...headers },
    });
    sent.on("error", reject).on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("error", reject).on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode, body: text && JSON.parse(text) });
      });
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A round of calls of every kind, with what each must answer. What it makes in a stateful org, it takes away again. */
export async function round(url: string, stateful: boolean): Promise<number> {
  let calls = 0;
  const ask = async (expected: number, ...args: [string, unknown?, Record<string, string>?]) => {
    calls += 1;
    const { status, body } = await call(url, ...args);
    if (status !== expected) throw new Error(`${args[0]}: ${status} instead of ${expected}: ${JSON.stringify(body)}`);
    return body;
  };
  people += 1;
  const login = `soak.${people}@example.com`;
  const profile = { firstName: "Soak", lastName: "Test", email: login, login };
  const user = await ask(200, "POST /api/v1/users", { profile, credentials: { password: { value: "correct horse" } } });
  const path = `/api/v1/users/${stateful ? user.id : "00u1lovelace00000001"}`;
  const group = "/api/v1/groups/00g1engineering00001";
  await ask(200, `GET ${path}`);
  await ask(200, "GET /api/v1/users?limit=2");
  await ask(200, `GET /api/v1/users?search=${encodeURIComponent(`profile.login eq "${login}"`)}`);
  await ask(200, `POST ${path}`, { profile: { nickName: `n${people}` } });
  await ask(204, `PUT ${group}/users/${stateful ? user.id : "00u1lovelace00000001"}`);
  await ask(200, `GET ${group}/users`);
  await ask(200, "GET /api/v1/apps");
  await ask(200, "GET /api/v1/logs?limit=5");
  await ask(200, "GET /api/v1/policies?type=OKTA_SIGN_ON");
  await ask(404, `GET /api/v1/nowhere/${people}`);
  await ask(400, "POST /api/v1/users", { profile: { ...profile, login: people } });
  await ask(429, "GET /api/v1/groups", undefined, { prefer: "code=429" });
  await ask(200, "GET /api/v1/zones", undefined, { prefer: "dynamic=true" });
  await ask(200, `POST ${path}/lifecycle/deactivate`);
  await ask(204, `DELETE ${path}`);
  if (stateful) await ask(404, `GET ${path}`);
  return calls;
}
