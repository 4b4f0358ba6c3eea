/**
 * Changes to one section of an INI text. All other sections, and what is foreign in the section itself, stay as they are, byte for byte.
 *
 * @module
 */
import { type IniBlock, joinIniBlocks, readIniBlocks } from "./ini_blocks.ts";
import type { IniLine } from "./ini_lines.ts";

/** What a section shall say. */
export interface IniSectionEdit {
  /** The text of its header. */
  readonly section: string;
  /** Values by key; undefined takes the key away. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Comments directly above the header, each beginning with one of {@linkcode IniSectionEdit.noteWords}. */
  readonly notes: readonly string[];
  /** Likewise, directly below the header; none when absent. */
  readonly innerNotes?: readonly string[];
  /** First words of comments above the header, and in the section, that are replaced. */
  readonly noteWords: readonly string[];
}

/** A section that shall go, with its notes. */
export type IniRemoval = Pick<IniSectionEdit, "section" | "noteWords">;

/** The text with a section that says so; a new section comes last. Of several sections with the name one is left. */
export function setIniSection(text: string, edit: IniSectionEdit): string {
  const { section, notes, innerNotes = [], noteWords } = edit;
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
    // Else a comment of this section would be one of the next, where what stood between the two is gone.
    const end = index < kept.length - 1 && lines.at(-1)?.content.kind === "comment" ? [blankLine(eol)] : [];
    return { ...block, above, lines: [...lines, ...end] };
  }));
}

/** The text without a section, its notes, and the empty lines behind it. */
export function removeIniSection(text: string, { section, noteWords }: IniRemoval): string {
  const kept: IniBlock[] = [];
  for (const block of readIniBlocks(text)) {
    if (block.name !== section) kept.push(block);
    // Comments of somebody else stay, above whatever comes next.
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
    // What is left of a line that was cut off: no AWS tool would read the file with it.
    if (content.kind === "other") continue;
    const key = content.kind === "setting" && content.outer === undefined ? content.key : undefined;
    if (key === undefined || !Object.hasOwn(settings, key)) changed.push(line);
    else {
      const value = left.get(key);
      // A key that is there twice is left once.
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

/** The line with another value, its key and the space around the sign as they were. */
function withValue({ raw, content }: IniLine, value: string): IniLine {
  const begin = /^[^=]*=[^\S\r\n]*/.exec(raw)?.[0] ?? "";
  return { raw: begin + value + (/\r?\n$/.exec(raw)?.[0] ?? ""), content };
}

/** Written as Atmos does, with the signs below each other. Reference: `PrettyFormat` of gopkg.in/ini.v1. */
function newSection({ section, settings, notes, innerNotes = [] }: IniSectionEdit, eol: string): string {
  const present = Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value }]
  );
  const width = Math.max(0, ...present.map(({ key }) => key.length));
  const lines = [
    ...notes.map((note) => commentLine(note, eol)),
    { raw: `[${section}]${eol}` },
    ...innerNotes.map((note) => commentLine(note, eol)),
    ...present.map(({ key, value }) => settingLine(key.padEnd(width), value, eol)),
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

/** What comes between a text and a section that is added to it. */
function separator(text: string, eol: string): string {
  if (text === "" || /\n\r?\n$/.test(text)) return "";
  return text.endsWith("\n") ? eol : eol + eol;
}

function lineBreak(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}
