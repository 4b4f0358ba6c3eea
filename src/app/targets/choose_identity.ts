import type { AuthConfig, Identity, RegistryIntegration } from "../../domain/auth/model/auth_config.ts";
import { identityDetail, integrationDetail } from "../../domain/auth/model/entry_details.ts";
import {
  defaultIdentities,
  findIdentity,
  requireUsableDefaults,
  usable,
  usableValues,
} from "../../domain/auth/model/names.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { integrationsOfIdentity, registryIntegrations } from "../../domain/login/integration_targets.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import type { SelectionPorts } from "./selection.ts";

/** Values that disable identities in Atmos. Reference: Atmos' pkg/config/identity.go. */
const OFF_WORDS: readonly string[] = ["false", "0", "no", "off"];

/** What determines the identity besides the command line. */
export interface IdentityChoice {
  readonly auth: AuthConfig;
  readonly prompter: Prompter;
  /** The value of `ATMOS_IDENTITY`. */
  readonly variable: string | undefined;
  /** Options that could be given instead of an identity; undefined if registries could be named. */
  readonly instead?: readonly string[];
}

/** The choice in a configuration, whose `env` section may also set `ATMOS_IDENTITY`. */
export function identityChoice(
  { auth, config }: LoadedAuth,
  { prompter, identityVariable }: Pick<SelectionPorts, "prompter" | "identityVariable">,
): IdentityChoice {
  return { auth, prompter, variable: identityVariable ?? config.promoted.get("ATMOS_IDENTITY")?.value };
}

/**
 * The identity given by the flag, otherwise `ATMOS_IDENTITY`, otherwise the only default identity; undefined if none of them decides.
 *
 * @throws {LookupError} `IDENTITY_NOT_FOUND`.
 * @throws {ConfigError} The error of a default identity that cannot be used.
 */
export function decidedIdentity(
  flag: string | undefined,
  { auth, variable }: Omit<IdentityChoice, "prompter">,
): string | undefined {
  if (flag !== undefined) return findIdentity(auth, flag).name;
  const named = namedByVariable(variable);
  if (named !== undefined) return findIdentity(auth, named).name;
  requireUsableDefaults(auth);
  const [only, ...others] = defaultIdentities(auth);
  return others.length === 0 ? only : undefined;
}

/** The identity named by `ATMOS_IDENTITY`; undefined if it names none, or disables identities. */
export function namedByVariable(variable: string | undefined): string | undefined {
  return variable === undefined || variable === "" || OFF_WORDS.includes(variable.toLowerCase())
    ? undefined
    : variable;
}

/** The identity that `ATMOS_IDENTITY` prefers where an integration leaves the choice; undefined if there is none. */
export function preferredIdentity(
  { config }: Pick<LoadedAuth, "config">,
  { identityVariable }: Pick<SelectionPorts, "identityVariable">,
): string | undefined {
  return namedByVariable(identityVariable ?? config.promoted.get("ATMOS_IDENTITY")?.value);
}

/**
 * The identity to use: the flag, otherwise `ATMOS_IDENTITY`, otherwise the only default identity, otherwise a prompt.
 *
 * @param flag `true` for `--identity` without a name, which prompts.
 * @throws {LookupError} `IDENTITY_NOT_FOUND`.
 * @throws {UsageError} `SELECTION_REQUIRED` if prompts are impossible.
 */
export async function chooseIdentity(
  flag: string | true | undefined,
  choice: IdentityChoice,
): Promise<string> {
  const { auth } = choice;
  const all = usableValues(auth.identities);
  if (flag === true) {
    return await ask(
      all,
      { ...choice, instead: choice.instead ?? [] },
      "Cannot choose an identity: --identity has no value, and no interactive terminal is available",
    );
  }
  const decided = decidedIdentity(flag, choice);
  if (decided !== undefined) return decided;
  const defaults = defaultIdentities(auth);
  if (defaults.length > 0) {
    return await ask(
      all.filter(({ name }) => defaults.includes(name)),
      choice,
      `No ${wanted(choice)} specified, and atmos.yaml has several default identities`,
    );
  }
  // An identity that cannot be read may be the missing default.
  const broken = [...auth.identities.values()].find(({ value }) => value === undefined);
  if (broken !== undefined && !choice.prompter.interactive) usable(broken);
  return await ask(all, choice, `No ${wanted(choice)} specified, and atmos.yaml has no default identity`);
}

/**
 * Prompts for integrations, if nothing was named and no identity decides.
 *
 * @returns undefined if an identity decides or is to be selected, if prompts are impossible, or if there is nothing to choose.
 * @throws {LookupError} `IDENTITY_NOT_FOUND` for that of `ATMOS_IDENTITY`.
 */
export async function chooseIntegrations(
  choice: IdentityChoice,
): Promise<readonly RegistryIntegration[] | undefined> {
  const { auth, prompter } = choice;
  const integrations = registryIntegrations(auth);
  const isDecided = decidedIdentity(undefined, choice) !== undefined || defaultIdentities(auth).length > 0;
  if (isDecided || !prompter.interactive || integrations.length === 0) return undefined;
  const names = await prompter.chooseSeveral(
    "Which integration?",
    integrations.map((integration) => ({ name: integration.name, detail: integrationDetail(integration) })),
  );
  return integrations.filter(({ name }) => names.includes(name));
}

/** The integrations to use if none is named. */
export interface ChosenIntegrations {
  readonly integrations: readonly RegistryIntegration[];
  /** The identity that they belong to; undefined if they were selected at a prompt. */
  readonly identity: string | undefined;
}

/** The integrations selected at a prompt, otherwise those of the identity. Throws as {@linkcode chooseIdentity}. */
export async function chosenIntegrations(
  flag: string | true | undefined,
  choice: IdentityChoice,
): Promise<ChosenIntegrations> {
  const picked = flag === undefined ? await chooseIntegrations(choice) : undefined;
  if (picked !== undefined) return { integrations: picked, identity: undefined };
  const identity = await chooseIdentity(flag, choice);
  return { integrations: integrationsOfIdentity(choice.auth, identity), identity };
}

function wanted({ instead }: IdentityChoice): string {
  return instead === undefined ? "target" : "identity";
}

async function ask(
  identities: readonly Identity[],
  { auth, prompter, instead }: IdentityChoice,
  refusal: string,
): Promise<string> {
  if (prompter.interactive && identities.length > 0) {
    return await prompter.choose(
      "Which identity?",
      identities.map((identity) => ({ name: identity.name, detail: identityDetail(identity) })),
    );
  }
  const integrations = usableValues(auth.integrations).filter(({ kind }) => kind !== "other");
  const options = [
    ...(instead === undefined && integrations.length > 0 ? [`an integration (${listed(integrations)})`] : []),
    ...(identities.length > 0 ? [`--identity NAME (${listed(identities)})`] : []),
    ...(instead ?? [...(integrations.length > 0 ? ["--all"] : []), "--registry HOST", "--public"]),
  ];
  const hint = options.length > 0 ? `Specify ${either(options)}` : "Add an entry to auth.identities first";
  throw new UsageError(refusal, { code: "SELECTION_REQUIRED", hint });
}

function listed(entries: readonly { readonly name: string }[]): string {
  const shown = entries.slice(0, 8).map(({ name }) => name).join(", ");
  return entries.length > 8 ? `${shown}, … ${entries.length - 8} more` : shown;
}

/** Alternatives in a sentence: `a, b or c`. */
function either(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
