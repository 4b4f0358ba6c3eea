import { child, foldName, type MappingNode } from "../../domain/config/config_node.ts";
import { problemOfError } from "../../domain/config/problem.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { escapeText, shellWord } from "../../domain/text/escape.ts";
import type { AppContext } from "../../ports/context.ts";
import { type ConfigPorts, type LoadedAuth, requireAuth } from "../config/load_auth.ts";

/** Entries named on the command line. */
export interface WantedEntries {
  /** `true` for any. */
  readonly identity?: string | true | undefined;
  readonly provider?: string;
  readonly integrations?: readonly string[];
}

/** The maximum number of profiles to search. */
const MAX_PROFILES = 50;

/**
 * As {@linkcode requireAuth}; if no profile is selected and only profiles contain what is wanted, prompts for one on a terminal. Without a
 * wanted entry, this is a non-empty `auth` section.
 *
 * Reference: `pkg/auth/profile_fallback.go` of Atmos, commit 0a1cb4480b.
 *
 * @throws {UsageError} `SELECTION_REQUIRED` if prompts are impossible; it names the profiles.
 */
export async function requireAuthOrProfile(
  wanted: WantedEntries,
  ports: ConfigPorts & Pick<AppContext, "prompter">,
  options: Parameters<typeof requireAuth>[1] = {},
): Promise<LoadedAuth> {
  const { configurations, configSelection, prompter } = ports;
  const loaded = await requireAuth(ports, options);
  const missing = missingFrom(loaded.config.tree, wanted);
  if (missing === undefined || loaded.config.profiles.length > 0) return loaded;
  const names: string[] = [];
  for (const name of (await loaded.config.profileNames()).slice(0, MAX_PROFILES)) {
    if (await hasIt(name, wanted, ports)) names.push(name);
  }
  const [first] = names;
  if (first === undefined) return loaded;
  const message = `Cannot find ${missing} without a profile: ${names.length === 1 ? "profile" : "profiles"} ${
    names.slice(0, 8).map((name) => `"${name}"`).join(", ")
  } ${names.length === 1 ? "has" : "have"} ${missing.startsWith("an") ? "one" : "it"}`;
  if (!prompter.interactive) {
    throw new UsageError(message, {
      code: "SELECTION_REQUIRED",
      hint: `Run again with --profile ${shellWord(first)}, or set ATMOS_PROFILE`,
    });
  }
  const profile = await prompter.choose(
    `Only profiles have ${missing}. Which one?`,
    names.map((name) => ({ name })),
  );
  const chosen = { ...configSelection, profiles: [profile] };
  return await requireAuth({ configurations, configSelection: chosen }, options);
}

/**
 * Prompts for a profile, for `--profile` without a name.
 *
 * @throws {UsageError} `SELECTION_REQUIRED` if prompts are impossible, or there are no profiles.
 */
export async function chooseProfile(
  { configurations, configSelection, prompter }: ConfigPorts & Pick<AppContext, "prompter">,
): Promise<string> {
  const { profileNames } = await configurations.load({ ...configSelection, profiles: [] });
  const names = await profileNames();
  if (names.length > 0 && prompter.interactive) {
    return await prompter.choose("Which profile?", names.map((name) => ({ name })));
  }
  throw new UsageError(
    `Cannot choose a profile: --profile has no value, and ${
      names.length === 0 ? "there are no profiles" : "no interactive terminal is available"
    }`,
    {
      code: "SELECTION_REQUIRED",
      hint: names.length === 0
        ? "Create a directory in profiles/ next to atmos.yaml, or omit --profile"
        : `Specify --profile NAME (${names.slice(0, 8).map(escapeText).join(", ")})`,
    },
  );
}

/** What a configuration lacks, for messages; undefined if it lacks nothing. */
function missingFrom(
  tree: MappingNode,
  { identity, provider, integrations = [] }: WantedEntries,
): string | undefined {
  if (provider !== undefined && !has(tree, "providers", provider)) {
    return `provider "${provider}"`;
  }
  if (typeof identity === "string" && !has(tree, "identities", identity)) {
    return `identity "${identity}"`;
  }
  const integration = integrations.find((name) => !has(tree, "integrations", name));
  if (integration !== undefined) return `integration "${integration}"`;
  return ["providers", "identities", "integrations"].some((section) => !isEmpty(tree, section))
    ? undefined
    : "an auth section";
}

async function hasIt(
  profile: string,
  wanted: WantedEntries,
  { configurations, configSelection }: ConfigPorts,
): Promise<boolean> {
  try {
    const { tree } = await configurations.load({ ...configSelection, profiles: [profile], lenient: true });
    return missingFrom(tree, wanted) === undefined;
  } catch (error) {
    // An invalid profile is not the missing one.
    if (problemOfError(error) === undefined) throw error;
    return false;
  }
}

function has(tree: MappingNode, section: string, name: string): boolean {
  const entries = child(child(tree, "auth"), section);
  return entries?.kind === "mapping" && entries.entries.has(foldName(name));
}

function isEmpty(tree: MappingNode, section: string): boolean {
  const entries = child(child(tree, "auth"), section);
  // A function that is not evaluated yet may have any value.
  return entries === undefined || (entries.kind === "mapping" && entries.entries.size === 0) ||
    entries.kind === "scalar";
}
