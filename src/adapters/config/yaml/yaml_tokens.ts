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

/** A line that starts with a tab, and has nothing else or a comment. */
const TAB_LINE_REGEXP = /^\t[ \t]*(?:#|\r?$)/m;

/**
 * The first such line outside of brackets and texts, starting at one; undefined if there is none. Atmos cannot read it.
 *
 * @param text A text that was read without an error.
 */
export function tabLine(text: string): number | undefined {
  if (!TAB_LINE_REGEXP.test(text)) return undefined;
  let line = 1;
  let brackets = 0;
  let isStart = true;
  for (const lexeme of new Lexer().lex(text)) {
    if (isStart && brackets === 0 && lexeme[0] === "\t") return line;
    if (lexeme === "[" || lexeme === "{") brackets++;
    else if (lexeme === "]" || lexeme === "}") brackets--;
    line += lexeme.split("\n").length - 1;
    isStart = lexeme.endsWith("\n");
  }
  return undefined;
}
