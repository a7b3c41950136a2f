import { jsonErrorOffset } from "./json-error.ts";

/** An element of `log.entries`, or a place where reading failed; offsets are in characters of the input. */
export type Found = { value: unknown; offset: number } | { broken: "malformed" | "truncated"; offset: number };

/** Longer elements are no entries; a file that is broken early would fill the memory. */
const LONGEST = 256 * 1024 * 1024;
/** Text that is kept while a beginning is searched, which could stand half in it. */
const OVERLAP = 256;

const OUTSIDE = /["{}[\],:]/g;
const INSIDE = /["\\\n]/g;

/**
 * Reads the elements of `log.entries` out of text that comes in pieces, in the memory of the largest element. Unlike a
 * parser of JSON it goes on behind what is broken: at the next text that begins as the first entry did.
 */
export class EntryScanner {
  /** Whether `log.entries` was found. */
  found = false;
  #ended = false;
  #buffer = "";
  /** Characters of the input before the buffer. */
  #offset = 0;
  /** Where scanning goes on, in the buffer. */
  #at = 0;
  #inString = false;
  #stringStart = 0;
  #lastString = "";
  /** Open brackets, and at which key each object is. */
  #open: { bracket: string; key?: string }[] = [];
  /** Where the present element begins in the buffer. */
  #start: number | undefined;
  /** Between a break and the next beginning. */
  #lost = false;
  #beginning = /\{\s*"(?:startedDateTime|pageref|_[a-zA-Z]+)"\s*:/g;
  #beginningKnown = false;

  /** Takes the next piece and gives what it completes. */
  *push(piece: string): Generator<Found> {
    this.#buffer += piece;
    yield* this.#scan();
    if (this.#start !== undefined && this.#buffer.length - this.#start > LONGEST) {
      yield this.#broken("malformed", this.#at);
      yield* this.#scan();
    }
    this.#forget();
  }

  /** Says that there is no more. */
  *finish(): Generator<Found> {
    while (!this.#ended && !this.#lost) {
      yield this.#broken("truncated", this.#buffer.length);
      yield* this.#scan();
    }
  }

  /** A break in the present element; entries that begin in it are read next. */
  #broken(broken: "malformed" | "truncated", at: number): Found {
    const offset = this.#offset + at;
    this.#lost = true;
    this.#inString = false;
    this.#at = this.#start === undefined ? this.#buffer.length : this.#firstOf(this.#start) + 1;
    this.#start = undefined;
    return { broken, offset };
  }

  *#scan(): Generator<Found> {
    while (!this.#ended) {
      if (this.#lost && !this.#resume()) return;
      const pattern = this.#inString ? INSIDE : OUTSIDE;
      pattern.lastIndex = this.#at;
      const index = pattern.exec(this.#buffer)?.index;
      if (index === undefined) {
        this.#at = this.#buffer.length;
        return;
      }
      const char = this.#buffer[index]!;
      this.#at = index + 1;
      if (!this.#inString) {
        this.#inString = char === '"';
        if (this.#inString) this.#stringStart = this.#at;
        else yield* this.#structure(char, index);
      } else if (char === '"') {
        this.#inString = false;
        if (this.#open.length <= 2) this.#lastString = this.#buffer.slice(this.#stringStart, index);
      } else if (char === "\n") {
        if (this.found) yield this.#broken("malformed", index);
      } else if (this.#at === this.#buffer.length) {
        this.#at = index; // what is escaped comes with the next piece
        return;
      } else this.#at += 1;
    }
  }

  *#structure(char: string, index: number): Generator<Found> {
    const depth = this.#open.length;
    const top = this.#open[depth - 1];
    if (char === ":") {
      if (top && depth <= 2) top.key = this.#lastString;
    } else if (char === ",") {
      if (depth === 3 && this.#start !== undefined) yield* this.#element(index, true);
    } else if (char === "{" || char === "[") {
      this.#enter(char);
    } else if (top?.bracket !== (char === "}" ? "{" : "[")) {
      if (this.found) yield this.#broken("malformed", index);
    } else {
      this.#open.pop();
      if (depth === 3 && this.#start !== undefined) yield* this.#element(index, false);
    }
  }

  #enter(bracket: "{" | "[") {
    const [outer, inner] = this.#open;
    if (bracket === "[" && this.#open.length === 2 && outer!.key === "log" && inner!.key === "entries") {
      this.found = true;
      this.#start = this.#at;
    }
    this.#open.push({ bracket });
  }

  /** Parses the element that ends here. */
  *#element(end: number, more: boolean): Generator<Found> {
    const from = Math.min(this.#firstOf(this.#start!), end);
    const text = this.#buffer.slice(from, end);
    const next = () => {
      this.#start = more ? end + 1 : undefined;
      this.#ended = !more;
    };
    if (text.trim() === "") return next();
    try {
      const value: unknown = JSON.parse(text);
      this.#rememberBeginning(text);
      const offset = this.#offset + from;
      next();
      yield { value, offset };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const offset = this.#offset + from + jsonErrorOffset(text);
      this.#beginning.lastIndex = from + 1;
      const swallowed = this.#beginning.exec(this.#buffer);
      if (swallowed && swallowed.index < end) this.#broken("malformed", end);
      else next();
      yield { broken: "malformed", offset };
    }
  }

  /** The first character that is no white space. */
  #firstOf(start: number): number {
    const visible = /\S/g;
    visible.lastIndex = start;
    return visible.exec(this.#buffer)?.index ?? this.#buffer.length;
  }

  #rememberBeginning(text: string) {
    const key = this.#beginningKnown ? undefined : /^\{\s*"(\w+)"/.exec(text)?.[1];
    if (key === undefined) return;
    this.#beginning = new RegExp(`\\{\\s*"${key}"\\s*:`, "g");
    this.#beginningKnown = true;
  }

  /** Goes on where the next entry begins. */
  #resume(): boolean {
    this.#beginning.lastIndex = this.#at;
    const next = this.#beginning.exec(this.#buffer)?.index;
    if (next === undefined) {
      this.#at = Math.max(this.#at, this.#buffer.length - OVERLAP);
      return false;
    }
    this.#lost = false;
    this.#inString = false;
    this.#open = [{ bracket: "{" }, { bracket: "{" }, { bracket: "[" }];
    this.#start = this.#at = next;
    return true;
  }

  /** Drops the text that is done with. */
  #forget() {
    const done = Math.min(this.#at, this.#start ?? Infinity, this.#inString ? this.#stringStart : Infinity);
    this.#buffer = this.#buffer.slice(done);
    this.#offset += done;
    this.#at -= done;
    this.#stringStart -= done;
    if (this.#start !== undefined) this.#start -= done;
  }
}
