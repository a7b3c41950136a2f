import { randomUUID } from "node:crypto";
import { constants, createWriteStream, type WriteStream } from "node:fs";
import { lstat, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { UsageError } from "./command.ts";

/** Whoever read the output has gone, as `head` does when it has enough. */
export class ReaderGone extends Error {}

/** Where a command writes its result: standard output, or a file that appears when it is complete. */
export interface Output {
  /** Resolves when the reader can take more. @throws ReaderGone */
  write(data: string | Uint8Array): Promise<void>;
  /** The result is complete. */
  finish(): Promise<void>;
  /** Removes an incomplete file; nothing after `finish`. */
  discard(): Promise<void>;
}

/** Writes, and waits where the reader is slower. */
function writer(stream: Writable) {
  let failure: NodeJS.ErrnoException | undefined;
  const onError = (error: NodeJS.ErrnoException) => (failure = error);
  stream.on("error", onError);
  const write = (data: string | Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stream.write(data, (error) => {
        const failed = (error as NodeJS.ErrnoException | undefined) ?? failure;
        if (!failed) resolve();
        else reject(failed.code === "EPIPE" ? new ReaderGone("The reader has closed its end.") : failed);
      });
    });
  return { write, release: () => stream.off("error", onError) };
}

/** Opens a file to write. @throws UsageError that does not repeat its name, which could be a credential */
async function opened(file: string, flags: string | number): Promise<WriteStream> {
  const stream = createWriteStream(file, { flags: flags as string, mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", (error: NodeJS.ErrnoException) =>
      reject(new UsageError(`The file of --output cannot be written (${error.code}).`)),
    );
  });
  return stream;
}

const end = (stream: WriteStream) =>
  new Promise<void>((resolve, reject) => stream.end((error?: Error | null) => (error ? reject(error) : resolve())));

/** A device or pipe takes what comes. */
async function specialFile(file: string): Promise<Output> {
  const { O_WRONLY, O_NOFOLLOW = 0 } = constants;
  // /dev/stdout is a link, in a folder where only the administrator makes links.
  const stream = await opened(file, file.startsWith("/dev/") ? O_WRONLY : O_WRONLY | O_NOFOLLOW);
  const { write } = writer(stream);
  return { write, finish: () => end(stream), discard: async () => void stream.destroy() };
}

/** A file that appears when it is complete. A link of its name is replaced, never followed. */
async function regularFile(file: string): Promise<Output> {
  const partial = join(dirname(file), `.${randomUUID()}.partial`);
  const stream = await opened(partial, "wx");
  const { write } = writer(stream);
  let done = false;
  return {
    write,
    async finish() {
      await end(stream);
      await rename(partial, file);
      done = true;
    },
    async discard() {
      if (done) return;
      stream.destroy();
      await rm(partial, { force: true });
    },
  };
}

/**
 * Opens the output before anything is done that cannot be undone.
 *
 * @throws UsageError when the file cannot be written
 */
export async function openOutput(file: string | undefined): Promise<Output> {
  if (file === undefined || file === "-") {
    // An error that nobody listens to would end the process with a stack.
    process.stdout.on("error", () => {});
    const { write, release } = writer(process.stdout);
    return { write, finish: async () => void release(), discard: async () => void release() };
  }
  const known = await lstat(file).catch(() => undefined);
  if (known?.isDirectory()) throw new UsageError("--output names a folder. Name a file.");
  const special = file.startsWith("/dev/") || (known !== undefined && !known.isFile() && !known.isSymbolicLink());
  return special ? specialFile(file) : regularFile(file);
}
