import type { Command } from "commander";
import { UsageError } from "../../domain/errors/errors.ts";
import { didYouMean } from "../../domain/text/nearest.ts";
import type { CliContext } from "../command/context.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { commandPath } from "../help/command_path.ts";
import { jsonText, topicJson } from "../help/help_json.ts";
import { addExamples, addSection } from "../help/help_sections.ts";
import { formatTopic } from "../help/help_layout.ts";
import { HELP_TOPICS } from "../help/help_topics.ts";

/** `atmos-ecr help`. @param json Whether topics are shown as data. */
export function addHelpCommand(program: Command, context: CliContext, json: boolean): void {
  const help = program.command("help")
    .summary("show help of a command or topic")
    .description("Shows the help of a command, or a text about a topic.")
    .argument("[command...]", "a command, or a topic")
    .action((words: string[]) => {
      const topic = HELP_TOPICS.find(({ name }) => words.length === 1 && name === words[0]);
      if (topic !== undefined) {
        return context.console.out(
          json ? jsonText(topicJson(topic)) : formatTopic(topic, program.createHelp()),
        );
      }
      let command = program;
      for (const word of words) {
        const known = command.createHelp().visibleCommands(command).map((one) => one.name());
        const next = command.commands.find((one) => one.name() === word);
        if (next === undefined) {
          const topics = command === program ? HELP_TOPICS.map(({ name }) => name) : [];
          throw new UsageError(`Unknown command or topic "${escapeText(word)}"`, {
            hint: elsewhere(word, program) ?? didYouMean(word, new Set([...known, ...topics])),
          });
        }
        command = next;
      }
      command.outputHelp();
    });
  addExamples(help, [
    ["atmos-ecr help docker install", "the same as atmos-ecr docker install --help"],
    ["atmos-ecr help environment", "the variables that are heeded"],
  ]);
  addSection(help, {
    heading: "Topics",
    rows: HELP_TOPICS.map(({ name, summary }) => [name, summary] as const),
  });
}

/** The command of that very name below another one. */
function elsewhere(word: string, program: Command): string | undefined {
  const paths = program.commands.flatMap((group) =>
    group.commands.filter((one) => one.name() === word).map(commandPath)
  );
  return paths.length === 0
    ? undefined
    : `Did you mean ${paths.map((path) => `\`${path.replace(" ", " help ")}\``).join(" or ")}?`;
}
