import measure from "fast-string-truncated-width";

/** Narrower terminals are not supported: text is not wrapped. */
const MIN_COLUMNS = 40;

/** The start of a line that continuation lines are indented past: white space, a mark, a label. */
const LABEL_REGEXP = /^ *(?:[\u2713\u2717] |(?:Error|Hint|Code|Warning): +)?/;

/** An escape sequence of a style. Reference: ECMA-48, SGR */
// deno-lint-ignore no-control-regex -- that is what they begin with.
const STYLE_REGEXP = /\u001b\[[0-9;]*m/g;

/** The indentation of continuation lines without such a start. */
const DEFAULT_INDENT = 2;

/** Words with the white space before them. Text between backquotes counts as one word, since it is meant to be typed. */
const WORDS_REGEXP = /\s*(?:[^\s`]*`[^`]*`\S*|\S+)/g;

/**
 * Wraps lines to the terminal, with continuation lines indented below the first word. Words are never broken: a host or path that is too
 * wide is wrapped by the terminal, so that it can be copied.
 *
 * @param text Lines, with the escape sequences of styles.
 * @param columns Not wrapped if absent.
 */
export function wrapToTerminal(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < MIN_COLUMNS) return text;
  return text.split("\n").map((line) => textWidth(line) > columns ? fitLine(line, columns) : line).join("\n");
}

function fitLine(line: string, columns: number): string {
  const [label = ""] = LABEL_REGEXP.exec(line.replaceAll(STYLE_REGEXP, "")) ?? [];
  const indent = " ".repeat(textWidth(label) || DEFAULT_INDENT);
  const lines: string[] = [];
  let current = "";
  for (const [word] of line.matchAll(WORDS_REGEXP)) {
    if (textWidth(current) > indent.length && textWidth(current + word) > columns) {
      lines.push(current);
      current = indent + word.trimStart();
    } else current += word;
  }
  return [...lines, current].join("\n");
}

/** The columns that a text takes on a terminal: wide characters take two, combining characters and escape sequences none. */
export function textWidth(text: string): number {
  return measure(text).width;
}

/**
 * Wraps a text between words. A word that is too wide gets its own line, unbroken, and so does text between backquotes, which is meant to
 * be typed. Only white space at the breaks is dropped.
 */
export function wrapWords(text: string, columns: number): string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const [, space = "", word = ""] of text.matchAll(/( *)([^ `]*`[^`]*`[^ ]*|[^ ]+)/g)) {
    if (current === undefined) current = space + word;
    else if (textWidth(current + space + word) <= columns) current += space + word;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current ?? ""];
}
