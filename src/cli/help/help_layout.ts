import type { Command, Help } from "commander";
import type { HelpTopic } from "./help_topic.ts";
import { commandPath } from "./command_path.ts";
import { examplesOf, type HelpRow, notesOf } from "./help_sections.ts";

/** The widest that text gets: longer lines are hard to read. */
const MAX_WIDTH = 120;

/** Where the second column begins at the latest; a longer first one gets a line of its own. */
const MAX_TERM = 34;

/**
 * The help of a command, in this order: usage, description, examples, arguments, options, commands by group, notes, the options of every
 * command, and where to read on.
 */
export function formatHelp(command: Command, help: Help): string {
  const isRoot = command.parent === null;
  const width = Math.min(help.helpWidth ?? MAX_WIDTH, MAX_WIDTH);
  const title = (text: string): string => help.styleTitle(text);
  const options = help.visibleOptions(command).map((one): HelpRow => [
    help.optionTerm(one),
    help.optionDescription(one),
  ]);
  const common = help.visibleGlobalOptions(command).map((one): HelpRow => [
    help.optionTerm(one),
    help.optionDescription(one),
  ]);
  const section = (heading: string, rows: readonly HelpRow[]): string[] =>
    rows.length === 0 ? [] : [[title(`${heading}:`), ...columns(rows, width, help)].join("\n")];
  const examples = examplesOf(command);
  const blocks = [
    `${title("Usage:")} ${help.commandUsage(command)}`,
    help.boxWrap(help.commandDescription(command), width),
    ...(examples.length === 0
      ? []
      : [[title("Examples:"), ...exampleLines(examples, width, help)].join("\n")]),
    ...section(
      "Arguments",
      help.visibleArguments(command).map((one): HelpRow => [
        help.argumentTerm(one),
        help.argumentDescription(one),
      ]),
    ),
    ...(isRoot ? [] : section("Options", options)),
    ...commandGroups(command, help).flatMap(([heading, rows]) => section(heading, rows)),
    ...notesOf(command).flatMap(({ heading, rows }) => section(heading, rows)),
    ...section("Global options", isRoot ? options : common),
    ...(command.commands.length === 0 ? [] : [`Run \`${commandPath(command)} COMMAND --help\` for more.`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** A topic, as the help of a command looks. */
export function formatTopic({ name, description, sections }: HelpTopic, help: Help): string {
  const width = Math.min(help.helpWidth ?? MAX_WIDTH, MAX_WIDTH);
  const blocks = [
    help.styleTitle(name),
    help.boxWrap(description, width),
    ...sections.map(({ heading, rows }) =>
      [help.styleTitle(`${heading}:`), ...columns(rows, width, help)].join("\n")
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The commands of a command under their headings, each in the order in which they were added. */
export function commandGroups(command: Command, help: Help): [heading: string, rows: HelpRow[]][] {
  const groups = new Map<string, HelpRow[]>();
  for (const one of help.visibleCommands(command)) {
    const heading = one.helpGroup() || "Commands";
    groups.set(heading, [...groups.get(heading) ?? [], [one.name(), help.subcommandDescription(one)]]);
  }
  return [...groups];
}

/** Terms and texts side by side, the texts wrapped. */
function columns(rows: readonly HelpRow[], width: number, help: Help): string[] {
  const terms = rows.map(([one]) => help.displayWidth(one)).filter((one) => one <= MAX_TERM);
  const term = Math.max(2, ...terms);
  const indent = " ".repeat(term + 4);
  return rows.flatMap(([one, text]) => {
    const lines = help.boxWrap(text, width - indent.length).split("\n");
    const [first = "", ...rest] = lines;
    return help.displayWidth(one) > term
      ? [`  ${one}`, ...lines.map((line) => indent + line)]
      : [`  ${one.padEnd(term)}  ${first}`.trimEnd(), ...rest.map((line) => indent + line)];
  });
}

/** The longest command line that has its text beside it. */
const MAX_COMMAND_LINE = 44;

/** Command lines, which are never wrapped, and what they do: beside them where that fits, else above as a comment. */
function exampleLines(rows: readonly HelpRow[], width: number, help: Help): string[] {
  const short = rows.map(([line]) => help.displayWidth(line)).filter((one) => one <= MAX_COMMAND_LINE);
  const column = Math.max(0, ...short);
  return rows.flatMap(([line, text]) => {
    if (text === "") return [`  ${line}`];
    const fits = help.displayWidth(line) <= column && column + help.displayWidth(text) + 6 <= width;
    return fits ? [`  ${line.padEnd(column)}  # ${text}`] : [`  # ${text}`, `  ${line}`];
  });
}
