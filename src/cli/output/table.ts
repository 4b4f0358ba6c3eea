import type { Meaning, Styles } from "./styles.ts";
import { textWidth, wrapText } from "./text_width.ts";

/** A cell: text that is safe for a terminal, and what it means, where a colour helps. */
export type Cell = string | { readonly text: string; readonly meaning: Meaning };

/** What a table is drawn for. */
export interface TableLayout {
  /** Columns to fit in; without limit when absent, as for other programs. */
  readonly width?: number | undefined;
  readonly styles?: Styles;
}

/** Between two columns. */
const GAP = "  ";

/** A column is not made narrower: a table that does not fit even so is left to the terminal. */
const MIN_COLUMN = 8;

/** A column of words is not made narrower while another can still give. */
const NARROW_COLUMN = 12;

const PLAIN: Styles = (_meaning, text) => text;

/**
 * Columns of text under headings, aligned, two spaces apart, without trailing white space. Where they do not fit, the widest columns
 * are wrapped.
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  layout: TableLayout = {},
): string {
  return formatRows([headings.map((text) => ({ text, meaning: "name" as const })), ...rows], layout);
}

/** The same without headings. */
export function formatRows(
  rows: readonly (readonly Cell[])[],
  { width = Infinity, styles = PLAIN }: TableLayout = {},
): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widest = (widthOf: (text: string) => number): number[] =>
    Array.from(
      { length: count },
      (_, column) => Math.max(0, ...rows.map((row) => widthOf(textOf(row[column])))),
    );
  const available = width - GAP.length * (count - 1);
  // Words stay whole for as long as that is possible.
  const natural = widest(textWidth);
  const words = widest(longestWord);
  const floors = natural.map((one, column) => Math.max(words[column] ?? 0, Math.min(one, NARROW_COLUMN)));
  const whole = fitted(natural, { available, floors });
  const widths = fitted(whole, { available, floors: whole.map(() => MIN_COLUMN) });
  return rows.map((row) => rowLines(row, widths, styles)).flat().map((line) => `${line}\n`).join("");
}

function rowLines(row: readonly Cell[], widths: readonly number[], styles: Styles): string[] {
  const cells = widths.map((width, column) => wrapText(textOf(row[column]), Math.max(width, 2)));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const texts = cells.map((lines) => lines[line] ?? "");
    const last = texts.findLastIndex((text) => text !== "");
    return texts.slice(0, last + 1).map((text, column) => {
      const cell = row[column];
      const shown = typeof cell === "object" && text !== "" ? styles(cell.meaning, text) : text;
      return column === last
        ? shown
        : shown + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(text)));
    }).join(GAP);
  });
}

/** Widths that fit, as far as no column becomes narrower than its floor: the widest columns give up what is too much. */
function fitted(
  natural: readonly number[],
  { available, floors }: { readonly available: number; readonly floors: readonly number[] },
): readonly number[] {
  const widths = [...natural];
  for (let excess = sum(widths) - available; excess > 0;) {
    const spare = widths.map((width, column) => width > (floors[column] ?? 0) ? width : 0);
    const widest = Math.max(...spare);
    if (widest <= 0) return widths;
    const columns = spare.flatMap((width, column) => width === widest ? [column] : []);
    const next = Math.max(
      ...spare.filter((width) => width < widest),
      ...columns.map((column) => floors[column] ?? 0),
    );
    const step = Math.max(1, Math.min(widest - next, Math.floor(excess / columns.length)));
    for (const column of columns) {
      if (excess <= 0) break;
      widths[column] = widest - step;
      excess -= step;
    }
  }
  return widths;
}

function longestWord(text: string): number {
  return Math.max(...text.split(" ").map(textWidth));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? "" : typeof cell === "string" ? cell : cell.text;
}
