/**
 * Fills a path template. Every value is percent-encoded.
 *
 * @throws TypeError for a value that would make the URL name another endpoint: missing, empty, `.` or `..`
 */
export function fillPath(template: string, params: Record<string, unknown> = {}): string {
  checkStart(template);
  const path = template.replace(/\{([^{}]*)\}/g, (_, name: string) =>
    encodeSegment(params[name], `Path parameter ${name} of ${template} must `),
  );
  return path === template ? checkedPath(path) : path;
}

function checkStart(path: string): void {
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw new TypeError(`Path "${path}" must begin with "/"; the org's URL is added to it.`);
  }
}

function encodeSegment(value: unknown, fault: string): string {
  if (typeof value !== "string" && typeof value !== "number") {
    throw new TypeError(`${fault}be a string; got ${value === null ? "null" : typeof value}.`);
  }
  if (value === "" || value === "." || value === "..") {
    throw new TypeError(`${fault}not be "${value}": it would name another endpoint.`);
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw new TypeError(`${fault}be well-formed; it holds half of a surrogate pair.`);
  }
}

/**
 * Checks a path that is written out, with or without a query.
 *
 * @throws TypeError when it is not an absolute path on the org, holds a `.`, `..` or empty segment, or a fragment
 */
export function checkedPath(path: string): string {
  checkStart(path);
  if (path.includes("#")) {
    throw new TypeError(`Path "${path}" holds a "#", where a URL ends. Encode it: encodeURIComponent(id).`);
  }
  const pathname = path.split("?", 1)[0]!;
  if (/[\\\s]/.test(pathname)) throw new TypeError(`Path "${path}" holds a backslash or white space. Encode it.`);
  for (const segment of pathname.slice(1).split("/")) {
    const plain = segment.replace(/%2e/gi, ".");
    if (plain === "." || plain === ".." || (segment === "" && pathname !== "/")) {
      throw new TypeError(`Path "${path}" holds the segment "${segment}", which would name another endpoint.`);
    }
  }
  return path;
}
