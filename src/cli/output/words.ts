import { textWidth } from "./text_width.ts";

/** A terminal that is narrower is left to itself. */
const MIN_COLUMNS = 40;

/** What a line begins with, below which its rest is not continued: white space, a mark, a label. */
const LABEL_REGEXP = /^ *(?:[✓✗] |(?:Error|Hint|Code|Warning): +)?/;

/** An escape sequence of a style. Reference: ECMA-48, SGR */
// deno-lint-ignore no-control-regex -- that is what they begin with.
const STYLE_REGEXP = /\u001b\[[0-9;]*m/g;

/** How much the rest of a line is indented that begins with none of these. */
const USUAL_INDENT = 2;

/** Words, each with the white space before it. What is between backquotes is to be typed, and stays whole. */
const WORDS_REGEXP = /\s*(?:[^\s`]*`[^`]*`\S*|\S+)/g;

/**
 * Breaks lines that do not fit a terminal, and continues them below their first word, indented. No word is broken: a host or path that is wider
 * is left to the terminal, so that it can be copied.
 *
 * @param text Lines, with the escape sequences of styles.
 * @param columns Left as it is where absent.
 */
export function wrapToTerminal(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < MIN_COLUMNS) return text;
  return text.split("\n").map((line) => textWidth(line) > columns ? fitLine(line, columns) : line).join("\n");
}

function fitLine(line: string, columns: number): string {
  const [label = ""] = LABEL_REGEXP.exec(line.replaceAll(STYLE_REGEXP, "")) ?? [];
  const indent = " ".repeat(textWidth(label) || USUAL_INDENT);
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
