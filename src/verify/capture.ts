import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Exchange } from "./exchange.ts";
import { bodyValue } from "./media.ts";

/** Bytes of a body that are kept to be checked; larger ones pass unchecked. */
const MOST = 16 * 1024 * 1024;
const MOST_UNPACKED = 128 * 1024 * 1024;

const UNPACK = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

/** Keeps a copy of a body that passes by. */
export class Capture {
  readonly #message: IncomingMessage;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(message: IncomingMessage) {
    this.#message = message;
    message.on("data", (chunk: Buffer) => {
      this.#length += chunk.length;
      if (this.#length <= MOST) this.#chunks.push(chunk);
      else this.#chunks = [];
    });
  }

  /** The body as a schema takes it, after its end. */
  async value(): Promise<Pick<Exchange["response"], "body" | "bodyProblem">> {
    if (this.#length > MOST) return { bodyProblem: "unrecorded" };
    const { headers } = this.#message;
    let bytes: Buffer = Buffer.concat(this.#chunks);
    const encoding = headers["content-encoding"]?.trim().toLowerCase();
    if (encoding && encoding !== "identity" && bytes.length > 0) {
      const unpack = UNPACK[encoding as keyof typeof UNPACK] as (typeof UNPACK)["gzip"] | undefined;
      if (!unpack) return { bodyProblem: "unrecorded" };
      try {
        bytes = await unpack(bytes, { maxOutputLength: MOST_UNPACKED });
      } catch {
        return { bodyProblem: "unrecorded" };
      }
    }
    return bodyValue(bytes, headers["content-type"]);
  }
}

/** The one header that a check needs. No other is looked at, so that no credential is kept. */
export const contentType = ({ headers }: IncomingMessage): Record<string, string> =>
  headers["content-type"] === undefined ? {} : { "content-type": headers["content-type"] };
