/** Stand in a fragment for what differs by the page that takes it in: the way to the root, and the prefix of its ids. */
export const BASE_MARK = "\ue000";
export const PREFIX_MARK = "\ue001";

export const fragmentKey = (direction: string, name: string): string => `${direction}/${name}`;
export const fragmentFile = (key: string): string => `fragments/${key}.js`;

/** The fragments that pages, or other fragments, ask for. */
export class Fragments {
  readonly #wanted = new Set<string>();

  want(key: string): void {
    this.#wanted.add(key);
  }

  /** Renders what was asked for as scripts, which pages from `file://` can load too. */
  files(render: (direction: string, name: string) => string): [string, string][] {
    const files: [string, string][] = [];
    // What a fragment itself asks for comes in while the set is walked.
    for (const key of this.#wanted) {
      const [direction, name] = key.split("/") as [string, string];
      const text = `oktaFetchFragment(${JSON.stringify(key)}, ${JSON.stringify(render(direction, name))});\n`;
      files.push([fragmentFile(key), text]);
    }
    return files;
  }
}
