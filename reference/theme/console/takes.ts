import type { Step } from "../../model/console-call.ts";
import { valueAt } from "../../model/pointer.ts";

const HEADER = "header ";

/** The field of a response; an address stands for the last part of its path. */
function fieldOf(body: unknown, pointer: string): string | undefined {
  const value = valueAt(body, pointer);
  if (value === undefined || value === null) return undefined;
  const text = String(value);
  return /^https?:\/\//.test(text) ? new URL(text).pathname.split("/").at(-1) : text;
}

/** What the response to a step brings for the calls after it, by parameter or `body/` and pointer. */
export async function takenFrom(step: Step, response: Response): Promise<[into: string, value: string][]> {
  const wanted = Object.entries(step.takes);
  if (wanted.length === 0) return [];
  const body: unknown = await response.json();
  return wanted.flatMap(([into, from]): [string, string][] => {
    const value = from.startsWith(HEADER)
      ? (response.headers.get(from.slice(HEADER.length)) ?? undefined)
      : fieldOf(body, from);
    return value === undefined ? [] : [[into, value]];
  });
}
