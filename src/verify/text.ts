/** Decodes text that comes in pieces: UTF-8, or UTF-16 where it says so by its first bytes, as PowerShell writes it. */
export async function* decodedText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    if (chunk.length === 0) continue;
    decoder ??= new TextDecoder(
      chunk[0] === 0xff && chunk[1] === 0xfe
        ? "utf-16le"
        : chunk[0] === 0xfe && chunk[1] === 0xff
          ? "utf-16be"
          : "utf-8",
    );
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

/** The first text of an input that is not white space, and the whole input again. */
export async function peek(text: AsyncGenerator<string>): Promise<{ start: string; all: AsyncGenerator<string> }> {
  const taken: string[] = [];
  let start = "";
  while (start.length < 64) {
    const { value, done } = await text.next();
    if (done) break;
    taken.push(value);
    start = (start + value).trimStart();
  }
  return {
    start,
    all: (async function* () {
      yield* taken;
      yield* text;
    })(),
  };
}
