import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";

/** A text that is larger or deeper than {@linkcode CONFIG_LIMITS} allows. */
export class YamlLimitReached extends Error {
  override readonly name = "YamlLimitReached";
  /** Offset in the text. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A text that is not valid YAML, or not a configuration. */
export class YamlRefused extends Error {
  override readonly name = "YamlRefused";
  readonly hint: string | undefined;
  /** Offset in the text. */
  readonly offset: number;

  constructor(message: string, details: { readonly offset: number; readonly hint?: string }) {
    super(message);
    this.offset = details.offset;
    this.hint = details.hint;
  }
}

/** The hint for syntax errors. */
export const SYNTAX_HINT = "Correct the YAML near this position";

/** The limit on values was exceeded. */
export function tooManyValues(offset: number): YamlLimitReached {
  return new YamlLimitReached(
    `it contains more than ${CONFIG_LIMITS.values.toLocaleString("en")} values`,
    offset,
  );
}

/** The limit on nesting was exceeded. */
export function tooDeep(offset: number): YamlLimitReached {
  return new YamlLimitReached(`it is nested deeper than ${CONFIG_LIMITS.depth} levels`, offset);
}
