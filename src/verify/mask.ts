import { type ApiDocument, escapePointer, isObject } from "./schema.ts";

/** What stands for a name that could be somebody's data. */
export const MASK = "{…}";

/**
 * A property or parameter name as it can be printed: names that are written like names. Others can be ids, addresses or
 * secrets that somebody used as a key.
 */
export const safeName = (name: string): string =>
  /^[A-Za-z_$][\w$:./-]{0,63}$/.test(name) && !looksRandom(name) ? name : MASK;

/** Twenty characters of upper case, lower case and digits in one word are a token, not a name. */
const looksRandom = (name: string) =>
  name
    .split(/[:./-]/)
    .some((word) => word.length >= 20 && /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d.*\d/.test(word));

/** Names of Okta's collections are words: `devices`, `logStreams`, `first-party-app-settings`. */
const isCollectionName = (segment: string) =>
  segment.length <= 40 && /^[a-z]+(?:[A-Z][a-z]+)*(?:-[a-z]+)*$/.test(segment);

/** Prints names of the document and hides those of the traffic. */
export class Masker {
  /** Every property name that the document declares. */
  readonly #properties = new Set<string>();
  /** Every query parameter and media type that it declares anywhere. */
  readonly #parameters = new Set<string>();
  readonly #mediaTypes = new Set<string>();
  /** Every fixed segment of its paths. */
  readonly #segments = new Set<string>();
  /** Where only names of collections follow, no ids. */
  readonly #prefixes = new Set<string>();

  constructor(document: ApiDocument) {
    this.#collectNames(document.components);
    this.#collectNames(document.paths);
    this.#collectSegments(Object.keys(document.paths));
  }

  #collectNames(node: unknown): void {
    if (Array.isArray(node)) return node.forEach((item) => this.#collectNames(item));
    if (!isObject(node)) return;
    const { properties, content, name } = node;
    if (isObject(properties)) for (const property of Object.keys(properties)) this.#properties.add(property);
    if (isObject(content)) for (const type of Object.keys(content)) this.#mediaTypes.add(type.toLowerCase());
    if (node["in"] === "query" && typeof name === "string") this.#parameters.add(name);
    Object.values(node).forEach((child) => this.#collectNames(child));
  }

  #collectSegments(paths: string[]): void {
    const taken = new Set<string>();
    for (const path of paths) {
      let prefix = "";
      for (const segment of path.split("/").slice(1)) {
        if (segment.includes("{")) taken.add(prefix);
        else {
          this.#prefixes.add(prefix);
          this.#segments.add(segment);
        }
        prefix += `/${segment}`;
      }
    }
    for (const prefix of taken) this.#prefixes.delete(prefix);
  }

  /**
   * A JSON pointer as a pattern: `*` for an index and for a key of a map. The last name is that of an undeclared
   * property where `undeclared` is set.
   */
  pointer(pointer: readonly (string | number)[], undeclared = false): string {
    return pointer
      .map((part, i) => {
        if (typeof part === "number") return "/*";
        if (undeclared && i === pointer.length - 1) return `/${escapePointer(safeName(part))}`;
        return `/${this.#properties.has(part) ? escapePointer(part) : "*"}`;
      })
      .join("");
  }

  /** The name of a query parameter; hidden where the document has none of that name. */
  parameter(name: string): string {
    return this.#parameters.has(name) ? name : MASK;
  }

  /** A media type; `undefined` where the document has it nowhere. */
  mediaType(type: string): string | undefined {
    return this.#mediaTypes.has(type) ? type : undefined;
  }

  /** The path of an operation that the document does not have, without what may be an id, an address or a secret. */
  path(path: string): string {
    let prefix = "";
    return path
      .split("/")
      .slice(1)
      .map((segment) => {
        const known = this.#segments.has(segment) || (this.#prefixes.has(prefix) && isCollectionName(segment));
        prefix += `/${segment}`;
        return `/${known ? segment : MASK}`;
      })
      .join("");
  }
}
