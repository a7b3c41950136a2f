import { slug } from "../markdown.ts";
import type { Call, Reference } from "./reference.ts";

/** A call that a guide makes or names, and under which heading. */
export interface GuideCall {
  call: Call;
  heading: string;
  anchor: string;
}

const IN_CODE = /\bokta\s*\.(GET|POST|PUT|PATCH|DELETE|paginate|collect)\(\s*"([^"]+)"/g;
const IN_TEXT = /`(GET|POST|PUT|PATCH|DELETE) (\/[^`\s]+)`/g;

/** The calls of the document that a guide makes in its code, or names in its text, each once with its first place. */
export function callsOfGuide(reference: Reference, text: string): GuideCall[] {
  const byName = new Map(reference.calls.map((call) => [`${call.method.toUpperCase()} ${call.url}`, call]));
  const headings = [...text.matchAll(/^(#{1,3}) (.+)$/gm)].map(({ index, 1: level, 2: title }) => ({
    index,
    level: level!.length,
    title: title!.replaceAll("`", ""),
  }));
  const found = new Map<Call, GuideCall>();
  for (const match of [...text.matchAll(IN_CODE), ...text.matchAll(IN_TEXT)]) {
    const method = /^[A-Z]+$/.test(match[1]!) ? match[1]! : "GET";
    const call = byName.get(`${method} ${match[2]}`);
    if (!call || found.has(call)) continue;
    const heading = headings.filter(({ index, level }) => index < match.index && level > 1).at(-1);
    found.set(call, { call, heading: heading?.title ?? "", anchor: heading ? slug(heading.title) : "" });
  }
  return [...found.values()];
}
