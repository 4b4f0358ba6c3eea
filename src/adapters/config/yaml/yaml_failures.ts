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

/** A text that is no valid YAML, or makes no configuration. */
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

/** What to do about errors of syntax. */
export const SYNTAX_HINT = "Correct the YAML near this place";

/** The limit on values, reached. */
export function tooManyValues(offset: number): YamlLimitReached {
  return new YamlLimitReached(
    `it holds more than ${CONFIG_LIMITS.values.toLocaleString("en")} values`,
    offset,
  );
}

/** The limit on nesting, reached. */
export function tooDeep(offset: number): YamlLimitReached {
  return new YamlLimitReached(`it nests deeper than ${CONFIG_LIMITS.depth} levels`, offset);
}
