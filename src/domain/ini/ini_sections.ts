import { readIniLines } from "./ini_lines.ts";

/** The settings of one section; those in a block under `outer` as `outer.inner`. The key of a block has no setting of its own. */
export type IniSettings = ReadonlyMap<string, string>;

/** Settings by header text. Duplicate sections are merged: the later value applies. */
export type IniSections = ReadonlyMap<string, IniSettings>;

/** The sections of an INI text in the dialect of the AWS tools, see {@linkcode readIniLines}. */
export function readIniSections(text: string): IniSections {
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
