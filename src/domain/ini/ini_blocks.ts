import { type IniLine, readIniLines } from "./ini_lines.ts";

/** One section as it stands in a text, or what stands before the first one. */
export interface IniBlock {
  /** The text of the header; undefined for what stands before the first one. */
  readonly name: string | undefined;
  /** The comment lines directly above the header. */
  readonly above: readonly IniLine[];
  /** The header and all that follows it. */
  readonly lines: readonly IniLine[];
}

/** Cuts a text into its sections. {@linkcode joinIniBlocks} gives the text back, byte for byte. */
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

/** Where the comment lines at the end begin. */
function commentsAtEnd(lines: readonly IniLine[]): number {
  return lines.findLastIndex(({ content }) => content.kind !== "comment") + 1;
}
