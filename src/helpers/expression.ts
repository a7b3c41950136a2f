/** A value that can stand in a filter or search expression. */
export type ExpressionValue = string | number | boolean | Date | null;

/**
 * Puts values into a `filter` or `search` expression so that they stay values, whatever characters they hold: strings
 * and dates come in quotes with `"` and `\` escaped.
 *
 * @example
 * const search = expression`profile.lastName eq ${name} and created gt ${new Date("2026-01-01")}`;
 * @throws TypeError for a value that no expression can hold
 */
export function expression(parts: TemplateStringsArray, ...values: ExpressionValue[]): string {
  return parts.reduce((text, part, i) => text + literal(values[i - 1] as ExpressionValue) + part);
}

function literal(value: ExpressionValue): string {
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean" || value === null || Number.isFinite(value)) {
    return String(value);
  }
  throw new TypeError(`An expression takes strings, numbers, booleans, dates and null; got ${typeof value}.`);
}
