import type { Command, CommanderError } from "commander";
import { UsageError } from "../domain/errors/errors.ts";
import { escapeText } from "../domain/text/escape.ts";
import { nearest } from "../domain/text/nearest.ts";
import { completionPoint, remainingOptions } from "./completion/completion_point.ts";
import { commandPath } from "./help/command_path.ts";
import { outputFormats } from "./output/diagrams.ts";

/**
 * What the parser complains about, in our words: what was typed, and what to type instead.
 *
 * Reference: the messages of commander 15, lib/command.js.
 *
 * @param args What was typed.
 */
export function parserError(
  { code, message }: CommanderError,
  program: Command,
  args: readonly string[],
): UsageError {
  const { command } = completionPoint(program, args, "");
  const words = message.replace(/^error: /, "");
  const usage = `Usage: ${command.createHelp().commandUsage(command)}. Run \`${
    commandPath(command)
  } --help\` for more`;
  const problem = problemOf(code, words, command, program);
  return new UsageError(problem?.message ?? sentence(words), { hint: problem?.hint ?? usage });
}

interface ParserProblem {
  readonly message: string;
  readonly hint?: string | undefined;
}

function problemOf(
  code: string,
  words: string,
  command: Command,
  program: Command,
): ParserProblem | undefined {
  switch (code) {
    case "commander.help":
      return { message: "Cannot tell what to do: the name of a command is missing" };
    case "commander.unknownCommand":
      return unknownCommand(quoted(words), command, program);
    case "commander.unknownOption":
      return unknownOption(quoted(words), command);
    case "commander.missingArgument":
      return { message: `Cannot run \`${commandPath(command)}\`: ${quoted(words).toUpperCase()} is missing` };
    case "commander.optionMissingArgument":
      return { message: `Cannot use ${flagOf(quoted(words))} without a value` };
    case "commander.excessArguments":
      return excessArguments(command);
    case "commander.invalidArgument":
      return invalidArgument(words, command);
    default:
      return undefined;
  }
}

function unknownCommand(name: string, command: Command, program: Command): ParserProblem {
  const hint = commandHint(name, command, program);
  return { message: `Unknown command "${escapeText(name)}"`, hint };
}

/** The command that somebody means who types a name that is none here: one of that very name elsewhere, else the nearest one here. */
export function commandHint(name: string, command: Command, program: Command): string | undefined {
  if (/^version$/i.test(name)) return asked([`${program.name()} --version`]);
  const elsewhere = leaves(program).filter((one) => one.name() === name.toLowerCase());
  if (elsewhere.length > 0) return asked(elsewhere.map(commandPath));
  const here = command.createHelp().visibleCommands(command);
  const near = nearest(name, here.map((one) => one.name()));
  if (near !== undefined) return asked([`${commandPath(command)} ${near}`]);
  const far = nearest(name, leaves(program).map((one) => one.name()));
  return far === undefined
    ? undefined
    : asked(leaves(program).filter((one) => one.name() === far).map(commandPath));
}

/** The commands that do something, each once: `docker status` is `status`. */
function leaves(program: Command): Command[] {
  const top = new Set(program.commands.map((one) => one.name()));
  const below = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(below);
  return program.commands.flatMap((one) =>
    one.commands.length === 0 ? [one] : below(one).filter((leaf) => !top.has(leaf.name()))
  );
}

function asked(commands: readonly string[]): string {
  return `Did you mean ${commands.map((one) => `\`${one}\``).join(" or ")}?`;
}

function unknownOption(flag: string, command: Command): ParserProblem {
  const known = [...remainingOptions({ command, given: { operands: [], options: new Map() } })]
    .flatMap(({ long }) => long ?? []);
  const near = nearest(flag.replace(/=.*$/s, ""), known);
  return {
    message: `Unknown option "${escapeText(flag)}"`,
    hint: near === undefined ? undefined : `Did you mean \`${near}\`?`,
  };
}

function excessArguments(command: Command): ParserProblem {
  const extra = command.args[command.registeredArguments.length] ?? "";
  const takes = command.registeredArguments.length === 0
    ? "no argument"
    : command.registeredArguments.length === 1
    ? "one argument"
    : `${command.registeredArguments.length} arguments`;
  return { message: `Cannot use "${escapeText(extra)}": \`${commandPath(command)}\` takes ${takes}` };
}

/** `option '-o, --output <format>' argument 'yaml' is invalid. Allowed choices are text, json.`, and the same of an argument. */
function invalidArgument(words: string, command: Command): ParserProblem | undefined {
  const ofOption = /^option '(?<flags>[^']*)' argument '(?<value>.*)' is invalid\. (?<rest>.*)$/s.exec(words);
  const ofArgument =
    /^command-argument value '(?<value>.*)' is invalid for argument '(?<name>[^']*)'\. (?<rest>.*)$/s
      .exec(words);
  const { flags, name = "", value = "", rest = "" } = ofOption?.groups ?? ofArgument?.groups ?? {};
  if (ofOption === null && ofArgument === null) return undefined;
  const choices = flags?.includes("--output") === true
    ? outputFormats(command)
    : (/^Allowed choices are (.*?)\.?$/s.exec(rest)?.[1] ?? "").split(", ");
  const near = nearest(value, choices);
  return {
    message: `Cannot use "${escapeText(value)}" for ${
      flags === undefined ? name.toUpperCase() : flagOf(flags)
    }`,
    hint: `${near === undefined ? "" : `Did you mean "${near}"? `}Give ${either(choices)}`,
  };
}

/** `a, b or c`. */
function either(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The long name of an option: `-o, --output <format>` is `--output`. */
function flagOf(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

/** What stands in the first quotes of a message. */
function quoted(words: string): string {
  return /'(.*)'/s.exec(words)?.[1] ?? "";
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
