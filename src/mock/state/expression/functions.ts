/** The functions of the expression language that Okta documents, but those that ask a directory or an HR system. */

type Function = (args: unknown[]) => unknown;

const text = (value: unknown) => (value === null || value === undefined ? "" : String(value));
const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
const whole = (value: unknown) => Math.round(Number(value));

/** Days between 1601, where Windows begins to count, and 1970, in milliseconds. */
const WINDOWS_EPOCH = 11_644_473_600_000;
const date = (value: unknown) => {
  const found = new Date(text(value));
  if (Number.isNaN(found.getTime())) throw new Error(`${text(value)} is no time of ISO 8601.`);
  return found;
};

function after(input: string, search: string): string {
  const at = input.indexOf(search);
  return at < 0 ? input : input.slice(at + search.length);
}

function before(input: string, search: string): string {
  const at = input.indexOf(search);
  return at < 0 ? input : input.slice(0, at);
}

function switched([input, standard, ...pairs]: unknown[]): unknown {
  for (let i = 0; i + 1 < pairs.length; i += 2) if (text(input).includes(text(pairs[i]))) return pairs[i + 1];
  return standard;
}

/** A pattern of Java's `SimpleDateFormat`, as far as it is of digits. */
function formatted(value: Date, pattern: string): string {
  const part: Record<string, string> = {
    yyyy: String(value.getUTCFullYear()),
    yy: String(value.getUTCFullYear()).slice(2),
    MM: String(value.getUTCMonth() + 1).padStart(2, "0"),
    dd: String(value.getUTCDate()).padStart(2, "0"),
    HH: String(value.getUTCHours()).padStart(2, "0"),
    mm: String(value.getUTCMinutes()).padStart(2, "0"),
    ss: String(value.getUTCSeconds()).padStart(2, "0"),
    SSS: String(value.getUTCMilliseconds()).padStart(3, "0"),
  };
  return pattern.replace(/'([^']*)'|yyyy|yy|MM|dd|HH|mm|SSS|ss/g, (found, quoted) => quoted ?? part[found]);
}

export const FUNCTIONS: Record<string, Function> = {
  "String.append": ([a, b]) => text(a) + text(b),
  "String.contains": ([a, b]) => text(a).includes(text(b)),
  "String.endsWith": ([a, b]) => text(a).endsWith(text(b)),
  "String.join": ([separator, ...parts]) => parts.map(text).join(text(separator)),
  "String.len": ([a]) => text(a).length,
  "String.removeSpaces": ([a]) => text(a).replace(/\s+/g, ""),
  "String.replace": ([a, search, by]) => text(a).replaceAll(text(search), text(by)),
  "String.replaceFirst": ([a, search, by]) => text(a).replace(text(search), () => text(by)),
  "String.startsWith": ([a, b]) => text(a).startsWith(text(b)),
  "String.stringContains": ([a, b]) => text(a).includes(text(b)),
  "String.stringSwitch": switched,
  "String.substring": ([a, from, to]) => text(a).substring(whole(from), to === undefined ? undefined : whole(to)),
  "String.substringAfter": ([a, b]) => after(text(a), text(b)),
  "String.substringBefore": ([a, b]) => before(text(a), text(b)),
  "String.toLowerCase": ([a]) => text(a).toLowerCase(),
  "String.toUpperCase": ([a]) => text(a).toUpperCase(),
  "String.trim": ([a]) => text(a).trim(),
  "Arrays.add": ([a, b]) => [...list(a), b],
  "Arrays.clear": () => [],
  "Arrays.contains": ([a, b]) => list(a).includes(b),
  "Arrays.flatten": (args) => args.flat(Infinity),
  "Arrays.get": ([a, i]) => list(a)[whole(i)] ?? null,
  "Arrays.isEmpty": ([a]) => list(a).length === 0,
  "Arrays.remove": ([a, b]) => list(a).filter((item) => item !== b),
  "Arrays.size": ([a]) => list(a).length,
  "Arrays.toCsvString": ([a]) => list(a).map(text).join(","),
  "Convert.toInt": ([a]) => whole(a),
  "Convert.toNum": ([a]) => Number(a),
  "Time.fromIso8601ToString": ([a, pattern]) => formatted(date(a), text(pattern)),
  "Time.fromIso8601ToUnix": ([a]) => String(Math.floor(date(a).getTime() / 1000)),
  "Time.fromIso8601ToWindows": ([a]) => String((date(a).getTime() + WINDOWS_EPOCH) * 10_000),
  "Time.fromUnixToIso8601": ([a]) => new Date(Number(a) * 1000).toISOString(),
  "Time.fromWindowsToIso8601": ([a]) => new Date(Number(a) / 10_000 - WINDOWS_EPOCH).toISOString(),
};
