/** What a path leads to. */
export interface Match<T> {
  /** The path as the document writes it, such as `/api/v1/users/{userId}`. */
  template: string;
  /** Values of the template's parameters, decoded, by name. */
  params: Record<string, string>;
  /** What the path offers, by method in lower case. */
  methods: Map<string, T>;
}

interface Node<T> {
  children: Map<string, Node<T>>;
  any?: Node<T>;
  template?: string;
  names: string[];
  methods: Map<string, T>;
}

const node = <T>(): Node<T> => ({ children: new Map(), names: [], methods: new Map() });
const PARAMETER = /^\{([^}]+)\}$/;

/** A tree of path segments: a look-up takes as many steps as the path has segments, however many paths there are. */
export class Router<T> {
  readonly #root = node<T>();

  /** @param template path in which whole segments may be `{parameters}` */
  add(template: string, method: string, value: T): void {
    let at = this.#root;
    const names: string[] = [];
    for (const segment of template.slice(1).split("/")) {
      const [, name] = PARAMETER.exec(segment) ?? [];
      if (name) {
        names.push(name);
        at = at.any ??= node<T>();
      } else {
        let next = at.children.get(segment);
        if (!next) at.children.set(segment, (next = node<T>()));
        at = next;
      }
    }
    at.template ??= template;
    at.names = names;
    at.methods.set(method, value);
  }

  /**
   * The most exact path that fits: a written segment goes before a parameter. `undefined` when none does, or when a
   * segment is empty or not well encoded.
   */
  find(path: string): Match<T> | undefined {
    const segments: string[] = [];
    for (const raw of path.slice(1).split("/")) {
      if (raw === "") return undefined;
      if (!raw.includes("%")) segments.push(raw);
      else {
        try {
          segments.push(decodeURIComponent(raw));
        } catch {
          return undefined;
        }
      }
    }
    const values: string[] = [];
    const found = this.#descend(this.#root, segments, 0, values);
    if (!found) return undefined;
    const params: Record<string, string> = {};
    found.names.forEach((name, i) => (params[name] = values[i]!));
    return { template: found.template!, params, methods: found.methods };
  }

  #descend(at: Node<T>, segments: string[], index: number, values: string[]): Node<T> | undefined {
    if (index === segments.length) return at.template === undefined ? undefined : at;
    const segment = segments[index]!;
    const written = at.children.get(segment);
    const exact = written && this.#descend(written, segments, index + 1, values);
    if (exact || !at.any) return exact;
    values.push(segment);
    const found = this.#descend(at.any, segments, index + 1, values);
    if (!found) values.pop();
    return found;
  }
}
