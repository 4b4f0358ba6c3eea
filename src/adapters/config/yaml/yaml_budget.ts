import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { YamlLimitReached } from "./yaml_failures.ts";

/** Counts what the parser is given, of one file or of all files of a configuration together: many small files are work, too. */
export class YamlBudget {
  #tokens = 0;
  #tags = 0;

  /**
   * Counts a piece of text as the lexer cuts it.
   *
   * @throws {YamlLimitReached} After 350,000 pieces, or 10,000 tags.
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
  return `there are more than ${limit.toLocaleString("en")} ${noun}, with those of the files before it`;
}
