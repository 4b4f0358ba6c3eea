/** Commands as data: the parser, help, completion, the man page and docs/commands.md use the same objects. */
import type { ConfigSelection } from "../../ports/config.ts";
import { OUTPUT_FORMATS, type OutputFormat } from "../output/output_formats.ts";
import type { Writer } from "../output/writer.ts";
import type { CliContext } from "./context.ts";

/** A line of a section: a term, and what it means or does. */
export type HelpRow = readonly [term: string, text: string];

/** A section of a command's help, besides its arguments and options. */
export interface HelpSection {
  readonly heading: string;
  readonly rows: readonly HelpRow[];
}

/** A help topic that is not a command. */
export interface HelpTopic extends Pick<Command, "name" | "summary" | "description"> {
  readonly sections: readonly HelpSection[];
}

/** A positional argument. */
export interface Argument {
  /** Without brackets: `host`. */
  readonly name: string;
  /** As in the usage line: `<host>`, `[host...]`, `-- COMMAND [ARG...]`. */
  readonly term: string;
  readonly text: string;
  readonly required: boolean;
  /** Whether it takes all remaining words. */
  readonly variadic: boolean;
  /** The valid values; any if absent. */
  readonly choices?: readonly string[];
  /** Whether it is a program with its arguments: what follows is for that one, options included, without `--` too. */
  readonly isProgram?: boolean;
}

/** An option. */
export interface Option {
  /** As in help: `-i, --identity [name]`. */
  readonly flags: string;
  readonly text: string;
  /** `-i`; undefined if there is no short form. */
  readonly short: string | undefined;
  /** `--identity`. */
  readonly long: string;
  /** The key of its value: `awsProfile`; `--no-color` is `color`. */
  readonly key: string;
  /** Whether it takes a value. */
  readonly value: "required" | "optional" | "none";
  /** Whether it may be repeated; its value is then a list. */
  readonly repeatable: boolean;
  /** Whether it takes all words up to the next option. */
  readonly variadic: boolean;
  /** The valid values; any if absent. */
  readonly choices?: readonly string[];
  /** The default value. */
  readonly initial?: string;
}

/** Commands of a group under one heading. */
export interface CommandSection {
  readonly heading: string;
  readonly commands: readonly Command[];
}

/** A command. */
export interface Command {
  readonly name: string;
  /** A few words, for lists. */
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** Complete command lines, which tests run, each with what it does. */
  readonly examples: readonly HelpRow[];
  readonly notes: readonly HelpSection[];
  /** Whether it supports `--output mermaid` and `--output dot`. */
  readonly draws: boolean;
  /** Whether it takes the options that every command takes: all but protocols, which `main.ts` runs. */
  readonly takesGlobalOptions: boolean;
  /** The subcommands as help shows them; empty unless it is a group. */
  readonly sections: readonly CommandSection[];
  /** Loads its code. */
  readonly run?: () => Promise<{ readonly run: Run }>;
  /** Loads the code of a command that only prints. */
  readonly print?: () => Promise<{ readonly print: Print }>;
}

/** A command and its parents, the program first. */
export type Trail = readonly [program: Command, ...below: Command[]];

/** The input and output of a command. */
export interface CommandIo {
  /** The positional arguments, without `--`. */
  readonly operands: readonly string[];
  readonly output: OutputFormat;
  /** Where the options say that the configuration is. */
  readonly configSelection: ConfigSelection;
  /** Everything that was typed, including what follows `--`. */
  readonly typed: readonly string[];
  /** The command and its parents, the program first. */
  readonly trail: Trail;
  readonly writer: Writer;
  options<T>(): T;
  /** Runs another command of this program. @param args Its arguments. */
  runCommand(args: readonly string[]): Promise<number>;
}

/** The exit code; 0 if absent. */
export type ExitCode = number | void;

/** The code of a command. */
export type Run = (io: CommandIo, context: CliContext) => Promise<ExitCode>;

