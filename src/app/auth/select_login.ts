import type { Provider } from "../../domain/auth/model/auth_config.ts";
import { PROVIDER_KINDS } from "../../domain/auth/model/known_fields.ts";
import { findProvider, usableValues } from "../../domain/auth/model/names.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { partitionInfo, partitionOfRegion } from "../../domain/registry/partitions.ts";
import type { Deadlines } from "../../ports/time.ts";
import { type LoadedAuth, withProvider } from "../config/load_auth.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import { identityChoice } from "../targets/choose_identity.ts";
import { requireAuthOrProfile } from "../targets/choose_profile.ts";
import type { SelectionPorts } from "../targets/selection.ts";
import { identityOf, type SelectedIdentity, wantedIdentity } from "./select_identity.ts";

/** What `auth login` logs in to. */
export type SelectedLogin =
  | { readonly kind: "identity"; readonly selected: SelectedIdentity }
  | { readonly kind: "provider"; readonly selected: SelectedProvider };

/**
 * What a login without `--provider` logs in to: an identity as found by `selectIdentity`; if there are no identities and none is named, the
 * only provider, or one selected at a prompt.
 */
export async function selectLogin(
  name: string | true | undefined,
  ports: SelectionPorts,
): Promise<SelectedLogin> {
  const loaded = await requireAuthOrProfile({ identity: wantedIdentity(name, ports) }, ports);
  const { auth } = loaded;
  const providers = usableValues(auth.providers).filter(({ kind }) => PROVIDER_KINDS.ours.has(kind));
  const isNamed = name !== undefined || (identityChoice(loaded, ports).variable ?? "") !== "";
  if (isNamed || auth.identities.size > 0 || auth.providers.size === 0) {
    const instead = auth.providers.size > 0 ? ["--provider NAME", "--tags TAGS"] : ["--tags TAGS"];
    return { kind: "identity", selected: await identityOf(name, loaded, { ...ports, instead }) };
  }
  const broken = [...auth.providers.values()].find(({ value }) => value === undefined);
  const provider = providers.length === 0 && broken !== undefined
    ? broken.name
    : await chooseProvider(providers, ports);
  return { kind: "provider", selected: await providerOf(provider, loaded) };
}

/** A selected provider. */
export interface SelectedProvider {
  readonly provider: Provider;
  readonly loaded: LoadedAuth;
}

/** Finds a provider by name. @throws {LookupError} `PROVIDER_NOT_FOUND`. */
export async function selectProvider(name: string, ports: SelectionPorts): Promise<SelectedProvider> {
  return await providerOf(name, await requireAuthOrProfile({ provider: name }, ports));
}

/** Logs in to a provider only. @returns The expiry of the login; undefined if unknown. */
export async function loginToProvider(
  { provider, loaded }: SelectedProvider,
  { issuer, deadlines }: { readonly issuer: TokenIssuer; readonly deadlines: Deadlines },
): Promise<Date | undefined> {
  using deadline = deadlines(LOGIN_DEADLINE_MS);
  const region = provider.fields.get("region")?.value;
  const credentials = await issuer.authenticator.logInTo(provider, {
    deadline,
    realm: loaded.config.realm.value,
    partition: (region === undefined ? undefined : partitionOfRegion(region)) ?? partitionInfo("aws"),
  });
  return "expiresAt" in credentials ? credentials.expiresAt : undefined;
}

async function chooseProvider(providers: readonly Provider[], { prompter }: SelectionPorts): Promise<string> {
  const [only, ...others] = providers;
  if (only !== undefined && others.length === 0) return only.name;
  if (only !== undefined && prompter.interactive) {
    return await prompter.choose(
      "Which provider?",
      providers.map(({ name, kind }) => ({ name, detail: kind })),
    );
  }
  throw new UsageError("No provider specified, and atmos.yaml has no identities", {
    code: "SELECTION_REQUIRED",
    hint: only === undefined
      ? "Add an entry to auth.identities first"
      : `Specify --provider NAME (${providers.slice(0, 8).map(({ name }) => name).join(", ")})`,
  });
}

/** As {@linkcode selectProvider}, in a configuration that is already loaded. */
async function providerOf(name: string, first: LoadedAuth): Promise<SelectedProvider> {
  // An unknown name is reported before anything is evaluated.
  const loaded = first.auth.providers.has(foldName(name)) ? await withProvider(first, name) : first;
  return { provider: findProvider(loaded.auth, name), loaded };
}
