import type { Meaning, Styles } from "./styles.ts";
import { textWidth, wrapWords } from "./words.ts";

/** A cell: text that is safe for a terminal, its meaning, and a shorter form. */
export type Cell = string | {
  readonly text: string;
  readonly meaning?: Meaning | undefined;
  /** Shown if the table does not fit otherwise. */
  readonly short?: string | undefined;
  /** Never wrapped, because it is meant to be copied; if it is too wide, the terminal wraps it. */
  readonly whole?: boolean | undefined;
};

/** The layout of a table. */
export interface TableLayout {
  /** The maximum width in columns; unlimited if absent, as for other programs. */
  readonly width?: number | undefined;
  readonly styles?: Styles;
}

const GAP = "  ";

/** Before text that is folded below its row. */
const FOLD = "  ";

/** The minimum width of the last column in a table without headings. */
const MIN_TEXT = 16;

/** What an empty cell shows. */
const NOTHING: readonly string[] = ["", "-"];

const PLAIN: Styles = (_meaning, text) => text;

/**
 * Columns of text under headings, aligned, two spaces apart, without trailing white space. If they do not fit, cells show their short form;
 * if that is not enough, the last columns are folded below their row, each with its heading. Words are never broken, so that a host can be
 * copied at any width; a word that is wider than the terminal is wrapped by the terminal.
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  { width = Infinity, styles = PLAIN }: TableLayout = {},
): string {
  const head = headings.map((text): Cell => ({ text, meaning: "name" }));
  const full = [head, ...rows];
  const table = tableWidth(full) <= width ? full : full.map((row) => row.map(shortened));
  const kept = columnsThatFit(table, width);
  const widths = widestCells(table).slice(0, kept);
  return table.map((row, index) =>
    alignedLine(row.slice(0, kept), widths, styles) +
    (index === 0 ? "" : foldedLines(row, headings, { from: kept, width, styles }))
  ).join("");
}

/** The same without headings: two or more columns, the last with sentences that are wrapped between words. */
export function formatRows(
  rows: readonly (readonly Cell[])[],
  { width = Infinity, styles = PLAIN }: TableLayout = {},
): string {
  const natural = widestCells(rows);
  const before = natural.slice(0, -1).reduce((sum, one) => sum + one + GAP.length, 0);
  const last = Math.max(MIN_TEXT, width - before);
  return rows.map((row) => {
    const cell = row[natural.length - 1];
    const [first = "", ...rest] = wrapWords(textOf(cell), last);
    const lines = [
      [...row.slice(0, natural.length - 1), withText(cell, first)],
      ...rest.map((text) => [...natural.slice(0, -1).map(() => ""), withText(cell, text)]),
    ];
    return lines.map((line) => alignedLine(line, natural, styles)).join("");
  }).join("");
}

function alignedLine(row: readonly Cell[], widths: readonly number[], styles: Styles): string {
  const texts = widths.map((_, column) => textOf(row[column]));
  const last = texts.findLastIndex((text) => text !== "");
  const cells = texts.slice(0, last + 1).map((text, column) => {
    const shown = styled(row[column], text, styles);
    return column === last ? shown : shown + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(text)));
  });
  return `${cells.join(GAP)}\n`;
}

/** Columns that do not fit, as `heading: text`, as many per line as possible. */
function foldedLines(
  row: readonly Cell[],
  headings: readonly string[],
  { from, width, styles }: { readonly from: number; readonly width: number; readonly styles: Styles },
): string {
  const items = row.flatMap((cell, column) =>
    column < from || NOTHING.includes(textOf(cell))
      ? []
      : [{ cell, text: `${(headings[column] ?? "").toLowerCase()}: ${textOf(cell)}` }]
  );
  const lines: { shown: string; columns: number }[] = [];
  for (const { cell, text } of items) {
    const line = lines.at(-1);
    const columns = textWidth(text);
    if (line !== undefined && line.columns + GAP.length + columns <= width) {
      line.shown += GAP + styled(cell, text, styles);
      line.columns += GAP.length + columns;
      continue;
    }
    const [first = "", ...rest] = isWhole(cell)
      ? [text]
      : wrapWords(text, Math.max(MIN_TEXT, width - 2 * FOLD.length));
    lines.push({ shown: FOLD + styled(cell, first, styles), columns: FOLD.length + textWidth(first) });
    for (const more of rest) {
      lines.push({ shown: FOLD + FOLD + styled(cell, more, styles), columns: width });
    }
  }
  return lines.map(({ shown }) => `${shown}\n`).join("");
}

function isWhole(cell: Cell): boolean {
  return typeof cell === "object" && cell.whole === true;
}

function styled(cell: Cell | undefined, text: string, styles: Styles): string {
  return typeof cell === "object" && cell.meaning !== undefined && text !== ""
    ? styles(cell.meaning, text)
    : text;
}

/** How many columns fit side by side: at least the first. */
function columnsThatFit(rows: readonly (readonly Cell[])[], width: number): number {
  let used = -GAP.length;
  const widths = widestCells(rows);
  const over = widths.findIndex((one) => (used += GAP.length + one) > width);
  return over < 0 ? widths.length : Math.max(1, over);
}

function tableWidth(rows: readonly (readonly Cell[])[]): number {
  return widestCells(rows).reduce((sum, one) => sum + GAP.length + one, -GAP.length);
}

function widestCells(rows: readonly (readonly Cell[])[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from(
    { length: count },
    (_, column) => rows.reduce((widest, row) => Math.max(widest, textWidth(textOf(row[column]))), 0),
  );
}

function shortened(cell: Cell): Cell {
  return typeof cell === "object" && cell.short !== undefined ? { ...cell, text: cell.short } : cell;
}

function withText(cell: Cell | undefined, text: string): Cell {
  return typeof cell === "object" ? { ...cell, text } : text;
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? "" : typeof cell === "string" ? cell : cell.text;
}
