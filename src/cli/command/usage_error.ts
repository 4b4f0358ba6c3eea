import { UsageError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { nearest } from "../../domain/text/nearest.ts";
import {
  type Command,
  commandPath,
  HELP_OPTION,
  lastOf,
  outputFormats,
  subcommands,
  type Trail,
  trailsFrom,
  usageOf,
} from "./define_command.ts";
import type { Mistake } from "./parse_arguments.ts";

const MAX_SHOWN = 200;

/** The error for a mistake: what was typed, and what to type instead. @param trail The intended command. */
export function usageError(mistake: Mistake, trail: Trail): UsageError {
  return new UsageError(messageOf(mistake, trail), { hint: hintOf(mistake, trail) ?? usageHint(trail) });
}

/** The usage line, as the hint of last resort. */
export function usageHint(trail: Trail): string {
  return `Usage: ${usageOf(trail)}. Run \`${commandPath(trail)} --help\` for more`;
}

function messageOf(mistake: Mistake, trail: Trail): string {
  switch (mistake.kind) {
    case "no command":
      return "No command specified";
    case "unknown command":
      return `Unknown command "${shown(mistake.name)}"`;
    case "unknown option":
      return `Unknown option "${shown(mistake.flag)}"`;
    case "missing argument":
      return `Cannot run \`${commandPath(trail)}\`: ${mistake.name.toUpperCase()} is missing`;
    case "excess argument":
      return `Cannot use "${shown(mistake.word)}": \`${commandPath(trail)}\` accepts ${takenBy(trail)}`;
    case "missing value":
      return `Cannot use ${mistake.option.long} without a value`;
    case "empty value":
      return `Cannot use ${mistake.option.long} with an empty value`;
    case "bad value":
      return `Cannot use "${shown(mistake.value)}" for ${mistake.option.long}`;
    case "bad argument":
      return `Cannot use "${shown(mistake.value)}" for ${mistake.argument.name.toUpperCase()}`;
  }
}

function hintOf(mistake: Mistake, trail: Trail): string | undefined {
  switch (mistake.kind) {
    case "no command":
      return swallowedHint(mistake.values, trail);
    case "unknown command":
      return commandHint(mistake.name, trail);
    case "unknown option":
      return optionHint(mistake.flag, trail);
    case "empty value":
      return "Specify a value, or omit the option";
    case "bad value": {
      const { option: { long, choices = [] }, value } = mistake;
      return choiceHint(value, long === "--output" ? outputFormats(lastOf(trail)) : choices);
    }
    case "bad argument":
      return choiceHint(mistake.value, mistake.argument.choices ?? []);
    default:
      return undefined;
  }
}

/** A word of the command line, shortened and escaped for a message. */
function shown(word: string): string {
  return escapeText(word.length > MAX_SHOWN ? `${word.slice(0, MAX_SHOWN)}…` : word);
}

/** The hint if an option took a command's name as its value; otherwise undefined. */
function swallowedHint(values: Readonly<Record<string, unknown>>, [program]: Trail): string | undefined {
  for (const { key, long, value } of program.options) {
    const given = [values[key]].flat().at(-1);
    if (value === "none" || !subcommands(program).some(({ name }) => name === given)) continue;
    const instead = value === "optional"
      ? `${program.name} ${given} ${long}`
      : `${program.name} ${long} VALUE ${given}`;
    return `${long} used "${given}" as its value. Did you mean \`${instead}\`?`;
  }
  return undefined;
}

/** The command meant by an unknown name: one of that name elsewhere, otherwise the nearest one here. */
export function commandHint(name: string, trail: Trail): string | undefined {
  const [program] = trail;
  if (/^version$/i.test(name)) return didYouMean([`${program.name} --version`]);
  const elsewhere = leaves(program).filter((one) => lastOf(one).name === name.toLowerCase());
  if (elsewhere.length > 0) return didYouMean(elsewhere.map(commandPath));
  const near = nearest(name, subcommands(lastOf(trail)).map((one) => one.name));
  if (near !== undefined) return didYouMean([`${commandPath(trail)} ${near}`]);
  const far = nearest(name, leaves(program).map((one) => lastOf(one).name));
  return far === undefined
    ? undefined
    : didYouMean(leaves(program).filter((one) => lastOf(one).name === far).map(commandPath));
}

/** The commands that run, each name once: `docker status` is `status`. */
function leaves(program: Command): Trail[] {
  const top = new Set(subcommands(program).map(({ name }) => name));
  return trailsFrom([program]).filter((trail) =>
    lastOf(trail).sections.length === 0 && (trail.length === 2 || !top.has(lastOf(trail).name))
  );
}

function didYouMean(commands: readonly string[]): string {
  return `Did you mean ${commands.map((one) => `\`${one}\``).join(" or ")}?`;
}

function optionHint(flag: string, trail: Trail): string | undefined {
  const known = [...lastOf(trail).options, HELP_OPTION, ...trail[0].options].map(({ long }) => long);
  const near = nearest(flag.replace(/=.*$/s, ""), known);
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

function takenBy(trail: Trail): string {
  const { length } = lastOf(trail).arguments;
  return length === 0 ? "no arguments" : length === 1 ? "one argument" : `${length} arguments`;
}

function choiceHint(value: string, choices: readonly string[]): string {
  const near = nearest(value, choices);
  return `${near === undefined ? "" : `Did you mean "${near}"? `}Valid values: ${choices.join(", ")}`;
}
