import type { ErrorCode } from "yaml";

/**
 * Our own messages for YAML errors: those of the parser may repeat the file's content, secrets included.
 *
 * Reference: the codes of `YAMLParseError` in `yaml` 2.9.
 */
const SENTENCES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias can have no anchor or tag",
  BAD_ALIAS: "an anchor or alias has an invalid name",
  BAD_COLLECTION_TYPE: "a tag does not match its list or mapping",
  BAD_DIRECTIVE: "a %directive is not valid",
  BAD_DQ_ESCAPE: 'an escape in double quotes is not valid, write "\\\\" for a backslash',
  BAD_INDENT: "the indentation does not match the lines around it, or a bracket is not closed",
  BAD_PROP_ORDER: "an anchor or tag is in the wrong place",
  BAD_SCALAR_START: "a string that starts with this character needs quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a second mapping starts on the same line, perhaps a string with a colon needs quotes",
  BLOCK_IN_FLOW: "a block is inside brackets or braces",
  DUPLICATE_KEY: "a key appears twice",
  IMPOSSIBLE: "it cannot be parsed",
  KEY_OVER_1024_CHARS: "a key is longer than 1024 characters",
  MISSING_CHAR: "a quote, bracket, brace, comma or space is missing",
  MULTILINE_IMPLICIT_KEY: "a key spans several lines, perhaps a colon is missing",
  MULTIPLE_ANCHORS: "a value has two anchors",
  MULTIPLE_DOCS: "it contains several documents",
  MULTIPLE_TAGS: "a value has two tags",
  NON_STRING_KEY: "a key is not a string",
  RESOURCE_EXHAUSTION: "it is nested too deeply",
  TAB_AS_INDENT: "a tab is used for indentation",
  TAG_RESOLVE_FAILED: "a tag does not match its value",
  UNEXPECTED_TOKEN: "a token is in the wrong place",
};

/** One line for a parser error. */
export function yamlSentence(code: ErrorCode): string {
  return SENTENCES[code] ?? SENTENCES.IMPOSSIBLE;
}
