/** Longest pattern that is taken: matching takes at most as many steps as path and pattern are long together. */
export const MOST_PATTERN = 500;

type Token = string | typeof SEGMENT | typeof REST;
/** One or more characters other than `/`. */
const SEGMENT = Symbol("segment");
/** Any number of characters. */
const REST = Symbol("rest");

/**
 * Makes a test of a path pattern: `{name}` and `*` stand for a segment or a part of one, `**` for any number of them.
 * All ways in which a path could match are followed side by side, so that no path takes long.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const tokens = tokensOf(pattern);
  return (path) => {
    let states = reachable(tokens, [0]);
    for (const character of path) {
      const next: number[] = [];
      for (const state of states) {
        const token = tokens[state];
        if (token === REST) next.push(state);
        else if (token === SEGMENT && character !== "/") next.push(state, state + 1);
        else if (token === character) next.push(state + 1);
      }
      if (next.length === 0) return false;
      states = reachable(tokens, next);
    }
    return states.has(tokens.length);
  };
}

/** States that are reached without a character: `**` may stand for none. */
function reachable(tokens: Token[], from: number[]): Set<number> {
  const states = new Set<number>();
  for (let state of from) {
    states.add(state);
    while (tokens[state] === REST) states.add((state += 1));
  }
  return states;
}

function tokensOf(pattern: string): Token[] {
  const parts = pattern.split(/(\*\*|\*|\{[^{}]*\})/);
  return parts.flatMap((part, i): Token[] => (i % 2 === 0 ? [...part] : [part === "**" ? REST : SEGMENT]));
}
