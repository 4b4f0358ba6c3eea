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

/** A provider that somebody logs in to. */
export interface SelectedProvider {
  readonly provider: Provider;
  readonly loaded: LoadedAuth;
  /** What the configuration was read with. */
  readonly configSelection: ConfigSelection;
  /** Warnings about the configuration on the way to it. */
  readonly problems: readonly Problem[];
}

/** The provider of a name. @throws {LookupError} `PROVIDER_NOT_FOUND`. */
export async function selectProvider(
  name: string,
  ports: SelectionPorts,
): Promise<SelectedProvider> {
  return await providerOf(name, await requireAuthOrProfile({ provider: name }, ports));
}

/** As {@linkcode selectProvider}, of a configuration that is read already. */
export async function providerOf(
  name: string,
  { loaded: first, configSelection }: Pick<SelectedProvider, "loaded" | "configSelection">,
): Promise<SelectedProvider> {
  // A name that is not there is said before anything is evaluated for it.
  const loaded = first.auth.providers.has(foldName(name)) ? await withProvider(first, name) : first;
  const provider = findProvider(loaded.auth, name);
  return { provider, loaded, configSelection, problems: loaded.problems };
}

/**
 * Logs in to a provider alone.
 *
 * @returns When what it gave ends; undefined when nobody said.
 * @throws {AtmosEcrError} As `Authenticator.logInTo` does.
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
