import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { YamlLimitReached } from "./yaml_failures.ts";

/** Counts the parser's input, for one file or for all files of a configuration together, since many small files take time, too. */
export class YamlBudget {
  #tokens = 0;
  #tags = 0;

  /**
   * Counts a token of the lexer.
   *
   * @throws {YamlLimitReached} After 350,000 tokens, or 10,000 tags.
   */
  count(lexeme: string, offset: number): void {
    if (++this.#tokens > CONFIG_LIMITS.tokens) {
      throw new YamlLimitReached(over(CONFIG_LIMITS.tokens, "tokens of YAML"), offset);
    }
    if (lexeme[0] === "!" && ++this.#tags > CONFIG_LIMITS.tags) {
      throw new YamlLimitReached(over(CONFIG_LIMITS.tags, "tags"), offset);
    }
  }
}

function over(limit: number, noun: string): string {
  return `there are more than ${limit.toLocaleString("en")} ${noun}, including those of previous files`;
}
