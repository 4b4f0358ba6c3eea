import { UsageError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { nearest } from "../../domain/text/nearest.ts";
import {
  type Command,
  lastOf,
  type PrintRequest,
  subcommands,
  type Trail,
} from "../command/define_command.ts";
import { commandHint, usageHint } from "../command/usage_error.ts";
import { helpJson, topicJson } from "../help/help_json.ts";
import { formatHelp, formatTopic } from "../help/help_layout.ts";
import { HELP_TOPICS } from "../help/help_topics.ts";
import { jsonDocument } from "../output/output_formats.ts";

/** `atmos-ecr help` */
export function print({ operands: words, program, json, ...style }: PrintRequest): string {
  const topic = HELP_TOPICS.find(({ name }) => words.length === 1 && name === words[0]);
  if (topic !== undefined) return json ? jsonDocument(topicJson(topic)) : formatTopic(topic, style);
  const trail = trailTo(words, program);
  return json ? jsonDocument(helpJson(trail)) : formatHelp(trail, style);
}

/** The command named by some words. @throws {UsageError} `USAGE` for a word that is neither a command nor a topic. */
function trailTo(words: readonly string[], program: Command): Trail {
  let trail: Trail = [program];
  for (const word of words) {
    const known = subcommands(lastOf(trail));
    const next = known.find(({ name }) => name === word);
    if (next === undefined) {
      const topic = trail.length === 1 ? nearest(word, HELP_TOPICS.map(({ name }) => name)) : undefined;
      throw new UsageError(`Unknown command or topic "${escapeText(word)}"`, {
        hint: topic === undefined
          ? commandHint(word, trail) ?? usageHint(trail)
          : `Did you mean \`${program.name} help ${topic}\`?`,
      });
    }
    trail = [...trail, next];
  }
  return trail;
}
