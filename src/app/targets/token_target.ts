import { UsageError } from "../../domain/errors/errors.ts";
import { type Chain, resolveChain } from "../../domain/identity/chain.ts";
import type { Selection } from "../../domain/login/selection.ts";
import type { Target } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { LoadedConfig } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import { loadAuth, type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import { profileOf } from "../pins/pin_registry.ts";
import { chooseIdentity, identityChoice, preferredIdentity } from "./choose_identity.ts";
import { requireAuthOrProfile } from "./choose_profile.ts";
import { hostTarget } from "./host_target.ts";
import { type SelectedTargets, type SelectionPorts, withoutConfiguration } from "./selection.ts";

/** A token to request, with everything resolved. */
export interface PlannedToken extends Omit<SelectedTargets, "targets"> {
  readonly target: Target;
  /** The configuration here. */
  readonly config?: LoadedConfig;
}

/**
 * Resolves the principal of a registry's token: the given one, otherwise the identity that the configuration here links to it, otherwise
 * the pin, otherwise the environment's credentials.
 *
 * @throws {UsageError} `USAGE` for an identity together with a profile.
 * @throws {ConfigError} `CONFIG_NOT_FOUND` for an identity without a configuration.
 */
export async function tokenTarget(
  registry: Registry,
  { identity, awsProfile }: Pick<Selection, "identity" | "awsProfile">,
  ports: SelectionPorts,
): Promise<PlannedToken> {
  if (awsProfile !== undefined) {
    if (identity !== undefined) {
      throw new UsageError("Cannot combine --identity with --aws-profile", { hint: "Use only one of them" });
    }
    return { ...withoutConfiguration([]), target: { registry, awsProfile } };
  }
  // A given identity must be in a configuration; a host alone needs none.
  const loaded = identity === undefined
    ? await loadAuth(ports)
    : await requireAuthOrProfile({ identity }, ports, {
      instead: "Use the credentials of an AWS profile with --aws-profile NAME",
    });
  const chosen = identity === undefined
    ? undefined
    : await chooseIdentity(identity, identityChoice(loaded, ports));
  const { pin, ...found } = await hostTarget(registry, loaded, ports, {
    identity: chosen,
    preferred: preferredIdentity(loaded, ports),
  });
  const { identity: name } = found.target;
  return {
    ...found,
    // That of a pin is complete: read again, an identity that a login found would be that of the cache.
    loaded: pin !== undefined
      ? pin.loaded
      : name === undefined
      ? loaded
      : await withIdentities(loaded, [name]),
    files: loaded.files,
    config: loaded.config,
  };
}

/** Requests a planned token, without changing Docker's configuration. */
export async function issuePlanned(
  { target: { registry, identity, awsProfile }, loaded }: PlannedToken,
  { issuer, deadlines }: Pick<AppContext, "deadlines"> & { readonly issuer: TokenIssuer },
): Promise<EcrToken> {
  const chain = identity === undefined ? undefined : chainOf(identity, loaded);
  if (chain !== undefined) issuer.check(chain, registry);
  using deadline = deadlines(LOGIN_DEADLINE_MS);
  const realm = loaded?.config.realm.value ?? "";
  return await issuer.issue(registry, chain, { deadline, realm, profile: profileOf(awsProfile) });
}

/** The chain to the identity of a planned token. */
export function chainOf(identity: string, loaded: LoadedAuth | undefined): Chain {
  if (loaded === undefined) throw new TypeError("a token for an identity has a configuration");
  return resolveChain(loaded.auth, identity);
}
