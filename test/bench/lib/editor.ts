import { type ChildProcess, spawn } from "node:child_process";
import { cpuOf } from "./child.ts";
import { inBench, work } from "./paths.ts";

/** A language server as an editor uses it. */
export interface Editor {
  open(file: string, text: string): Promise<void>;
  /** Replaces the text, then asks what could stand at a place. @param line from 0 @param character from 0 */
  complete(file: string, text: string, line: number, character: number): Promise<string[]>;
  /** CPU time of the server so far in ms. */
  cpu(): number;
  close(): void;
}

/** Reads messages that are led by `Content-Length`. */
function readMessages(child: ChildProcess, each: (message: any) => void) {
  let buffer = Buffer.alloc(0);
  child.stdout!.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())?.[1]);
      if (buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
      buffer = buffer.subarray(end + 4 + length);
      each(message);
    }
  });
}

class Waiting {
  readonly #waiting = new Map<number, (message: any) => void>();
  #last = 0;

  add(): { id: number; answer: Promise<any> } {
    const id = (this.#last += 1);
    const answer = new Promise<any>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("The language server did not answer for two minutes.")), 120_000);
      this.#waiting.set(id, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
    return { id, answer };
  }

  settle(id: number, message: unknown) {
    this.#waiting.get(id)?.(message);
    this.#waiting.delete(id);
  }
}

const start = (args: string[]) => {
  const env = { PATH: process.env["PATH"]!, HOME: work };
  return spawn(args[0]!, args.slice(1), { stdio: ["pipe", "pipe", "ignore"], cwd: work, env });
};

/** TypeScript 5's own server. */
export function tsserver(): Editor {
  const file = inBench("node_modules/typescript/lib/tsserver.js");
  const child = start([process.execPath, file, "--disableAutomaticTypingAcquisition"]);
  const waiting = new Waiting();
  readMessages(child, (message) => message.type === "response" && waiting.settle(message.request_seq, message));
  const send = async (command: string, args: object): Promise<any> => {
    const { id, answer } = waiting.add();
    child.stdin!.write(`${JSON.stringify({ seq: id, type: "request", command, arguments: args })}\n`);
    const message = await answer;
    if (!message.success && message.message !== "No content available.") throw new Error(message.message);
    return message.body;
  };
  const update = (file: string, text: string) =>
    send("updateOpen", { openFiles: [{ file, fileContent: text }], changedFiles: [], closedFiles: [] });
  return {
    open: async (file, text) => void (await update(file, text)),
    async complete(file, text, line, character) {
      await update(file, text);
      const body = await send("completionInfo", { file, line: line + 1, offset: character + 1 });
      return (body?.entries ?? []).map(({ name }: { name: string }) => name);
    },
    cpu: () => cpuOf(child.pid!),
    close: () => void child.kill("SIGKILL"),
  };
}

/** TypeScript 7's server, which speaks LSP. */
export function nativeServer(): Editor {
  const child = start([nativeCompiler(), "--lsp", "--stdio"]);
  const waiting = new Waiting();
  const write = (message: object) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  readMessages(child, (message) => {
    if (message.method === undefined) waiting.settle(message.id, message);
    // What the server asks for, such as settings, is left at its default.
    else if (message.id !== undefined) {
      const result = message.method === "workspace/configuration" ? message.params.items.map(() => null) : null;
      write({ id: message.id, result });
    }
  });
  const ask = async (method: string, params: object): Promise<any> => {
    const { id, answer } = waiting.add();
    write({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(error.message);
    return result;
  };
  const uri = (file: string) => `file://${file}`;
  const ready = ask("initialize", { processId: process.pid, rootUri: uri(work), capabilities: {} }).then(() =>
    write({ method: "initialized", params: {} }),
  );
  let version = 1;
  return {
    async open(file, text) {
      await ready;
      write({
        method: "textDocument/didOpen",
        params: { textDocument: { uri: uri(file), languageId: "typescript", version, text } },
      });
    },
    async complete(file, text, line, character) {
      version += 1;
      const textDocument = { uri: uri(file), version };
      write({ method: "textDocument/didChange", params: { textDocument, contentChanges: [{ text }] } });
      const list = await ask("textDocument/completion", { textDocument, position: { line, character } });
      return (list?.items ?? list ?? []).map(({ label }: { label: string }) => label);
    },
    cpu: () => cpuOf(child.pid!),
    close: () => void child.kill("SIGKILL"),
  };
}

/** The program itself, without the script that starts it. */
export function nativeCompiler(): string {
  return inBench(`node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/tsc`);
}
