import { OUTPUT_FORMATS } from "../output/output_formats.ts";
import {
  type Argument,
  type Command,
  HELP_OPTION,
  lastOf,
  type Option,
  subcommands,
  type Trail,
} from "./define_command.ts";

/** A parsed command line. */
export type Parsed =
  | { readonly kind: "version" }
  | { readonly kind: "help"; readonly trail: Trail }
  | {
    readonly kind: "run";
    readonly trail: Trail;
    readonly operands: readonly string[];
    /** The command's options and the global ones, by key. */
    readonly values: Readonly<Record<string, unknown>>;
  }
  | { readonly kind: "mistake"; readonly mistake: Mistake };

/** What is wrong with a command line. */
export type Mistake =
  | { readonly kind: "no command"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: "unknown command"; readonly name: string }
  | { readonly kind: "unknown option"; readonly flag: string }
  | { readonly kind: "missing argument"; readonly name: string }
  | { readonly kind: "excess argument"; readonly word: string }
  | { readonly kind: "missing value"; readonly option: Option }
  | { readonly kind: "empty value"; readonly option: Option }
  | { readonly kind: "bad value"; readonly option: Option; readonly value: string }
  | { readonly kind: "bad argument"; readonly argument: Argument; readonly value: string };

class Stop {
  readonly parsed: Parsed;

  constructor(parsed: Parsed) {
    this.parsed = parsed;
  }
}

/**
 * Parses a command line. A command's options may appear anywhere after its name, global ones anywhere; `--` ends them. Short flags (`-vq`)
 * and values (`-ojson`, `-o=json`, `--output=json`) may be joined.
 *
 * @param args The arguments of the program.
 */
export function parseArguments(program: Command, args: readonly string[]): Parsed {
  try {
    return parseCommand([program], { operands: [], rest: args }, {});
  } catch (stop) {
    if (stop instanceof Stop) return stop.parsed;
    throw stop;
  }
}

/** What a command passes on to its subcommand: the words before the first unknown option, and the rest. */
type Words = Readonly<Record<"operands" | "rest", readonly string[]>>;

function parseCommand(trail: Trail, words: Words, values: Record<string, unknown>): Parsed {
  const command = lastOf(trail);
  const below = subcommands(command);
  for (const { key, long, initial } of command.options) {
    if (initial !== undefined) values[key] = initial;
    else if (long.startsWith("--no-")) values[key] = true;
  }
  const parsed = parseOptions(command, words.rest, values);
  const operands = [...words.operands, ...parsed.operands];
  const [first, ...others] = operands;
  const next = below.find(({ name }) => name === first);
  if (next !== undefined) {
    return parseCommand([...trail, next], { operands: others, rest: parsed.rest }, values);
  }
  const [unknown] = parsed.rest;
  if (beforeDashes(parsed.rest).some((word) => word === HELP_OPTION.short || word === HELP_OPTION.long)) {
    return { kind: "help", trail };
  }
  if (below.length > 0) {
    if (first !== undefined) return mistake({ kind: "unknown command", name: first });
    if (unknown !== undefined) return mistake({ kind: "unknown option", flag: unknown });
    // A group without a command shows its help.
    return trail.length > 1 ? { kind: "help", trail } : mistake({ kind: "no command", values });
  }
  if (unknown !== undefined) return mistake({ kind: "unknown option", flag: unknown });
  return checkOperands(command, operands) ?? { kind: "run", trail, operands, values };
}

/** The program's own arguments: what follows `--` belongs to another program. */
export function beforeDashes(args: readonly string[]): readonly string[] {
  const dashes = args.indexOf("--");
  return dashes < 0 ? args : args.slice(0, dashes);
}

