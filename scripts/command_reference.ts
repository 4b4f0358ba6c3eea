/**
 * The command reference, written from the command tree: as Markdown and as a man page.
 *
 * @module
 */
import type { Command } from "commander";
import { commandPath } from "../src/cli/help/command_path.ts";
import { commandGroups } from "../src/cli/help/help_layout.ts";
import { examplesOf, type HelpRow, notesOf } from "../src/cli/help/help_sections.ts";
import { HELP_TOPICS } from "../src/cli/help/help_topics.ts";

/** `docs/commands.md`, before it is formatted. */
export function commandsMarkdown(program: Command): string {
  const commands = commandsBelow(program);
  const contents = commandGroups(program, program.createHelp())
    .map(([heading, rows]) =>
      `- ${heading}: ${rows.map(([name]) => `[\`${name}\`](#atmos-ecr-${name})`).join(", ")}`
    );
  return [
    "# Commands",
    "",
    "Written from the program by `deno run -A scripts/docs.ts`; `atmos-ecr COMMAND --help` says the same.",
    "",
    ...contents,
    "",
    "## Global options",
    "",
    "Every command takes them, before or after its name.",
    "",
    ...table(["option", "meaning"], optionRows(program)),
    ...commands.flatMap(commandMarkdown),
    ...HELP_TOPICS.flatMap(({ name, description, sections }) => [
      "",
      `## Topic: ${name}`,
      "",
      markdownText(description),
      ...sections.flatMap(({ heading, rows }) => ["", `### ${heading}`, "", ...table(["", ""], rows)]),
    ]),
    "",
  ].join("\n");
}

function commandMarkdown(command: Command): string[] {
  const help = command.createHelp();
  const args = help.visibleArguments(command).map((
    one,
  ): HelpRow => [one.name(), help.argumentDescription(one)]);
  const examples = examplesOf(command);
  return [
    "",
    `## ${commandPath(command)}`,
    "",
    markdownText(command.description()),
    "",
    "```",
    help.commandUsage(command),
    "```",
    ...(args.length === 0 ? [] : ["", ...table(["argument", "meaning"], args)]),
    ...(command.options.length === 0 ? [] : ["", ...table(["option", "meaning"], optionRows(command))]),
    ...notesOf(command).flatMap(({ heading, rows }) => ["", `${heading}:`, "", ...table(["", ""], rows)]),
    "",
    "```sh",
    ...examples.map(([line, text]) => text === "" ? line : `${line} # ${text}`),
    "```",
  ];
}

function optionRows(command: Command): HelpRow[] {
  const help = command.createHelp();
  return command.options.map((one) => [help.optionTerm(one), help.optionDescription(one)]);
}

function table(headings: HelpRow, rows: readonly HelpRow[]): string[] {
  const line = ([term, text]: HelpRow): string => `| ${term} | ${text} |`;
  return [
    line(headings),
    "| --- | --- |",
    ...rows.map(([term, text]) =>
      line([`\`${term.replaceAll("|", "\\|")}\``, markdownText(text).replaceAll("|", "\\|")])
    ),
  ];
}

/** What Markdown would take for its own, but for the code in backticks. */
function markdownText(text: string): string {
  return text.split("`").map((part, index) => index % 2 === 1 ? part : part.replaceAll(/[*_<>]/g, "\\$&"))
    .join("`");
}

/** `docs/atmos-ecr.1`. Reference: man-pages(7), groff_man(7). */
export function manPage(program: Command): string {
  return [
    '.TH ATMOS-ECR 1 "" "atmos-ecr" "User Commands"',
    ".SH NAME",
    "atmos\\-ecr \\- get Docker into Amazon ECR, from the identities in atmos.yaml",
    ".SH SYNOPSIS",
    ".B atmos\\-ecr",
    "[\\fIoptions\\fR] \\fICOMMAND\\fR",
    ".SH DESCRIPTION",
    roff(program.description()),
    ".SH COMMANDS",
    ...commandsBelow(program).flatMap(commandMan),
    ".SH OPTIONS",
    ...tagged(optionRows(program)),
    ...HELP_TOPICS.flatMap(({ name, description, sections }) => [
      `.SH ${name.toUpperCase().replaceAll("-", " ")}`,
      roff(description),
      ...sections.flatMap(({ heading, rows }) => [`.SS ${roff(heading)}`, ...tagged(rows)]),
    ]),
    "",
  ].join("\n");
}

function commandMan(command: Command): string[] {
  const help = command.createHelp();
  const args = help.visibleArguments(command).map((
    one,
  ): HelpRow => [one.name(), help.argumentDescription(one)]);
  return [
    `.SS "${roff(help.commandUsage(command))}"`,
    roff(command.description()),
    ...tagged([...args, ...optionRows(command)]),
    ...notesOf(command).flatMap(({ heading, rows }) => [".PP", `${roff(heading)}:`, ...tagged(rows)]),
    ".PP",
    "Examples:",
    ".PP",
    ".nf",
    ...examplesOf(command).map(([line, text]) =>
      `.RS 4\n${roff(text === "" ? line : `${line}  # ${text}`)}\n.RE`
    ),
    ".fi",
  ];
}

function tagged(rows: readonly HelpRow[]): string[] {
  return rows.flatMap(([term, text]) => [".TP", `.B ${roff(term)}`, roff(text)]);
}

/** Text that roff prints as it is: no escapes, hyphens as such, and no line that begins a request. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll('"', "\\(dq").replace(
    /^[.']/,
    "\\&$&",
  );
}

/** Every command below one, groups before what they hold. */
function commandsBelow(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...commandsBelow(one)]);
}
