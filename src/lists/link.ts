/**
 * The target of `rel="next"` in `Link` headers, as Okta sends them: in one header or several, with commas and
 * semicolons inside the URL too.
 */
export function nextLink(headers: Headers): string | undefined {
  const link = headers.get("link");
  if (!link) return undefined;
  for (const [, url, parameters] of link.matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s";,]+))*)/g)) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![^\s;,]))/i.test(parameters!)) return url;
  }
  return undefined;
}

/** Parameters that say where a page is, as opposed to what is listed. */
const POSITION = new Set(["after", "before", "since", "until"]);

/**
 * Path and query of the next page, for the client's own origin: links can name the admin host of the org. A parameter
 * of the first page that Okta leaves out of the link (it does with `expand`) is kept.
 */
export function nextPath(link: string, current: string): string {
  const base = new URL(current, "https://org.invalid");
  const next = new URL(link, base);
  for (const name of new Set(base.searchParams.keys())) {
    if (POSITION.has(name) || next.searchParams.has(name)) continue;
    for (const value of base.searchParams.getAll(name)) next.searchParams.append(name, value);
  }
  // Two slashes in front would name a host.
  return next.pathname.replace(/^\/+/, "/") + next.search;
}
