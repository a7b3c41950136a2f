import { PassThrough, pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import zlib from "node:zlib";

const DEFLATE = 8;

/** Whether deflated data has the wrapper of zlib, which the standard demands and some servers leave out. */
const hasZlibHeader = (first: number) => (first & 0x0f) === DEFLATE;

interface Coding {
  all(data: Buffer): Promise<Buffer>;
  stream(first: number): NodeJS.ReadWriteStream;
}

const gzip: Coding = { all: promisify(zlib.gunzip), stream: () => zlib.createGunzip() };
const CODINGS: Record<string, Coding> = {
  gzip,
  "x-gzip": gzip,
  br: { all: promisify(zlib.brotliDecompress), stream: () => zlib.createBrotliDecompress() },
  deflate: {
    all: (data) => promisify(hasZlibHeader(data[0]!) ? zlib.inflate : zlib.inflateRaw)(data),
    stream: (first) => (hasZlibHeader(first) ? zlib.createInflate() : zlib.createInflateRaw()),
  },
};

/** The codings of a `content-encoding` header, last applied first; unknown ones leave the body as it is. */
export function codingsOf(header: string | undefined): Coding[] {
  if (!header) return [];
  const codings = header
    .toLowerCase()
    .split(",")
    .map((name) => CODINGS[name.trim()]);
  return codings.includes(undefined) ? [] : (codings.reverse() as Coding[]);
}

/** A whole body, decoded; an empty one is no encoded data. */
export async function decodeAll(data: Buffer, codings: Coding[]): Promise<Buffer> {
  let decoded = data;
  for (const coding of codings) {
    if (decoded.length === 0) return decoded;
    decoded = await coding.all(decoded);
  }
  return decoded;
}

/** A body as a stream, decoded as it comes. */
export function decodeStream(source: Readable, codings: Coding[]): Readable {
  return codings.reduce<Readable>((encoded, coding) => {
    const decoded = new PassThrough();
    encoded.once("error", (error) => decoded.destroy(error));
    // A body without data comes to its end and never becomes readable.
    const finish = () => decoded.end();
    const begin = () => {
      const first = encoded.read() as Buffer | null;
      if (first === null) return;
      encoded.off("readable", begin).off("end", finish);
      encoded.unshift(first);
      pipeline(encoded, coding.stream(first[0]!), decoded, () => {});
    };
    encoded.on("readable", begin).once("end", finish);
    return decoded;
  }, source);
}
