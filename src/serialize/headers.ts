/** Headers by lower-case name: a plain object costs a call far less than `Headers` does. */
export type HeaderRecord = Record<string, string>;

/** The forms in which headers are taken, the same as `HeadersInit` where the platform's types have that. */
export type HeadersInput = Headers | Record<string, string> | readonly (readonly [string, string])[];

const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/;
// Horizontal tab, visible ASCII and Latin-1: what a field value of RFC 9110 may hold.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Checks headers before a platform does, whose errors repeat the value: it may be a credential.
 *
 * @param source names where they come from, for the message
 * @throws TypeError that names the header but never repeats its value
 */
export function checkedHeaders(record: HeaderRecord, source: string): HeaderRecord {
  for (const name in record) {
    if (!NAME.test(name)) throw new TypeError(`${source}: a header name holds a character that no name can have.`);
    if (!VALUE.test(record[name]!)) {
      throw new TypeError(`${source}: the value of ${name} holds a line break or another character no header takes.`);
    }
  }
  return record;
}

/**
 * Any form of headers as a plain object.
 *
 * @throws TypeError for a name or value that no header can have
 */
export function headerRecord(headers: HeadersInput | undefined, source: string): HeaderRecord {
  if (headers === undefined) return {};
  const record: HeaderRecord = {};
  const entries =
    Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers);
  for (const [name, value] of entries) {
    if (value === undefined || value === null) continue;
    const key = String(name).toLowerCase();
    const text = String(value).trim();
    record[key] = key in record ? `${record[key]}, ${text}` : text;
  }
  return checkedHeaders(record, source);
}
