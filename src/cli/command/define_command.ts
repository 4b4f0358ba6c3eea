/**
 * Commands as data: parser, help, completion, man page and docs/commands.md are made from the same objects.
 *
 * @module
 */
import type { Writer } from "../output/writer.ts";
import type { CliContext } from "./context.ts";
import type { GlobalOptions } from "./global_options.ts";

/** A line of a section: what is typed or meant, and what that does. */
export type HelpRow = readonly [term: string, text: string];

/** Something that the help of a command says besides what its arguments and options are. */
export interface HelpSection {
  readonly heading: string;
  readonly rows: readonly HelpRow[];
}

/** An argument, which is given by its position. */
export interface Argument {
  /** Without brackets: `host`. */
  readonly name: string;
  /** As in the usage line: `<host>`, `[host...]`, `-- COMMAND [ARG...]`. */
  readonly term: string;
  readonly text: string;
  readonly required: boolean;
  /** Whether it takes all that is left. */
  readonly variadic: boolean;
  /** The values that it can have; any when absent. */
  readonly choices?: readonly string[];
  /** Whether it is a program with its arguments: what follows is for that one, options included, without `--` too. */
  readonly isProgram?: boolean;
}

/** An option. */
export interface Option {
  /** As in help: `-i, --identity [name]`. */
  readonly flags: string;
  readonly text: string;
  /** `-i`; undefined for an option that has only a long name. */
  readonly short: string | undefined;
  /** `--identity`. */
  readonly long: string;
  /** The name of its value in the object of options: `awsProfile`; `--no-color` is `color`. */
  readonly key: string;
  /** Whether a value follows: always, where there is one, or never. */
  readonly value: "required" | "optional" | "none";
  /** Whether it may be given several times, and its values are a list. */
  readonly repeatable: boolean;
  /** Whether its values go on up to the next option. */
  readonly variadic: boolean;
  /** The values that it can have; any when absent. */
  readonly choices?: readonly string[];
  /** Its value where it is not given. */
  readonly initial?: string;
}

/** What a command is, without its code. */
export interface CommandFields {
  readonly name: string;
  /** A few words, for lists. */
  readonly summary: string;
  readonly description: string;
  readonly arguments?: readonly Argument[];
  readonly options?: readonly Option[];
  /** Whole command lines, which tests run, each with what it does. */
  readonly examples: readonly HelpRow[];
  readonly notes?: readonly HelpSection[];
  /** Whether `--output mermaid` and `--output dot` draw something. */
  readonly draws?: boolean;
  /** Whether it takes the options that every command takes; so it does when absent. */
  readonly takesGlobalOptions?: boolean;
}

/** Commands of a group below one heading. */
export interface CommandSection {
  readonly heading: string;
  readonly commands: readonly Command[];
}

/** A command. */
export interface Command extends Required<CommandFields> {
  /** Loads its code; undefined for a group of commands, and for what only prints. */
  readonly run: (() => Promise<{ readonly run: Run }>) | undefined;
  /** Loads what prints it; undefined for all other commands. */
  readonly print: (() => Promise<{ readonly print: Print }>) | undefined;
  /** The commands below it as help shows them; empty unless it is a group. */
  readonly sections: readonly CommandSection[];
}

/** A command with those above it, the program first. */
export type Trail = readonly [program: Command, ...below: Command[]];

/** What a command was told, and where it writes. */
export interface CommandIo {
  /** The arguments, `--` left out. */
  readonly operands: readonly string[];
  /** The options that every command takes. */
  readonly global: GlobalOptions;
  /** Everything that was typed, for what follows `--`. */
  readonly typed: readonly string[];
  /** The command with those above it: the program first. */
  readonly trail: Trail;
  readonly writer: Writer;
  /** The options of the command itself. The type is what its specification says. */
  options<T>(): T;
  /** Runs another command of this program. @param args What would be typed. */
  runCommand(args: readonly string[]): Promise<number>;
}

/** What a command ends the program with; 0 when absent. */
export type ExitCode = number | void;

/** The code of a command. */
export type Run = (io: CommandIo, context: CliContext) => Promise<ExitCode>;

/** What a command that only prints was told, and how it is to look. */
export interface PrintRequest {
  readonly operands: readonly string[];
  readonly program: Command;
  readonly json: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  title(text: string): string;
}

/** The code of a command that only prints. @returns What goes to standard output. */
export type Print = (request: PrintRequest) => string;

/** Defines a command. @param fields `run` loads its code, when it is run. */
export function defineCommand(
  fields: CommandFields & { readonly run: () => Promise<{ readonly run: Run }> },
): Command {
  return { ...NO_FIELDS, ...fields, sections: [], print: undefined };
}

/** Defines a command that prints what is known without a configuration or anything else of the machine. */
export function defineText(
  fields: CommandFields & { readonly print: () => Promise<{ readonly print: Print }> },
): Command {
  return { ...NO_FIELDS, ...fields, sections: [], run: undefined };
}

/** Defines commands that share a first word. */
export function defineGroup(
  fields: CommandFields & { readonly sections: readonly CommandSection[] },
): Command {
  return { ...NO_FIELDS, ...fields, run: undefined, print: undefined };
}

const NO_FIELDS = { arguments: [], options: [], notes: [], draws: false, takesGlobalOptions: true } as const;

/** @param term `<host>`, or `[host]` for one that may be left out; `...` before the bracket ends takes several. */
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

/** @param flags `-o, --output <format>`; the value in square brackets for one that may be left out, with `...` for several. */
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
    key: long.replace(/^--(?:no-)?/, "").replaceAll(
      /-([a-z])/g,
      (_dash, letter: string) => letter.toUpperCase(),
    ),
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

/** The option that every command has besides its own. */
export const HELP_OPTION: Option = option("-h, --help", "show help");

/** The options that a command takes besides its own: those of the program, unless it is a protocol, which takes none. */
export function globalOptionsOf(trail: Trail): readonly Option[] {
  return lastOf(trail).takesGlobalOptions ? trail[0].options : [];
}

/** The commands right below a command. */
export function subcommands({ sections }: Command): Command[] {
  return sections.flatMap(({ commands }) => commands);
}

/** The command that a trail leads to. */
export function lastOf(trail: Trail): Command {
  return trail.at(-1) ?? trail[0];
}

/** A command as it is typed: `atmos-ecr docker install`. */
export function commandPath(trail: Trail): string {
  return trail.map(({ name }) => name).join(" ");
}

/** How a command is used: `atmos-ecr token [options] <host>`. */
export function usageOf(trail: Trail): string {
  const { arguments: known, sections, options, takesGlobalOptions } = lastOf(trail);
  const hasOptions = options.length > 0 || takesGlobalOptions;
  const rest = sections.length > 0 ? ["COMMAND"] : known.map(({ term }) => term);
  return [commandPath(trail), ...(hasOptions ? ["[options]"] : []), ...rest].join(" ");
}

/** A command and everything below it, groups before what they hold. */
export function trailsFrom(trail: Trail): Trail[] {
  return [trail, ...subcommands(lastOf(trail)).flatMap((command) => trailsFrom([...trail, command]))];
}
