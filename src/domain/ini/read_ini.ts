/** The content of a line. */
type IniContent =
  | { readonly kind: "header"; readonly name: string }
  /** `outer` is the key of the surrounding block of indented settings; a value is empty if it opens one. */
  | { readonly kind: "setting"; readonly key: string; readonly value: string; readonly outer?: string }
  /** The text after `;` or `#`. */
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "blank" }
  | { readonly kind: "other" };

/** One line, with its exact bytes. */
export interface IniLine {
  /** The line with its line break. */
  readonly raw: string;
  readonly content: IniContent;
}

/**
 * Parses the INI dialect of the shared AWS files line by line: `;` and `#` start a comment at the start of a line or after white space, and
 * a key without a value opens a block of indented keys. The raw texts of all lines form the text.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
function readIniLines(text: string): IniLine[] {
  const lines: IniLine[] = [];
  let outer: string | undefined;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start) + 1 || text.length;
    const raw = text.slice(start, end);
    const content = readContent(start === 0 ? raw.replace(/^\uFEFF/, "") : raw, outer);
    if (content.kind === "header") outer = undefined;
    else if (content.kind === "setting" && content.outer === undefined) {
      outer = content.value === "" ? content.key : undefined;
    }
    lines.push({ raw, content });
    start = end;
  }
  return lines;
}

function readContent(line: string, outer: string | undefined): IniContent {
  const trimmed = line.trim();
  if (trimmed === "") return { kind: "blank" };
  if (/^[;#]/.test(trimmed)) return { kind: "comment", text: trimmed.slice(1).trim() };
  const text = (trimmed.split(/\s[;#]/, 1)[0] ?? "").trim();
  if (text.startsWith("[") && text.endsWith("]")) return { kind: "header", name: text.slice(1, -1).trim() };
  const equals = text.indexOf("=");
  if (equals < 1) return { kind: "other" };
  const setting = {
    kind: "setting",
    key: text.slice(0, equals).trim(),
    value: text.slice(equals + 1).trim(),
  } as const;
  return outer !== undefined && /^\s/.test(line) ? { ...setting, outer } : setting;
}

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

/**
 * The settings by header text in the dialect of the AWS tools, see {@linkcode readIniLines}; those in a block under `outer` as
 * `outer.inner`, without one for the block itself. Duplicate sections are merged: the later value applies.
 */
export function readIniSections(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const { content } of readIniLines(text)) {
    if (content.kind === "header") {
      section = sections.get(content.name) ?? new Map<string, string>();
      sections.set(content.name, section);
    } else if (content.kind === "setting" && content.value !== "") {
      const { key, value, outer } = content;
      section?.set(outer === undefined ? key : `${outer}.${key}`, value);
    }
  }
  return sections;
}
