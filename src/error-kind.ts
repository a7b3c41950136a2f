/** Under this symbol every copy and version of the package says what an error is. */
const KIND = Symbol.for("okta-fetch.error");

/** Not a member of the class: with one by a symbol, the types of two copies would not fit each other. */
export const markKind = ({ prototype }: { prototype: object }, kind: string): void => {
  Object.defineProperty(prototype, KIND, { value: kind });
};

export const isKind = (error: unknown, kind: string): boolean =>
  typeof error === "object" && error !== null && (error as { [KIND]?: unknown })[KIND] === kind;
