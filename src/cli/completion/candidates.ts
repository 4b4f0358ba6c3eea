import type { Candidate, NameKind } from "../../app/targets/complete_names.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import { type Command, lastOf, optionName, outputFormats, subcommands } from "../command/define_command.ts";
import { HELP_TOPICS } from "../help/help_topics.ts";
import { type CompletionPoint, remainingOptions } from "./completion_point.ts";

/** What the shell offers besides the candidates. */
export type Fallback = "nothing" | "files" | "directories";

/** The candidates at the cursor. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly fallback: Fallback;
}

/** Finds names of a kind. */
export type FindNames = (
  kind: NameKind | "aws-profile",
  selection: ConfigSelection,
) => Promise<readonly Candidate[]>;

/** The kind of each option's value, by the option's name. */
const OPTIONS: Readonly<Record<string, NameKind | "aws-profile" | Fallback>> = {
  identity: "identity",
  provider: "provider",
  integration: "integration",
  registry: "registry",
  profile: "profile",
  "aws-profile": "aws-profile",
  "from-aws-profiles": "aws-profile",
  identities: "identity",
  providers: "provider",
  integrations: "integration",
  config: "files",
  "config-path": "directories",
  "base-path": "directories",
  chdir: "directories",
  "docker-config": "directories",
  link: "directories",
  "output-file": "files",
  "saml-assertion": "files",
};

/** Options whose value may be a comma-separated list. */
const LISTS: readonly string[] = ["profile", "identities", "providers", "integrations"];

/** The kind of each argument, by its name. */
const ARGUMENTS: Readonly<Record<string, NameKind | Fallback>> = {
  integration: "integration",
  target: "integration",
  identity: "identity",
  provider: "provider",
  host: "registry",
  key: "key",
  file: "files",
  command: "files",
};

/** The candidates at the cursor. */
export async function completionAt(point: CompletionPoint, find: FindNames): Promise<Completion> {
  const { expected, given } = point;
  const command = lastOf(point.trail);
  switch (expected.kind) {
    case "option":
      return words(
        point,
        remainingOptions(point).map(({ long, text }) => ({ value: long, description: text })),
      );
    case "command":
      return words(point, subcommands(command).map(described));
    case "value": {
      const { option } = expected;
      const name = optionName(option);
      const choices = name === "output" ? outputFormats(command) : option.choices;
      const completion = await valuesOf(afterComma(point, name), OPTIONS[name], find, choices);
      return option.repeatable ? without(completion, given.options.get(name) ?? []) : completion;
    }
    case "argument": {
      const { argument } = expected;
      if (command.name === "help") {
        const topics = given.operands.length > 0 ? [] : HELP_TOPICS;
        return words(point, [...subcommands(helpedBy(point)), ...topics].map(described));
      }
      const source = ARGUMENTS[argument?.name ?? ""];
      const left = without(await valuesOf(point, source, find, argument?.choices), given.operands);
      if (source === "key") return oneLevel(left, point);
      // Hosts are targets too, but without a prefix they would hide the integrations.
      if (argument?.name !== "target" || left.candidates.length > 0 || point.current === "") return left;
      return without(await valuesOf(point, "registry", find), given.operands);
    }
  }
}

/** @param choices The only values, if there are any. */
async function valuesOf(
  point: CompletionPoint,
  source: NameKind | "aws-profile" | Fallback = "nothing",
  find: FindNames,
  choices?: readonly string[],
): Promise<Completion> {
  if (choices !== undefined) return words(point, choices.map((value) => ({ value })));
  if (source === "nothing" || source === "files" || source === "directories") {
    return { candidates: [], fallback: source };
  }
  return words(point, await find(source, selectionOf(point.given.options)));
}

/** The candidates that are not given yet. */
function without(completion: Completion, given: readonly string[]): Completion {
  return { ...completion, candidates: completion.candidates.filter(({ value }) => !given.includes(value)) };
}

/** Keys that are no deeper than the typed one. */
function oneLevel(completion: Completion, { current }: CompletionPoint): Completion {
  const depth = current.split(".").length;
  const candidates = completion.candidates.filter(({ value }) => value.split(".").length === depth);
  return { ...completion, candidates };
}

/** The value of an option after the last comma, if it is a list. */
function afterComma(point: CompletionPoint, option: string): CompletionPoint {
  if (!LISTS.includes(option)) return point;
  const begin = point.current.lastIndexOf(",") + 1;
  const { prefix, current } = point;
  return { ...point, prefix: prefix + current.slice(0, begin), current: current.slice(begin) };
}

/** The candidates that start with the typed text. */
function words({ current, prefix }: CompletionPoint, candidates: readonly Candidate[]): Completion {
  const wanted = current.toLowerCase();
  return {
    candidates: candidates
      .filter(({ value }) => value.toLowerCase().startsWith(wanted))
      .map((candidate) => ({ ...candidate, value: prefix + candidate.value })),
    fallback: "nothing",
  };
}

function described({ name, summary }: Pick<Command, "name" | "summary">): Candidate {
  return { value: name, description: summary };
}

/** The command whose subcommands `help` completes. */
function helpedBy({ trail: [program], given }: CompletionPoint): Command {
  let helped = program;
  for (const word of given.operands) {
    const next = subcommands(helped).find(({ name }) => name === word);
    if (next === undefined) break;
    helped = next;
  }
  return helped;
}

/** Where the words before the cursor say that the configuration is. */
function selectionOf(options: ReadonlyMap<string, readonly string[]>): ConfigSelection {
  return {
    configFiles: options.get("config") ?? [],
    configDirectories: options.get("config-path") ?? [],
    profiles: options.get("profile") ?? [],
    basePath: options.get("base-path")?.at(-1),
    lenient: true,
  };
}
