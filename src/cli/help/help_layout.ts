import {
  type Argument,
  commandPath,
  globalOptionsOf,
  HELP_OPTION,
  type HelpRow,
  type HelpStyle,
  type HelpTopic,
  lastOf,
  type Option,
  type Trail,
  usageOf,
} from "../command/define_command.ts";

/** The maximum width of text: longer lines are hard to read. */
const MAX_WIDTH = 120;

const DEFAULT_COLUMNS = 80;

/** Text is not wrapped below this width. */
const MIN_WIDTH = 20;

/** The maximum start of the second column; a longer term gets its own line. */
const MAX_TERM = 34;

/** Before a text below its term, where a terminal is too narrow for two columns. */
const BELOW = " ".repeat(6);

/**
 * The help of a command, in this order: usage, description, examples, arguments, options, commands by group, notes, global options, and
 * where to read on.
 */
export function formatHelp(trail: Trail, { columns: available = DEFAULT_COLUMNS, title }: HelpStyle): string {
  const width = Math.min(available, MAX_WIDTH);
  const command = lastOf(trail);
  const section = (heading: string, rows: readonly HelpRow[]): string[] =>
    rows.length === 0 ? [] : [[title(`${heading}:`), ...columns(rows, width)].join("\n")];
  const { own, common } = optionsOf(trail);
  const blocks = [
    `${title("Usage:")} ${usageOf(trail)}`,
    wrap(command.description, width),
    [title("Examples:"), ...exampleLines(command.examples, width)].join("\n"),
    ...section("Arguments", command.arguments.map(argumentRow)),
    ...section("Options", own.map(optionRow)),
    ...command.sections.flatMap(({ heading, commands }) =>
      section(heading, commands.map(({ name, summary }): HelpRow => [name, summary]))
    ),
    ...command.notes.flatMap(({ heading, rows }) => section(heading, rows)),
    ...section("Global options", common.map(optionRow)),
    ...(command.sections.length === 0 ? [] : [`Run \`${commandPath(trail)} COMMAND --help\` for more.`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The help of a topic. */
export function formatTopic(
  { name, description, sections }: HelpTopic,
  { columns: available = DEFAULT_COLUMNS, title }: HelpStyle,
): string {
  const width = Math.min(available, MAX_WIDTH);
  const blocks = [
    title(name),
    wrap(description, width),
    ...sections.map(({ heading, rows }) => [title(`${heading}:`), ...columns(rows, width)].join("\n")),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The options of a command, and the global ones that it takes. The program has only the latter. */
export function optionsOf(
  trail: Trail,
): { readonly own: readonly Option[]; readonly common: readonly Option[] } {
  const [program, ...below] = trail;
  const command = below.at(-1);
  return command === undefined
    ? { own: [], common: [...program.options, HELP_OPTION] }
    : { own: [...command.options, HELP_OPTION], common: globalOptionsOf(trail) };
}

/** An argument and its description. */
export function argumentRow({ name, text, choices }: Argument): HelpRow {
  return [name, withFacts(text, choices)];
}

/** An option and its description. */
export function optionRow({ flags, text, choices, initial }: Option): HelpRow {
  return [flags, withFacts(text, choices, initial)];
}

function withFacts(text: string, choices?: readonly string[], initial?: string): string {
  const facts = [
    ...(choices === undefined ? [] : [`choices: ${choices.map((one) => `"${one}"`).join(", ")}`]),
    ...(initial === undefined ? [] : [`default: "${initial}"`]),
  ];
  return facts.length === 0 ? text : `${text} (${facts.join(", ")})`;
}

/** Terms and wrapped texts in two columns; where they do not fit, each text is below its term. */
function columns(rows: readonly HelpRow[], width: number): string[] {
  const terms = rows.map(([one]) => one.length).filter((one) => one <= MAX_TERM);
  const term = Math.max(2, ...terms);
  const indent = " ".repeat(term + 4);
  if (width - indent.length < MIN_WIDTH) {
    return rows.flatMap(([one, text]) => [`  ${one}`, ...prefixed(BELOW, text, width)]);
  }
  return rows.flatMap(([one, text]) => {
    const lines = wrap(text, width - indent.length).split("\n");
    const [first = "", ...rest] = lines;
    return one.length > term
      ? [`  ${one}`, ...lines.map((line) => indent + line)]
      : [`  ${one.padEnd(term)}  ${first}`.trimEnd(), ...rest.map((line) => indent + line)];
  });
}

/** The longest command line with its text on the same line. */
const MAX_COMMAND_LINE = 44;

/** Command lines, which are never wrapped, and what they do: on the same line if it fits, otherwise above as a comment. */
function exampleLines(rows: readonly HelpRow[], width: number): string[] {
  const short = rows.map(([line]) => line.length).filter((one) => one <= MAX_COMMAND_LINE);
  const column = Math.max(0, ...short);
  return rows.flatMap(([line, text]) => {
    if (text === "") return [`  ${line}`];
    const fits = line.length <= column && column + text.length + 6 <= width;
    return fits ? [`  ${line.padEnd(column)}  # ${text}`] : [...prefixed("  # ", text, width), `  ${line}`];
  });
}

/** The lines of a wrapped text, each with something before it. */
function prefixed(before: string, text: string, width: number): string[] {
  return wrap(text, width - before.length).split("\n").map((line) => before + line);
}

function wrap(text: string, width: number): string {
  if (width < MIN_WIDTH) return text;
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines.join("\n");
}
