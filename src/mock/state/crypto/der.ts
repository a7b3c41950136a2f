/** Writing of ASN.1 in DER, as far as certificates and certificate requests need it. Reading is `node:crypto`'s. */

const field = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes]);
  const digits = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([0x80 + digits.length, ...digits]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => field(0x30, ...parts);
export const set = (...parts: Uint8Array[]): Buffer => field(0x31, ...parts);
export const utf8 = (text: string): Buffer => field(0x0c, Buffer.from(text));
export const octets = (...parts: Uint8Array[]): Buffer => field(0x04, ...parts);
export const bits = (bytes: Uint8Array): Buffer => field(0x03, Buffer.from([0]), bytes);
export const nothing = (): Buffer => field(0x05);
/** A field of its context, which holds others. */
export const context = (tag: number, ...parts: Uint8Array[]): Buffer => field(0xa0 + tag, ...parts);
/** A field of its context, which holds text. */
export const contextText = (tag: number, text: string): Buffer => field(0x80 + tag, Buffer.from(text));

/** @param bytes a positive number, the most significant byte first */
export function integer(bytes: Uint8Array): Buffer {
  return field(0x02, ...(bytes[0]! >= 0x80 ? [Buffer.from([0])] : []), bytes);
}

/** @param dotted such as `2.5.4.3` */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return field(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) + 128);
  return digits;
}

/** A time: of two digits for the year until 2049, as X.509 wants it, of four after that. */
export function time(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050 ? field(0x17, Buffer.from(text.slice(2))) : field(0x18, Buffer.from(text));
}
