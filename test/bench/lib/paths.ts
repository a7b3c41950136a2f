import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The project. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));
/** This benchmark. */
export const bench = fileURLToPath(new URL("..", import.meta.url));
/** Everything made for a run; ignored by git. */
export const work = join(bench, ".work");
export const document = join(root, "generated/openapi.yaml");
export const inBench = (...parts: string[]): string => join(bench, ...parts);
export const inRoot = (...parts: string[]): string => join(root, ...parts);