function checkOperands({ arguments: known }: Command, operands: readonly string[]): Parsed | undefined {
  const missing = known.find(({ required }, index) => required && operands[index] === undefined);
  if (missing !== undefined) return mistake({ kind: "missing argument", name: missing.name });
  const excess = operands[known.length];
  if (excess !== undefined && known.at(-1)?.variadic !== true) {
    return mistake({ kind: "excess argument", word: excess });
  }
  for (const [index, argument] of known.entries()) {
    const value = operands[index];
    if (value !== undefined && argument.choices?.includes(value) === false) {
      return mistake({ kind: "bad argument", argument, value });
    }
  }
  return undefined;
}

function mistake(mistake: Mistake): Parsed {
  return { kind: "mistake", mistake };
}

/** Extracts the options that a command knows, and adds their values to an object. */
function parseOptions(
  { options }: Command,
  words: readonly string[],
  values: Record<string, unknown>,
): Words {
  const find = (flag: string): Option | undefined =>
    options.find(({ short, long }) => flag === short || flag === long);
  const operands: string[] = [];
  const rest: string[] = [];
  /** An option that takes more values. */
  let open: Option | undefined;
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--") {
      if (rest.length > 0) rest.push(word);
      (rest.length > 0 ? rest : operands).push(...queue);
      break;
    }
    if (!isOption(word)) {
      if (open !== undefined) setValue(open, word, values);
      else (rest.length > 0 ? rest : operands).push(word);
      continue;
    }
    open = undefined;
    const option = find(word);
    if (option !== undefined) {
      const takes = option.value === "required" ||
        (option.value === "optional" && queue[0] !== undefined && !isOption(queue[0]));
      const value = takes ? queue.shift() : undefined;
      if (option.value === "required" && value === undefined) {
        throw new Stop(mistake({ kind: "missing value", option }));
      }
      setValue(option, value, values);
      if (option.variadic) open = option;
      continue;
    }
    const joined = find(word.slice(0, 2));
    if (!word.startsWith("--") && joined !== undefined && (joined.value !== "none" || word[2] !== "-")) {
      if (joined.value === "none") {
        setValue(joined, undefined, values);
        queue.unshift(`-${word.slice(2)}`);
      } else setValue(joined, word.slice(word[2] === "=" ? 3 : 2), values);
      continue;
    }
    const [, flag = "", value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    const assigned = find(flag);
    if (assigned !== undefined && assigned.value !== "none") setValue(assigned, value, values);
    else rest.push(word);
  }
  return { operands, rest };
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith("-");
}

/** A value that names nothing, as a list neither. */
const NOTHING_REGEXP = /^[\s,]*$/;

/** @param value Undefined if none was given. */
function setValue(option: Option, value: string | undefined, values: Record<string, unknown>): void {
  const { key, long, choices } = option;
  if (long === "--version") throw new Stop({ kind: "version" });
  if (value === undefined) {
    values[key] = !long.startsWith("--no-");
    return;
  }
  if (choices?.includes(value) === false) throw new Stop(mistake({ kind: "bad value", option, value }));
  // An empty variable of a script must not mean another identity or file than the one that was to be named.
  if (NOTHING_REGEXP.test(value)) throw new Stop(mistake({ kind: "empty value", option }));
  const previous = values[key];
  values[key] = !option.repeatable ? value : Array.isArray(previous) ? [...previous, value] : [value];
}

/**
 * Rewrites `auth env -o FILE`, as in Atmos, to `--output-file FILE`, since `-o` is the output format here. A value is a path if it contains
 * a dot or a slash, so that a misspelt format is not taken for a file.
 *
 * Reference: `cmd/auth_env.go` of Atmos.
 */
export function withOutputFile(args: readonly string[]): readonly string[] {
  const before = beforeDashes(args);
  const at = before.indexOf("auth");
  if (at < 0 || before[at + 1] !== "env") return args;
  const option = before.findIndex((arg, index) => arg === "-o" && isPath(before[index + 1]));
  return option < 0 ? args : args.toSpliced(option, 1, "--output-file");
}

function isPath(value: string | undefined): boolean {
  return value !== undefined && !OUTPUT_FORMATS.some((format) => format === value) && /[./\\]/.test(value);
}
