import type { Paginator } from "../index.ts";
import type { RequestCall } from "./request-call.ts";
import { jsonText } from "./request-text.ts";
import { printable, seconds } from "./text.ts";

/** Reads a list to its end and prints it as one. An array that is not closed was not complete. */
export async function printList({ okta, plan, output, progress, signal }: RequestCall): Promise<number> {
  const { path, query, headers, values, maxItems } = plan;
  const indent = !values.ndjson && values.output === undefined && process.stdout.isTTY === true ? 2 : undefined;
  const untyped = okta.paginate as (path: string, init: object) => Paginator<unknown>;
  const start = performance.now();
  let count = 0;
  let pages = 0;
  for await (const { items } of untyped(path, { params: { query }, headers, signal, maxItems }).pages()) {
    pages += 1;
    const texts = items.map((item) => jsonText(item, indent));
    const chunk = values.ndjson
      ? texts.map((text) => `${text}\n`).join("")
      : texts.map((text, i) => `${count + i === 0 ? "[\n" : ",\n"}${text}`).join("");
    count += items.length;
    if (chunk) await output.write(chunk);
    progress.count(count, pages);
  }
  if (!values.ndjson) await output.write(count === 0 ? "[]\n" : "\n]\n");
  if (values.verbose) {
    const duration = seconds(performance.now() - start);
    progress.line(`GET ${printable(path)}: ${count} items on ${pages} pages in ${duration}`);
  }
  return 0;
}
