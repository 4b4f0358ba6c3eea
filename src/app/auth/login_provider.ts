import type { Provider } from "../../domain/auth/model/auth_config.ts";
import { findProvider } from "../../domain/auth/model/names.ts";
import { foldName } from "../../domain/config/config_node.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { partitionInfo, partitionOfRegion } from "../../domain/registry/partitions.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import type { Deadlines } from "../../ports/time.ts";
import { type LoadedAuth, withProvider } from "../config/load_auth.ts";
import { requireAuthOrProfile } from "../targets/profile_rescue.ts";
import type { SelectionPorts } from "../targets/selected_targets.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";

/** A selected provider. */
export interface SelectedProvider {
  readonly provider: Provider;
  readonly loaded: LoadedAuth;
  /** How the configuration was selected. */
  readonly configSelection: ConfigSelection;
  /** Warnings about the entries that were used. */
  readonly problems: readonly Problem[];
}

/** Finds a provider by name. @throws {LookupError} `PROVIDER_NOT_FOUND`. */
export async function selectProvider(
  name: string,
  ports: SelectionPorts,
): Promise<SelectedProvider> {
  return await providerOf(name, await requireAuthOrProfile({ provider: name }, ports));
}

/** As {@linkcode selectProvider}, in a configuration that is already loaded. */
export async function providerOf(
  name: string,
  { loaded: first, configSelection }: Pick<SelectedProvider, "loaded" | "configSelection">,
): Promise<SelectedProvider> {
  // An unknown name is reported before anything is evaluated.
  const loaded = first.auth.providers.has(foldName(name)) ? await withProvider(first, name) : first;
  const provider = findProvider(loaded.auth, name);
  return { provider, loaded, configSelection, problems: loaded.problems };
}

/**
 * Logs in to a provider only.
 *
 * @returns The expiry of the login; undefined if unknown.
 * @throws {AtmosEcrError} As `Authenticator.logInTo`.
 */
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
