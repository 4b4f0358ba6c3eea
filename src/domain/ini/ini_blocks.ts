import { type IniLine, readIniLines } from "./ini_lines.ts";

/** One section of a text, or what precedes the first one. */
export interface IniBlock {
  /** The text of the header; undefined for what precedes the first one. */
  readonly name: string | undefined;
  /** The comment lines directly above the header. */
  readonly above: readonly IniLine[];
  /** The header and everything after it. */
  readonly lines: readonly IniLine[];
}

/** Splits a text into sections. {@linkcode joinIniBlocks} restores the text byte for byte. */
export function readIniBlocks(text: string): IniBlock[] {
  const blocks: { name: string | undefined; above: IniLine[]; lines: IniLine[] }[] = [];
  let current = { name: undefined as string | undefined, above: [] as IniLine[], lines: [] as IniLine[] };
  blocks.push(current);
  for (const line of readIniLines(text)) {
    if (line.content.kind === "header") {
      const above = current.lines.splice(commentsAtEnd(current.lines));
      current = { name: line.content.name, above, lines: [] };
      blocks.push(current);
    }
    current.lines.push(line);
  }
  return blocks;
}

/** The text of sections. */
export function joinIniBlocks(blocks: readonly IniBlock[]): string {
  return blocks.flatMap(({ above, lines }) => [...above, ...lines]).map(({ raw }) => raw).join("");
}

/** The start of the trailing comment lines. */
function commentsAtEnd(lines: readonly IniLine[]): number {
  return lines.findLastIndex(({ content }) => content.kind !== "comment") + 1;
}
