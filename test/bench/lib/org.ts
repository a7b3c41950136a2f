import { serve } from "./child.ts";
import { inBench } from "./paths.ts";

export interface Org {
  url: string;
  /** Bytes of a page of 200 users. */
  page: number;
  /** Bytes of one user. */
  small: number;
}

/** Runs `use` with an org of so many pages of 200 users, in a process of its own. @param latency in ms */
export async function withOrg<T>(pages: number, latency: number, use: (org: Org) => Promise<T>): Promise<T> {
  const { child, stop } = serve(process.execPath, [inBench("workers/org.mjs"), String(pages), String(latency)]);
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout!.setEncoding("utf8").once("data", resolve);
      child.once("close", () => reject(new Error("The server ended before it answered.")));
    });
    return await use(JSON.parse(line) as Org);
  } finally {
    await stop();
  }
}
