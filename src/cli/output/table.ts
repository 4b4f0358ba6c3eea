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

type Row = readonly Exclude<Cell, string>[];

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
  const full = [headings.map((text): Cell => ({ text, meaning: "name" })), ...rows].map(wholeCells);
  const table = tableWidth(full) <= width ? full : full.map(shortCells);
  const kept = columnsThatFit(table, width);
  const widths = widestCells(table).slice(0, kept);
  return table.map((row, index) =>
    alignedLine(row.slice(0, kept), widths, styles) +
    (index === 0 ? "" : foldedLines(row, headings, { from: kept, width, styles }))
  ).join("");
}

/**
 * The same without headings: two or more columns, the last with sentences that are wrapped between words. Where it does not fit beside the
 * others, it is below them.
 */
export function formatRows(
  rows: readonly (readonly Cell[])[],
  { width = Infinity, styles = PLAIN }: TableLayout = {},
): string {
  const table = rows.map(wholeCells);
  const natural = widestCells(table);
  const before = natural.slice(0, -1).reduce((sum, one) => sum + one + GAP.length, 0);
  const last = width - before;
  return table.map((row) => {
    const cell = row[natural.length - 1];
    if (last < MIN_TEXT) {
      const others = row.slice(0, natural.length - 1);
      const texts = wrapWords(cell?.text ?? "", Math.max(MIN_TEXT, width - FOLD.length));
      return (others.every(({ text }) => text === "") ? "" : alignedLine(others, natural, styles)) +
        texts.map((text) => `${FOLD}${styled(cell, text, styles)}\n`).join("");
    }
    const [first = "", ...rest] = wrapWords(cell?.text ?? "", last);
    const empty = natural.slice(0, -1).map(() => ({ text: "" }));
    const lines = [
      [...row.slice(0, natural.length - 1), { ...cell, text: first }],
      ...rest.map((text) => [...empty, { ...cell, text }]),
    ];
    return lines.map((line) => alignedLine(line, natural, styles)).join("");
  }).join("");
}

function alignedLine(row: Row, widths: readonly number[], styles: Styles): string {
  const texts = widths.map((_, column) => row[column]?.text ?? "");
  const last = texts.findLastIndex((text) => text !== "");
  const cells = texts.slice(0, last + 1).map((text, column) => {
    const shown = styled(row[column], text, styles);
    return column === last ? shown : shown + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(text)));
  });
  return `${cells.join(GAP)}\n`;
}

/** Columns that do not fit, as `heading: text`, as many per line as possible. */
function foldedLines(
  row: Row,
  headings: readonly string[],
  { from, width, styles }: { readonly from: number; readonly width: number; readonly styles: Styles },
): string {
  const items = row.flatMap((cell, column) =>
    column < from || NOTHING.includes(cell.text)
      ? []
      : [{ cell, text: `${(headings[column] ?? "").toLowerCase()}: ${cell.text}` }]
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
    const [first = "", ...rest] = cell.whole === true
      ? [text]
      : wrapWords(text, Math.max(MIN_TEXT, width - 2 * FOLD.length));
    lines.push({ shown: FOLD + styled(cell, first, styles), columns: FOLD.length + textWidth(first) });
    for (const more of rest) lines.push({ shown: FOLD + FOLD + styled(cell, more, styles), columns: width });
  }
  return lines.map(({ shown }) => `${shown}\n`).join("");
}

function styled(cell: Row[number] | undefined, text: string, styles: Styles): string {
  return cell?.meaning === undefined || text === "" ? text : styles(cell.meaning, text);
}

/** How many columns fit side by side: at least the first. */
function columnsThatFit(rows: readonly Row[], width: number): number {
  let used = -GAP.length;
  const widths = widestCells(rows);
  const over = widths.findIndex((one) => (used += GAP.length + one) > width);
  return over < 0 ? widths.length : Math.max(1, over);
}

function tableWidth(rows: readonly Row[]): number {
  return widestCells(rows).reduce((sum, one) => sum + GAP.length + one, -GAP.length);
}

function widestCells(rows: readonly Row[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from(
    { length: count },
    (_, column) => rows.reduce((widest, row) => Math.max(widest, textWidth(row[column]?.text ?? "")), 0),
  );
}

function wholeCells(row: readonly Cell[]): Row {
  return row.map((cell) => typeof cell === "string" ? { text: cell } : cell);
}

function shortCells(row: Row): Row {
  return row.map((cell) => cell.short === undefined ? cell : { ...cell, text: cell.short });
}
