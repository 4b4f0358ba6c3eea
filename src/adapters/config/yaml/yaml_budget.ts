import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { overLimit } from "./yaml_failures.ts";

/** Counts the parser's input, for one file or for all files of a configuration together, since many small files take time, too. */
export class YamlBudget {
  #tokens = 0;
  #tags = 0;

  /** Counts a token of the lexer. @throws {YamlFault} After 350,000 tokens, or 10,000 tags. */
  count(lexeme: string, offset: number): void {
    const over = ++this.#tokens > CONFIG_LIMITS.tokens
      ? `${CONFIG_LIMITS.tokens.toLocaleString("en")} tokens of YAML`
      : lexeme[0] === "!" && ++this.#tags > CONFIG_LIMITS.tags
      ? `${CONFIG_LIMITS.tags.toLocaleString("en")} tags`
      : undefined;
    if (over === undefined) return;
    throw overLimit(`there are more than ${over}, including those of previous files`, offset);
  }
}
