import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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
  /** Takes an incomplete file away; nothing after `finish`. */
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
        else reject(failed.code === "EPIPE" ? new ReaderGone("Nobody reads on.") : failed);
      });
    });
  return { write, release: () => stream.off("error", onError) };
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
  const known = await stat(file).catch(() => undefined);
  if (known?.isDirectory()) throw new UsageError(`--output ${file} is a folder. Name a file.`);
  // A device or pipe takes what comes; a file appears when it is complete.
  const special = known !== undefined && !known.isFile();
  const partial = special ? file : join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
  const stream = createWriteStream(partial, { mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", (error: NodeJS.ErrnoException) =>
      reject(new UsageError(`--output ${file} cannot be written (${error.code}).`)),
    );
  });
  const { write } = writer(stream);
  let done = false;
  return {
    write,
    async finish() {
      await new Promise<void>((resolve, reject) =>
        stream.end((error?: Error | null) => (error ? reject(error) : resolve())),
      );
      if (!special) await rename(partial, file);
      done = true;
    },
    async discard() {
      if (done) return;
      stream.destroy();
      if (!special) await rm(partial, { force: true });
    },
  };
}
