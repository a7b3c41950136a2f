/** Adds a text to an element; a path in it breaks behind its punctuation before it breaks in the middle of a word. */
export function appendBreakable(to: HTMLElement, text: string): void {
  text
    .split(/(?<=[/._?&=+])(?=\w|\{|%)/)
    .forEach((piece, i) => to.append(...(i > 0 ? [document.createElement("wbr")] : []), piece));
}
