import type { Table } from "./part.ts";

const padded = (cell: string, width: number, first: boolean) => (first ? cell.padEnd(width) : cell.padStart(width));

/** A table for the terminal. */
export function plain({ title, columns, rows, note }: Table): string {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => padded(cell, widths[i]!, i === 0))
      .join("  ")
      .trimEnd();
  return [`\n${title}`, line(columns), ...rows.map(line), ...(note ? [note] : [])].join("\n");
}

const escape = (cell: string) => cell.replaceAll("|", "\\|");

/** The same for Markdown. */
export function markdown({ title, columns, rows, note }: Table): string {
  const line = (cells: string[]) => `| ${cells.map(escape).join(" | ")} |`;
  const rule = `|${columns.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`;
  return [`**${title}**`, "", line(columns), rule, ...rows.map(line), ...(note ? ["", note] : []), ""].join("\n");
}
