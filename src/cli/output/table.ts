/** Columns of text under headings, aligned, two spaces apart, without trailing white space. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ""))));
  return all.map((row) =>
    `${
      row.map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell)))).join(
        "  ",
      )
        .trimEnd()
    }\n`
  ).join("");
}

/** Characters as a person counts them. Wide characters of East Asia count as one: names of AWS things hardly ever have them. */
function textWidth(text: string): number {
  return [...text].length;
}
