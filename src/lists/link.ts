// Each character is looked at once: a URL ends before the next "<", a quoted value at its quote.
const LINKS = /<([^<>]*)>((?:[^",<]|"(?:[^"\\]|\\.)*")*)/g;
const PARAMETERS = /;\s*([^\s=;"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*)))?/g;

/** The relations of a link: of several `rel` the first counts, by RFC 8288, and parameters may be without a value. */
function relationsOf(parameters: string): string[] {
  for (const [, name, quoted, bare = ""] of parameters.matchAll(PARAMETERS)) {
    if (name!.toLowerCase() === "rel") return (quoted ?? bare).toLowerCase().split(/\s+/);
  }
  return [];
}

/**
 * The target of `rel="next"` in `Link` headers, as Okta sends them: in one header or several, with commas and
 * semicolons inside the URL too.
 */
export function nextLink(headers: Headers): string | undefined {
  for (const [, url, parameters] of (headers.get("link") ?? "").matchAll(LINKS)) {
    if (relationsOf(parameters!).includes("next")) return url;
  }
  return undefined;
}

/** Parameters that say where a page is, as opposed to what is listed. */
const POSITION = new Set(["after", "before", "since", "until"]);

/**
 * Path and query of the next page, for the client's own origin: links can name the admin host of the org. A parameter
 * of the first page that Okta leaves out of the link (it does with `expand`) is kept.
 *
 * @throws TypeError for a link that is no http URL
 */
export function nextPath(link: string, current: string): string {
  const base = new URL(current, "https://org.invalid");
  const next = URL.canParse(link, base) ? new URL(link, base) : undefined;
  if (!next || !/^https?:/.test(next.protocol)) {
    throw new TypeError(`the next link leads to no page: ${JSON.stringify(link.slice(0, 100))}`);
  }
  for (const name of new Set(base.searchParams.keys())) {
    if (POSITION.has(name) || next.searchParams.has(name)) continue;
    for (const value of base.searchParams.getAll(name)) next.searchParams.append(name, value);
  }
  // Two slashes in front would name a host.
  return next.pathname.replace(/^\/+/, "/") + next.search;
}
