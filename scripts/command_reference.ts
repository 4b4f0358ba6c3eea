/**
 * The command reference, written from the command tree: as Markdown and as a man page.
 *
 * @module
 */
import {
  type Command,
  commandPath,
  type HelpRow,
  lastOf,
  type Trail,
  trailsFrom,
  usageOf,
} from "../src/cli/command/define_command.ts";
import { argumentRow, optionRow } from "../src/cli/help/help_layout.ts";
import { HELP_TOPICS } from "../src/cli/help/help_topics.ts";

/** `docs/commands.md`, before it is formatted. */
export function commandsMarkdown(program: Command): string {
  const contents = program.sections.map(({ heading, commands }) =>
    `- ${heading}: ${commands.map(({ name }) => `[\`${name}\`](#atmos-ecr-${name})`).join(", ")}`
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
    "Every command but `credential` and `kubelet` takes them, before or after its name.",
    "",
    ...table(["option", "meaning"], program.options.map(optionRow)),
    ...commandsBelow(program).flatMap(commandMarkdown),
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

function commandMarkdown(trail: Trail): string[] {
  const { description, examples, notes, options, arguments: known } = lastOf(trail);
  return [
    "",
    `## ${commandPath(trail)}`,
    "",
    markdownText(description),
    "",
    "```",
    usageOf(trail),
    "```",
    ...(known.length === 0 ? [] : ["", ...table(["argument", "meaning"], known.map(argumentRow))]),
    ...(options.length === 0 ? [] : ["", ...table(["option", "meaning"], options.map(optionRow))]),
    ...notes.flatMap(({ heading, rows }) => ["", `${heading}:`, "", ...table(["", ""], rows)]),
    "",
    "```sh",
    ...examples.map(([line, text]) => text === "" ? line : `${line} # ${text}`),
    "```",
  ];
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
    roff(program.description),
    ".SH COMMANDS",
    ...commandsBelow(program).flatMap(commandMan),
    ".SH OPTIONS",
    ...tagged(program.options.map(optionRow)),
    ...HELP_TOPICS.flatMap(({ name, description, sections }) => [
      `.SH ${name.toUpperCase().replaceAll("-", " ")}`,
      roff(description),
      ...sections.flatMap(({ heading, rows }) => [`.SS ${roff(heading)}`, ...tagged(rows)]),
    ]),
    "",
  ].join("\n");
}

function commandMan(trail: Trail): string[] {
  const { description, examples, notes, options, arguments: known } = lastOf(trail);
  return [
    `.SS "${roff(usageOf(trail))}"`,
    roff(description),
    ...tagged([...known.map(argumentRow), ...options.map(optionRow)]),
    ...notes.flatMap(({ heading, rows }) => [".PP", `${roff(heading)}:`, ...tagged(rows)]),
    ".PP",
    "Examples:",
    ".PP",
    ".nf",
    ...examples.map(([line, text]) => `.RS 4\n${roff(text === "" ? line : `${line}  # ${text}`)}\n.RE`),
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

/** Every command of the program, groups before what they hold. */
function commandsBelow(program: Command): Trail[] {
  return trailsFrom([program]).slice(1);
}
