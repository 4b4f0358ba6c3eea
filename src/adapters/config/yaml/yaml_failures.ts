import type { ErrorCode } from "yaml";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";

/** A text that is not valid YAML or not a configuration, or is larger or deeper than {@linkcode CONFIG_LIMITS} allows. */
export class YamlFault extends Error {
  override readonly name = "YamlFault";
  readonly code: "CONFIG_SYNTAX" | "CONFIG_LIMIT";
  readonly hint: string | undefined;
  /** Offset in the text. */
  readonly offset: number;

  constructor(message: string, { code = "CONFIG_SYNTAX", hint, offset }: {
    readonly code?: YamlFault["code"];
    readonly hint?: string;
    readonly offset: number;
  }) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.offset = offset;
  }
}

/** A limit was exceeded. */
export function overLimit(state: string, offset: number): YamlFault {
  const hint = "Make it smaller, or remove what is unrelated to auth";
  return new YamlFault(state, { code: "CONFIG_LIMIT", hint, offset });
}

/** The limit on nesting was exceeded. */
export function tooDeep(offset: number): YamlFault {
  return overLimit(`it is nested deeper than ${CONFIG_LIMITS.depth} levels`, offset);
}

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

/** The fault of a parser error. */
export function syntaxFault(code: ErrorCode, offset: number): YamlFault {
  const hint = "Correct the YAML near this position";
  return new YamlFault(SENTENCES[code] ?? SENTENCES.IMPOSSIBLE, { hint, offset });
}
