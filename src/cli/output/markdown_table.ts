import type { Cell } from "./table.ts";

/** A table in GitHub's Markdown. Cells must be safe for a terminal. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [headings, headings.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(markdownCell).join(" | ")} |\n`).join("");
}

function markdownCell(cell: Cell): string {
  const text = typeof cell === "string" ? cell : cell.text;
  return text.replaceAll(/[\\|`*_<>[\]]/g, "\\$&");
}
