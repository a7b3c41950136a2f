import type { Violation } from "../prism/engine.ts";

/** Keywords that say only that none of several branches fits; what each lacks is said by the others. */
const VAGUE = new Set(["oneOf", "anyOf", "if", "not", "discriminator"]);
const MOST = 20;

/** One sentence a field: `profile.login: must be string`. */
export function causesOf(violations: Violation[]): string[] {
  const exact = violations.filter(({ code }) => !VAGUE.has(String(code)));
  const causes = new Set((exact.length > 0 ? exact : violations).map(causeOf));
  return [...causes].slice(0, MOST);
}

function causeOf({ path, code, message }: Violation): string {
  const [place, ...rest] = path;
  const plain = message.replace(
    /^(?:Request|Response) (?:body|query|path|header|cookie) (?:(?:property|parameter) \S+ )?/,
    "",
  );
  const missing = code === "required" ? /property '(.+)'$/.exec(plain)?.[1] : undefined;
  const unknown = code === "additionalProperties" ? /found '(.+)'$/.exec(plain)?.[1] : undefined;
  const field = [...rest, ...(missing ? [missing] : unknown ? [unknown] : [])].join(".") || place || "body";
  if (missing) return `${field}: The field cannot be left blank`;
  if (unknown) return `${field}: The field is not known here`;
  if (code === "type") return `${field}: ${plain.replaceAll(",", " or ")}`;
  return `${field}: ${plain}`;
}
