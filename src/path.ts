/**
 * Fills a path template. Every value is percent-encoded.
 *
 * @throws TypeError for a value that would make the URL name another endpoint: missing, empty, `.` or `..`
 */
export function fillPath(template: string, params: Record<string, unknown> = {}): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = params[name];
    if (typeof value !== "string" && typeof value !== "number") {
      throw new TypeError(
        `Path parameter ${name} of ${template} must be a string; got ${value === null ? "null" : typeof value}.`,
      );
    }
    if (value === "" || value === "." || value === "..") {
      throw new TypeError(
        `Path parameter ${name} of ${template} must not be "${value}": it would name another endpoint.`,
      );
    }
    return encodeURIComponent(value);
  });
}

/**
 * Checks the path of a generic request.
 *
 * @throws TypeError when it is not an absolute path on the org, or holds a `.`, `..` or empty segment
 */
export function checkedPath(path: string): string {
  if (!path.startsWith("/")) throw new TypeError(`Path "${path}" must begin with "/"; the org's URL is added to it.`);
  const [pathname = ""] = path.split(/[?#]/, 1);
  if (/[\\\s]/.test(pathname)) throw new TypeError(`Path "${path}" holds a backslash or white space. Encode it.`);
  for (const segment of pathname.slice(1).split("/")) {
    const plain = segment.replace(/%2e/gi, ".");
    if (plain === "." || plain === ".." || (segment === "" && pathname !== "/")) {
      throw new TypeError(`Path "${path}" holds the segment "${segment}", which would name another endpoint.`);
    }
  }
  return path;
}
