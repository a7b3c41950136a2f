/** Markup that is already safe to write out. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type Part = Html | string | number | false | null | undefined | Part[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand in an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

const write = (part: Part): string => {
  if (part === false || part === null || part === undefined) return "";
  if (Array.isArray(part)) return part.map(write).join("");
  return part instanceof Html ? part.text : escapeHtml(String(part));
};

const tight = new WeakMap<TemplateStringsArray, string[]>();

/** A template without the line breaks and the indentation that only its source needs. */
function tightened(strings: TemplateStringsArray): string[] {
  const made = tight.get(strings) ?? strings.map((text) => text.replace(/\s*\n\s*/g, " "));
  tight.set(strings, made);
  return made;
}

/** Markup from a template; whatever is put into it is escaped unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const [first, ...rest] = tightened(strings);
  let text = first!;
  parts.forEach((part, i) => (text += write(part) + rest[i]!));
  return new Html(text);
}

/** Text that is markup by itself, such as rendered markdown. */
export const raw = (text: string): Html => new Html(text);

const SHORT = 18;

/** A long path or name with places where a narrow screen may break it; a short one stays in one piece. */
export const breakable = (text: string): Html =>
  raw(
    text.length <= SHORT
      ? escapeHtml(text)
      : text
          .split(/(?<=[/._:,=&-])(?=[^/._:,=&-])|(?<=[a-z0-9])(?=[A-Z][a-z])/)
          .map(escapeHtml)
          .join("<wbr>"),
  );
