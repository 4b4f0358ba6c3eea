import { type CST, Lexer, Parser } from "yaml";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { syntaxFault, tooDeep } from "./yaml_failures.ts";
import type { YamlBudget } from "./yaml_budget.ts";

/** Parser frames per level of nesting: a compact list inside a mapping takes two. */
const FRAMES_PER_LEVEL = 2;

/** More consecutive anchors and tags than one value can have. */
const MAX_PROPERTIES = 4;

/** More `%` lines than a document needs. */
const MAX_DIRECTIVES = 10;

/** Spaces, line ends, comments, and what the lexer emits before a document. */
// deno-lint-ignore no-control-regex -- the lexer's own mark
const GAP_REGEXP = /^(?:[ \t]*|\r?\n|\u0002|#.*)$/;

/**
 * Splits a YAML text into the parser's tokens. Stops if the nesting or the number of tokens exceeds the limits, because composing is
 * recursive; and at errors that could occur by the hundred thousand, because each is slow.
 *
 * @throws {YamlFault}
 */
export function* yamlTokens(
  text: string,
  { onNewLine, budget }: { readonly onNewLine: (offset: number) => void; readonly budget: YamlBudget },
): Generator<CST.Token, void> {
  const parser = new Parser(onNewLine);
  const maxFrames = CONFIG_LIMITS.depth * FRAMES_PER_LEVEL + 2;
  let properties = 0;
  let directives = 0;
  onNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === "directive") directives++;
      yield checked(token);
    }
    budget.count(lexeme, parser.offset);
    if (lexeme[0] === "&" || lexeme[0] === "!") properties++;
    else if (properties > 0 && !GAP_REGEXP.test(lexeme)) properties = 0;
    if (properties > MAX_PROPERTIES) throw syntaxFault("BAD_PROP_ORDER", parser.offset);
    if (directives > MAX_DIRECTIVES) throw syntaxFault("BAD_DIRECTIVE", parser.offset);
    if (parser.stack.length > maxFrames) throw tooDeep(parser.offset);
  }
  for (const token of parser.end()) yield checked(token);
}

function checked(token: CST.Token): CST.Token {
  if (token.type === "error") throw syntaxFault("UNEXPECTED_TOKEN", token.offset);
  return token;
}

/** Something that Atmos' YAML library cannot read. */
export interface UnreadableToken {
  readonly line: number;
  readonly what: string;
  readonly hint: string;
}

/** A line that starts with a tab, and has nothing else or a comment. */
const TAB_LINE_REGEXP = /^\t[ \t]*(?:#|\r?$)/m;

/** What the lexer emits before an empty scalar, which is an empty lexeme. */
const EMPTY_MARK = "\u001f";

/** What may be one of the others. */
const SUSPECT_REGEXP = /![^\s,\]}]*[,\]}]|[&*][\w-]*[^\w\s,\]}-]|\\(?:\/|u[dD][89a-fA-F])/;

/** An escape sequence of JSON, after an even number of backslashes: a slash, or half of a character. */
const JSON_ESCAPE_REGEXP = /(?<!\\)(?:\\\\)*\\(?:\/|u[dD][89a-fA-F])/;

/**
 * The first thing that Atmos cannot read; undefined if there is none: a line as in {@linkcode TAB_LINE_REGEXP} that starts outside of brackets
 * and texts, a tag directly before a comma or bracket, an anchor with other characters than words have, or an escape sequence of JSON.
 *
 * Reference: `scannerc.go` in `yaml.v3`.
 *
 * @param text A text that was read without an error.
 */
export function unreadableToken(text: string): UnreadableToken | undefined {
  if (!TAB_LINE_REGEXP.test(text) && !SUSPECT_REGEXP.test(text)) return undefined;
  let line = 1;
  let brackets = 0;
  let isStart = true;
  let last = "";
  for (const lexeme of new Lexer().lex(text)) {
    if (isStart && brackets === 0 && lexeme[0] === "\t" && TAB_LINE_REGEXP.test(text)) {
      return { line, what: "a tab at the start of a line", hint: "Remove the tab" };
    }
    const suspect = unreadable(lexeme, last);
    if (suspect !== undefined) return { line, ...suspect };
    if (lexeme === "[" || lexeme === "{") brackets++;
    else if (lexeme === "]" || lexeme === "}") brackets--;
    line += lexeme.split("\n").length - 1;
    isStart = lexeme.endsWith("\n");
    if (lexeme !== "" && lexeme !== EMPTY_MARK) last = lexeme;
  }
  return undefined;
}

function unreadable(lexeme: string, last: string): Omit<UnreadableToken, "line"> | undefined {
  switch (lexeme[0]) {
    case ",":
    case "]":
    case "}":
      if (last[0] !== "!" || lexeme.length > 1) return undefined;
      return { what: `a tag directly before "${lexeme}"`, hint: "Put a blank after the tag" };
    case "&":
    case "*":
      if (/^.[\w-]*$/.test(lexeme)) return undefined;
      return { what: "this anchor", hint: "Use letters, digits, - and _ in anchors" };
    case '"':
      if (!JSON_ESCAPE_REGEXP.test(lexeme)) return undefined;
      return { what: "an escape sequence of JSON in this text", hint: "Write the character itself" };
  }
  return undefined;
}
