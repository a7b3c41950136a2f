import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Exchange } from "./exchange.ts";
import { bodyValue } from "./media.ts";

const MB = 1024 * 1024;
/** Bytes of a body that are kept to be checked; larger ones pass unchecked. */
const MOST = 16 * MB;
/** Bytes that all bodies together may keep until they are checked. */
const MOST_TOGETHER = 128 * MB;
/** Bytes to which a body may unpack. Bodies are unpacked one after the other, so this is the limit for all of them. */
const MOST_UNPACKED = 32 * MB;

const UNPACK = new Map([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/** Counts what all captures of a proxy keep. */
export class CaptureBudget {
  #kept = 0;

  /** Whether so many bytes more may be kept. */
  acquire(bytes: number): boolean {
    if (this.#kept + bytes > MOST_TOGETHER) return false;
    this.#kept += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#kept -= bytes;
  }
}

/** Keeps a copy of a body that passes by. */
export class Capture {
  readonly #message: IncomingMessage;
  readonly #budget: CaptureBudget;
  #chunks: Buffer[] = [];
  #length = 0;
  /** Whether the body is too large to be kept. */
  #dropped = false;

  constructor(message: IncomingMessage, budget: CaptureBudget) {
    this.#message = message;
    this.#budget = budget;
    message.on("data", (chunk: Buffer) => this.#keep(chunk));
  }

  #keep(chunk: Buffer): void {
    if (this.#dropped) return;
    if (this.#length + chunk.length > MOST || !this.#budget.acquire(chunk.length)) {
      this.discard();
      return;
    }
    this.#length += chunk.length;
    this.#chunks.push(chunk);
  }

  /** Lets go of what is kept; further parts are not kept either. */
  discard(): void {
    this.#dropped = true;
    this.#budget.release(this.#length);
    this.#length = 0;
    this.#chunks = [];
  }

  /** The body as a schema takes it, after its end. Nothing is kept afterwards. */
  async value(): Promise<Pick<Exchange["response"], "body" | "bodyProblem">> {
    if (this.#dropped) return { bodyProblem: "unrecorded" };
    const packed = Buffer.concat(this.#chunks);
    this.discard();
    const { headers } = this.#message;
    const bytes = await unpacked(packed, headers["content-encoding"]);
    return bytes ? bodyValue(bytes, headers["content-type"]) : { bodyProblem: "unrecorded" };
  }
}

/** A body without its content encoding; `undefined` where that is unknown, broken, or makes too much of it. */
async function unpacked(bytes: Buffer, contentEncoding: string | undefined): Promise<Buffer | undefined> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity" || bytes.length === 0) return bytes;
  try {
    return await UNPACK.get(encoding)?.(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch {
    return undefined;
  }
}

/** The one header that a check needs. No other is looked at, so that no credential is kept. */
export const contentType = ({ headers }: IncomingMessage): Record<string, string> =>
  headers["content-type"] === undefined ? {} : { "content-type": headers["content-type"] };
