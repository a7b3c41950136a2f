import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { UserConfig } from "tsdown";
import { root } from "../lib/paths.ts";

type Plugin = Exclude<NonNullable<UserConfig["plugins"]>, readonly unknown[] | Promise<unknown> | false>;

function noticeOf(name: string): string {
  const dir = join(root, "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as { version: string };
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file to be passed on with its code.`);
  return `${name} ${version}\n\n${readFileSync(join(dir, file), "utf8").trim()}\n`;
}

/** Passes on the licences of the packages whose code is in the build. */
export const thirdPartyNotices = (names: readonly string[]): Plugin => ({
  name: "third-party-notices",
  generateBundle() {
    const source = `Files of this folder hold code of these packages.\n\n${names.map(noticeOf).join("\n----\n\n")}`;
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY-NOTICES.txt", source });
  },
});
