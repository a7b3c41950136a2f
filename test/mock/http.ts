/** One request to a mock server, as plain as HTTP is. */
export async function call(
  url: string,
  request: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: any; text: string }> {
  const [method, path] = request.split(" ", 2) as [string, string];
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: "SSWS any",
      ...(body !== undefined && !raw && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = text === "" ? undefined : JSON.parse(text);
  } catch {
    // Not JSON.
  }
  return { status: response.status, headers: response.headers, body: parsed, text };
}

export const profile = (name: string) => ({
  firstName: name,
  lastName: "Example",
  email: `${name}@example.com`,
  login: `${name}@example.com`,
});

/** The links of an answer by their relation. */
export function links(headers: Headers): Record<string, string> {
  const found = (headers.get("link") ?? "").matchAll(/<([^>]*)>; rel="(\w+)"/g);
  return Object.fromEntries([...found].map(([, url, rel]) => [rel, url]));
}
