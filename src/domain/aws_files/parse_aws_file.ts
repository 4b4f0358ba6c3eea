/**
 * The grammar of the shared AWS files in the AWS CLI.
 *
 * Reference: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure (`RawConfigParser` with its defaults), and
 * `raw_config_parse` in https://github.com/boto/botocore/blob/develop/botocore/configloader.py. Verified with Debian's `aws`: see the table
 * in `fixtures/aws_files`.
 *
 * @module
 */
import { indentation, splitLines, strip, stripEnd } from "./python_text.ts";

/** A setting of a section. */
export interface AwsSetting {
  /** The value; several lines are separated by `\n`. Empty for a block. */
  readonly value: string;
  /** The settings of an indented block below a key without a value, with names as written. */
  readonly block?: ReadonlyMap<string, string>;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The content below one header. */
export interface AwsSection {
  readonly file: string;
  /** The line of the header, counted from 1. */
  readonly line: number;
  /** Settings by their names in lower case. */
  readonly settings: ReadonlyMap<string, AwsSetting>;
}

/** Why the AWS CLI rejects a file. Contains nothing of the text, which may be a secret. */
export interface AwsFileFault {
  readonly file: string;
  /** Counted from 1; 0 for the file as a whole. */
  readonly line: number;
  /** Follows `line N `, or is a message of its own. */
  readonly reason: string;
}

/** One file: its sections by header text; none if it has a fault. */
export interface ParsedAwsFile {
  readonly sections: ReadonlyMap<string, AwsSection>;
  readonly fault?: AwsFileFault;
}

/** The section whose settings apply to all others. */
const DEFAULTS_HEADER = "DEFAULT";

const BYTE_ORDER_MARK = "\uFEFF";

/** A setting that is being parsed. */
interface OpenSetting {
  readonly lines: string[];
  readonly line: number;
}

/** A section that is being parsed. */
interface OpenSection {
  readonly line: number;
  readonly settings: Map<string, OpenSetting>;
}

/** Parses a file. @param file Its name, for positions. */
export function parseAwsFile(text: string, file: string): ParsedAwsFile {
  const sections = new Map<string, OpenSection>();
  const defaults: OpenSection = { line: 0, settings: new Map() };
  let section: OpenSection | undefined;
  let setting: OpenSetting | undefined;
  let indent = 0;
  const fault = (line: number, reason: string): ParsedAwsFile => ({
    sections: new Map(),
    fault: { file, line, reason },
  });
  const rawLines = text.split(/\r\n|\n|\r/);
  for (const [index, raw] of rawLines.entries()) {
    const line = index + 1;
    const content = strip(raw);
    if (content === "") {
      setting?.lines.push("");
      continue;
    }
    if (content.startsWith("#") || content.startsWith(";")) continue;
    const depth = indentation(raw);
    if (section !== undefined && setting !== undefined && depth > indent) {
      setting.lines.push(content);
      continue;
    }
    indent = depth;
    const header = headerOf(content);
    if (header !== undefined) {
      if (sections.has(header)) return fault(line, "repeats a section header");
      section = header === DEFAULTS_HEADER ? defaults : { line, settings: new Map() };
      if (section !== defaults) sections.set(header, section);
      setting = undefined;
      continue;
    }
    if (section === undefined) {
      return fault(
        line,
        line === 1 && raw.startsWith(BYTE_ORDER_MARK)
          ? "starts with a byte-order mark: save the file as UTF-8 without one"
          : "is before the first section header",
      );
    }
    const sign = content.search(/[=:]/);
    const key = stripEnd(content.slice(0, Math.max(0, sign))).toLowerCase();
    if (sign < 0) return fault(line, "is neither a header nor a setting: it has no =");
    if (key === "") return fault(line, "has no name before the =");
    if (section.settings.has(key)) return fault(line, "repeats a setting of its section");
    setting = { lines: [strip(content.slice(sign + 1))], line };
    section.settings.set(key, setting);
  }
  return closeSections(sections, defaults, file);
}

/** The text between the first bracket, at the very start, and the last one. */
function headerOf(content: string): string | undefined {
  const end = content.lastIndexOf("]");
  return content.startsWith("[") && end > 1 ? content.slice(1, end) : undefined;
}

function closeSections(
  sections: ReadonlyMap<string, OpenSection>,
  defaults: OpenSection,
  file: string,
): ParsedAwsFile {
  const closed = new Map<string, AwsSection>();
  for (const [header, { line, settings }] of sections) {
    const read = new Map<string, AwsSetting>();
    const all = defaults.settings.size === 0 ? settings : new Map([...defaults.settings, ...settings]);
    for (const [key, open] of all) {
      const setting = closeSetting(open, file);
      if (setting === undefined) {
        const reason = "starts a block of settings, one of which has no =";
        return { sections: new Map(), fault: { file, line: open.line, reason } };
      }
      read.set(key, setting);
    }
    closed.set(header, { file, line, settings: read });
  }
  return { sections: closed };
}

/** Undefined for a block with an invalid line. */
function closeSetting({ lines, line }: OpenSetting, file: string): AwsSetting | undefined {
  const value = stripEnd(lines.length === 1 ? lines[0] ?? "" : lines.join("\n"));
  if (!value.startsWith("\n")) return { value, file, line };
  const block = new Map<string, string>();
  for (const inner of splitLines(value).map(strip)) {
    if (inner === "") continue;
    const sign = inner.indexOf("=");
    if (sign < 0) return undefined;
    block.set(strip(inner.slice(0, sign)), strip(inner.slice(sign + 1)));
  }
  return { value: "", block, file, line };
}
