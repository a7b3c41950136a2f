/** Images in uploads. */

/** What a file of each type begins with; of a text, what it holds near its start. */
const TYPES: [type: string, test: (data: string) => boolean][] = [
  ["image/png", (data) => data.startsWith("\x89PNG\r\n\x1a\n")],
  ["image/jpeg", (data) => data.startsWith("\xff\xd8\xff")],
  ["image/gif", (data) => /^GIF8[79]a/.test(data)],
  ["image/x-icon", (data) => data.startsWith("\0\0\x01\0")],
  ["image/svg+xml", (data) => /<svg[\s>]/.test(data.slice(0, 1000))],
];

export interface Image {
  type: string;
  bytes: number;
  /** In pixels; `undefined` for types other than PNG. */
  width: number | undefined;
  height: number | undefined;
}

/**
 * The image of a form.
 *
 * @param body of the call, a character a byte
 * @returns `undefined` when there is no file, or one of another type
 */
export function readImage(body: unknown, contentType: string | undefined): Image | undefined {
  if (typeof body !== "string") return undefined;
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
  if (boundary === undefined) return undefined;
  for (const part of body.split(`--${boundary}`)) {
    const end = part.indexOf("\r\n\r\n");
    if (end < 0 || !/name="?file"?/i.test(part.slice(0, end))) continue;
    const data = part.slice(end + 4).replace(/\r\n$/, "");
    const type = TYPES.find(([, test]) => test(data))?.[0];
    return type === undefined ? undefined : { type, bytes: data.length, ...sizeOf(type, data) };
  }
  return undefined;
}

/** The size of a PNG, which its first chunk tells. */
function sizeOf(type: string, data: string): Pick<Image, "width" | "height"> {
  if (type !== "image/png" || data.length < 24) return { width: undefined, height: undefined };
  const header = Buffer.from(data.slice(16, 24), "latin1");
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}
