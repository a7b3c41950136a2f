/** Images in uploads. */

/** What a file of each type begins with; of a text, what it holds near its start. */
const TYPES: [type: string, test: (data: string) => boolean][] = [
  ["image/png", (data) => data.startsWith("\x89PNG\r\n\x1a\n")],
  ["image/jpeg", (data) => data.startsWith("\xff\xd8\xff")],
  ["image/gif", (data) => /^GIF8[79]a/.test(data)],
  ["image/x-icon", (data) => data.startsWith("\0\0\x01\0")],
  ["image/svg+xml", (data) => /<svg[\s>]/.test(data.slice(0, 1000))],
];

/**
 * The image of a form.
 *
 * @param body of the call, a character a byte
 * @returns its type; `undefined` when there is no file, or one of another type
 */
export function readImage(body: unknown, contentType: string | undefined): string | undefined {
  if (typeof body !== "string") return undefined;
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
  if (boundary === undefined) return undefined;
  for (const part of body.split(`--${boundary}`)) {
    const end = part.indexOf("\r\n\r\n");
    if (end < 0 || !/name="?file"?/i.test(part.slice(0, end))) continue;
    const data = part.slice(end + 4);
    return TYPES.find(([, test]) => test(data))?.[0];
  }
  return undefined;
}
