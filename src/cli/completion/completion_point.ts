import {
  type Argument,
  type Command,
  globalOptionsOf,
  HELP_OPTION,
  lastOf,
  type Option,
  optionName,
  subcommands,
  type Trail,
} from "../command/define_command.ts";

/** The position of the cursor on a command line. */
export interface CompletionPoint {
  /** The command so far, with its parents. */
  readonly trail: Trail;
  /** What is expected at the cursor. */
  readonly expected: Expected;
  /** The word at the cursor, up to it, without {@linkcode CompletionPoint.prefix}. */
  readonly current: string;
  /** What precedes the value in the same word: `--identity=`. */
  readonly prefix: string;
  /** What was given before the word. */
  readonly given: Given;
}

/** What can be completed. */
export type Expected =
  | { readonly kind: "option" }
  | { readonly kind: "value"; readonly option: Option }
  | { readonly kind: "command" }
  | { readonly kind: "argument"; readonly argument: Argument | undefined };

/** What the words before the cursor contain. */
export interface Given {
  /** The arguments of the command. */
  readonly operands: readonly string[];
  /** The values of options by name without dashes; empty for options without a value. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** Follows the words of a command line through the tree of commands like the parser, but never fails. */
export function completionPoint(
  program: Command,
  words: readonly string[],
  current: string,
): CompletionPoint {
  const walk = new Walk(program);
  for (const word of words) walk.take(word);
  const given = { operands: walk.operands, options: walk.options };
  const common = { trail: walk.trail, given };
  if (walk.waiting !== undefined && (walk.waiting.value === "required" || !current.startsWith("-"))) {
    return { ...common, expected: { kind: "value", option: walk.waiting }, current, prefix: "" };
  }
  if (!walk.isOver && current.startsWith("-")) {
    const [, prefix = "", value = ""] = /^(--[^=]+=)(.*)$/s.exec(current) ?? [];
    const option = optionOf(walk.trail, prefix.slice(0, -1));
    return option !== undefined && option.value !== "none"
      ? { ...common, expected: { kind: "value", option }, current: value, prefix }
      : { ...common, expected: { kind: "option" }, current, prefix: "" };
  }
  return { ...common, expected: walk.expectedWord(), current, prefix: "" };
}

/** Adds `--` before the program that a command runs: arguments after its name are not for this program, as in `auth exec aws --version`. */
export function withProgramDashes(program: Command, words: readonly string[]): readonly string[] {
  const walk = new Walk(program);
  const start = words.findIndex((word) => {
    walk.take(word);
    return walk.isOver;
  });
  // A single word before `--` may be intended as an identity: it is left to the command, which rejects it.
  const isMarked = start < 0 || words[start] === "--" || words[start + 1] === "--";
  return isMarked ? words : words.toSpliced(start, 0, "--");
}

/** The options that may follow: those of the command and its parents that are not given yet, or may be repeated. */
export function remainingOptions({ trail, given }: Pick<CompletionPoint, "trail" | "given">): Option[] {
  const own = trail.length > 1 ? lastOf(trail).options : [];
  return [...own, HELP_OPTION, ...globalOptionsOf(trail)]
    .filter((option) => option.repeatable || !given.options.has(optionName(option)));
}

class Walk {
  trail: Trail;
  operands: string[] = [];
  readonly options = new Map<string, string[]>();
  /** The option whose value comes next; if the value is optional, unless the next word is an option. */
  waiting: Option | undefined;
  /** Whether `--` has ended the options, or the program to run has been named. */
  isOver = false;

  constructor(program: Command) {
    this.trail = [program];
  }

  take(word: string): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting !== undefined && (waiting.value === "required" || !word.startsWith("-"))) {
      this.#note(waiting, word);
      if (waiting.variadic) this.waiting = waiting;
    } else if (this.isOver || !word.startsWith("-") || word === "-") this.#operand(word);
    else if (word === "--") this.isOver = true;
    else if (word.startsWith("--")) this.#long(word);
    else this.#short(word);
  }

  expectedWord(): Expected {
    const command = lastOf(this.trail);
    if (command.sections.length > 0 && this.operands.length === 0) return { kind: "command" };
    const { arguments: known } = command;
    const last = known.at(-1);
    return {
      kind: "argument",
      argument: known[this.operands.length] ?? (last?.variadic === true ? last : undefined),
    };
  }

  #operand(word: string): void {
    const command = this.operands.length > 0
      ? undefined
      : subcommands(lastOf(this.trail)).find(({ name }) => name === word);
    if (command === undefined) {
      const [first] = lastOf(this.trail).arguments;
      if (first?.isProgram === true) this.isOver = true;
      this.operands.push(word);
    } else this.trail = [...this.trail, command];
  }

  #long(word: string): void {
    const at = word.indexOf("=");
    const option = optionOf(this.trail, at < 0 ? word : word.slice(0, at));
    if (option === undefined) return;
    if (at < 0) this.#begin(option);
    else this.#note(option, word.slice(at + 1));
  }

  /** `-v`, `-ojson`, `-vqo json` */
  #short(word: string): void {
    for (let at = 1; at < word.length; at++) {
      const option = optionOf(this.trail, `-${word[at]}`);
      if (option === undefined) return;
      if (option.value === "none") this.#begin(option);
      else {return at + 1 < word.length
          ? this.#note(option, word.slice(at + (word[at + 1] === "=" ? 2 : 1)))
          : this.#begin(option);}
    }
  }

  #begin(option: Option): void {
    if (option.value === "none") this.#note(option);
    else this.waiting = option;
  }

  #note(option: Option, value?: string): void {
    const values = this.options.get(optionName(option)) ?? [];
    this.options.set(optionName(option), value === undefined ? values : [...values, value]);
  }
}

function optionOf(trail: Trail, flag: string): Option | undefined {
  return trail.toReversed().flatMap(({ options }) => options)
    .find(({ short, long }) => flag !== "" && (flag === short || flag === long));
}