/** The style of help. */
export interface HelpStyle {
  /** Columns of the terminal; undefined without a terminal. */
  readonly columns: number | undefined;
  title(text: string): string;
}

/** The input of a command that only prints. */
export interface PrintRequest extends HelpStyle {
  readonly operands: readonly string[];
  readonly program: Command;
  readonly json: boolean;
}

/** The code of a command that only prints. @returns The text for standard output. */
export type Print = (request: PrintRequest) => string;

const DEFAULTS = {
  arguments: [],
  options: [],
  notes: [],
  draws: false,
  takesGlobalOptions: true,
  sections: [],
} as const;

/** Defines a command; what it does not have can be omitted. */
export function defineCommand(
  fields: Partial<Command> & Pick<Command, "name" | "summary" | "description" | "examples">,
): Command {
  return { ...DEFAULTS, ...fields };
}

/** @param term `<host>`, or `[host]` if optional; `...` before the closing bracket accepts several. */
export function argument(
  term: string,
  text: string,
  more: Partial<Pick<Argument, "choices" | "isProgram" | "term">> = {},
): Argument {
  return {
    name: term.replaceAll(/[<>.[\]]/g, ""),
    term,
    text,
    required: term.startsWith("<"),
    variadic: term.includes("..."),
    ...more,
  };
}

/** @param flags `-o, --output <format>`; square brackets for an optional value, with `...` for several. */
export function option(
  flags: string,
  text: string,
  more: Partial<Pick<Option, "choices" | "initial" | "repeatable">> = {},
): Option {
  const [, short, long = "", value = ""] = /^(?:(-\w), )?(--[a-z-]+)(.*)$/.exec(flags) ?? [];
  const variadic = value.includes("...");
  return {
    flags,
    text,
    short,
    long,
    key: long.replace(/^--(?:no-)?/, "").replaceAll(/-[a-z]/g, (dashed) => dashed.slice(1).toUpperCase()),
    value: value === "" ? "none" : value.includes("<") ? "required" : "optional",
    repeatable: variadic,
    variadic,
    ...more,
  };
}

/** The name of an option without dashes. */
export function optionName({ long }: Option): string {
  return long.slice(2);
}

/** The option that every command has. */
export const HELP_OPTION: Option = option("-h, --help", "show help");

/** The options that a command takes besides its own: those of the program, unless it is a protocol, which takes none. */
export function globalOptionsOf(trail: Trail): readonly Option[] {
  return lastOf(trail).takesGlobalOptions ? trail[0].options : [];
}

/** The subcommands of a command. */
export function subcommands({ sections }: Command): Command[] {
  return sections.flatMap(({ commands }) => commands);
}

/** The last command of a trail. */
export function lastOf(trail: Trail): Command {
  return trail.at(-1) ?? trail[0];
}

/** A command as it is typed: `atmos-ecr docker install`. */
export function commandPath(trail: Trail): string {
  return trail.map(({ name }) => name).join(" ");
}

/** The usage line: `atmos-ecr token [options] <host>`. */
export function usageOf(trail: Trail): string {
  const { arguments: known, sections, options, takesGlobalOptions } = lastOf(trail);
  const hasOptions = options.length > 0 || takesGlobalOptions;
  const rest = sections.length > 0 ? ["COMMAND"] : known.map(({ term }) => term);
  return [commandPath(trail), ...(hasOptions ? ["[options]"] : []), ...rest].join(" ");
}

/** A command and all commands below it, groups before their commands. */
export function trailsFrom(trail: Trail): Trail[] {
  return [trail, ...subcommands(lastOf(trail)).flatMap((command) => trailsFrom([...trail, command]))];
}

/** The values of `--output` that a command supports. */
export function outputFormats({ draws }: Command): readonly OutputFormat[] {
  return draws ? OUTPUT_FORMATS : OUTPUT_FORMATS.slice(0, 2);
}
