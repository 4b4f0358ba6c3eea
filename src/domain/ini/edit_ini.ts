/**
 * Changes to one section of an INI text. All other sections, and unrelated content of the section itself, are preserved byte for byte.
 *
 * @module
 */
import { type IniBlock, type IniLine, joinIniBlocks, readIniBlocks } from "./read_ini.ts";

/** The new content of a section. */
export interface IniSectionEdit {
  /** The text of its header. */
  readonly section: string;
  /** Values by key; undefined removes the key. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Comments directly above the header, each starting with one of {@linkcode IniSectionEdit.noteWords}. */
  readonly notes?: readonly string[];
  /** Comments directly below the header. */
  readonly innerNotes?: readonly string[];
  /** The first words of comments, above the header and in the section, that are replaced. */
  readonly noteWords?: readonly string[];
}

/** A section to remove, with its notes. */
export type IniRemoval = Pick<IniSectionEdit, "section" | "noteWords">;

/** The text with the section set; a new section is appended. Of several sections with the name, one is kept. */
export function setIniSection(text: string, edit: IniSectionEdit): string {
  const { section, notes = [], innerNotes = [], noteWords = [] } = edit;
  const blocks = readIniBlocks(text);
  const eol = lineBreak(text);
  const first = blocks.findIndex(({ name }) => name === section);
  if (first < 0) return text + separator(text, eol) + newSection(edit, eol);
  const kept = blocks.filter(({ name }, index) => name !== section || index === first);
  return joinIniBlocks(kept.map((block, index) => {
    if (block.name !== section) return block;
    const above = [...withoutNotes(block.above, noteWords), ...notes.map((note) => commentLine(note, eol))];
    const [header, ...body] = changeSettings(withoutNotes(block.lines, noteWords), edit.settings, eol);
    const inner = innerNotes.map((note) => commentLine(note, eol));
    const lines = header === undefined ? [] : [withBreak(header, eol), ...inner, ...body];
    // Otherwise, a comment of this section could become one of the next, if the text between them is removed.
    const end = index < kept.length - 1 && lines.at(-1)?.content.kind === "comment" ? [blankLine(eol)] : [];
    return { ...block, above, lines: [...lines, ...end] };
  }));
}

/** The text without a section, its notes, and the blank lines after it. */
export function removeIniSection(text: string, { section, noteWords = [] }: IniRemoval): string {
  const kept: IniBlock[] = [];
  for (const block of readIniBlocks(text)) {
    if (block.name !== section) kept.push(block);
    // Other comments are kept, above whatever follows.
    else kept.push({ name: undefined, above: [], lines: withoutNotes(block.above, noteWords) });
  }
  return joinIniBlocks(kept);
}

function withoutNotes(lines: readonly IniLine[], words: readonly string[]): IniLine[] {
  return lines.filter(({ content }) =>
    content.kind !== "comment" || !words.some((word) => content.text.startsWith(word))
  );
}

function changeSettings(
  lines: readonly IniLine[],
  settings: IniSectionEdit["settings"],
  eol: string,
): IniLine[] {
  const left = new Map(Object.entries(settings));
  const changed: IniLine[] = [];
  for (const line of lines) {
    const { content } = line;
    // The rest of a truncated line: no AWS tool could read the file with it.
    if (content.kind === "other") continue;
    const key = content.kind === "setting" && content.outer === undefined ? content.key : undefined;
    if (key === undefined || !Object.hasOwn(settings, key)) changed.push(line);
    else {
      const value = left.get(key);
      // Of a duplicate key, one is kept.
      left.delete(key);
      if (value !== undefined) changed.push(withValue(line, value));
    }
  }
  const added = [...left].flatMap(([key, value]) =>
    value === undefined ? [] : [settingLine(key, value, eol)]
  );
  const end =
    changed.findLastIndex(({ content }) => content.kind === "header" || content.kind === "setting") + 1;
  const last = changed[end - 1];
  if (added.length > 0 && last !== undefined) changed[end - 1] = withBreak(last, eol);
  return changed.toSpliced(end, 0, ...added);
}

/** The last line of a file may have no line break. */
function withBreak(line: IniLine, eol: string): IniLine {
  return line.raw.endsWith("\n") ? line : { ...line, raw: line.raw + eol };
}

/** The line with another value; the key and the spacing are preserved. */
function withValue({ raw, content }: IniLine, value: string): IniLine {
  const begin = /^[^=]*=[^\S\r\n]*/.exec(raw)?.[0] ?? "";
  return { raw: begin + value + (/\r?\n$/.exec(raw)?.[0] ?? ""), content };
}

/** Formatted as in Atmos, with aligned signs. Reference: `PrettyFormat` of gopkg.in/ini.v1. */
function newSection({ section, settings, notes = [], innerNotes = [] }: IniSectionEdit, eol: string): string {
  const present = Object.entries(settings).filter((entry): entry is [string, string] =>
    entry[1] !== undefined
  );
  const width = Math.max(0, ...present.map(([key]) => key.length));
  const lines = [
    ...notes.map((note) => commentLine(note, eol)),
    { raw: `[${section}]${eol}` },
    ...innerNotes.map((note) => commentLine(note, eol)),
    ...present.map(([key, value]) => settingLine(key.padEnd(width), value, eol)),
  ];
  return lines.map(({ raw }) => raw).join("");
}

function settingLine(key: string, value: string, eol: string): IniLine {
  return { raw: `${key} = ${value}${eol}`, content: { kind: "setting", key, value } };
}

function commentLine(text: string, eol: string): IniLine {
  return { raw: `; ${text}${eol}`, content: { kind: "comment", text } };
}

function blankLine(eol: string): IniLine {
  return { raw: eol, content: { kind: "blank" } };
}

/** The separator between a text and an appended section. */
function separator(text: string, eol: string): string {
  if (text === "" || /\n\r?\n$/.test(text)) return "";
  return text.endsWith("\n") ? eol : eol + eol;
}

function lineBreak(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}
