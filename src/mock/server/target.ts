/** What a request's first line asks for. */
export interface Target {
  path: string;
  query: URLSearchParams | undefined;
}

/** Takes apart a request target, which may be an absolute URL as proxies send it. */
export function targetOf(url: string): Target {
  const local = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "").split("#", 1)[0]!;
  const at = local.indexOf("?");
  const search = at < 0 ? "" : local.slice(at + 1);
  return { path: at < 0 ? local : local.slice(0, at), query: search === "" ? undefined : new URLSearchParams(search) };
}

/** The server's origin as the client named it, if that is the name of a host. */
export const originOf = (host: string | undefined): string | undefined =>
  host !== undefined && host.length < 256 && /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)
    ? `http://${host}`
    : undefined;
