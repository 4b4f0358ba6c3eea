import { UsageError } from "../../domain/errors/errors.ts";
import type { Problem } from "../../domain/config/problem.ts";
import type { Target } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { ConfigFileReport } from "../../ports/config.ts";
import type { Deadlines } from "../../ports/time.ts";
import { loadAuth, type LoadedAuth } from "../config/load_auth.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import { chooseIdentity } from "./choose_identity.ts";
import { hostTarget, issueProfileToken, issueToken } from "./host_target.ts";
import { requireAuthOrProfile } from "./profile_rescue.ts";
import type { SelectionPorts } from "./selected_targets.ts";

/** Whose token to request: by default, that of the registry's own identity. */
export interface TokenChoice {
  /** `true` for a prompt. */
  readonly identity?: string | true | undefined;
  /** An AWS profile. */
  readonly awsProfile?: string | undefined;
}

/** A token to request, with everything resolved. */
export interface PlannedToken {
  readonly target: Target;
  /** The configuration of its identity; undefined for a profile. */
  readonly loaded: LoadedAuth | undefined;
  /** The files that were searched. */
  readonly files: readonly ConfigFileReport[];
  /** The value of `logs.level`. */
  readonly logsLevel: string | undefined;
  readonly problems: readonly Problem[];
  /** Additional notes for the user, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Resolves the principal of a registry's token: the given one, otherwise the identity that the configuration here links to it, otherwise
 * the pin, otherwise the environment's credentials.
 *
 * @throws {UsageError} `USAGE` for an identity together with a profile.
 * @throws {ConfigError} `CONFIG_NOT_FOUND` for an identity without a configuration.
 * @throws {AtmosEcrError} A problem of the configuration or the pin.
 */
export async function planToken(
  registry: Registry,
  { identity, awsProfile }: TokenChoice,
  ports: SelectionPorts,
): Promise<PlannedToken> {
  if (awsProfile !== undefined) {
    if (identity !== undefined) {
      throw new UsageError("Cannot combine --identity with --aws-profile", { hint: "Use only one of them" });
    }
    const target = { registry, awsProfile };
    return { target, loaded: undefined, files: [], logsLevel: undefined, problems: [], notes: [] };
  }
  const { prompter } = ports;
  const loaded = await configurationFor(identity, ports);
  const { auth } = loaded;
  const chosen = identity === undefined
    ? undefined
    : await chooseIdentity(identity, { auth, prompter, variable: undefined });
  const { pin, ...found } = await hostTarget(registry, auth, ports, chosen);
  return {
    ...found,
    loaded: pin === undefined ? loaded : pin.loaded,
    files: loaded.files,
    logsLevel: loaded.config.logsLevel?.value,
  };
}

/** The configuration here. A given identity must be in one; a host alone needs none. */
async function configurationFor(
  identity: string | true | undefined,
  ports: SelectionPorts,
): Promise<LoadedAuth> {
  if (identity === undefined) return await loadAuth(ports.configurations, ports.configSelection);
  const wanted = { identity: identity === true ? undefined : identity };
  const { loaded } = await requireAuthOrProfile(wanted, ports, {
    instead: "Use the credentials of an AWS profile with --aws-profile NAME",
  });
  return loaded;
}

/** Requests a planned token, without changing Docker's configuration. @throws {AtmosEcrError} An error of AWS. */
export async function issuePlanned(
  { target, loaded }: PlannedToken,
  ports: { readonly issuer: TokenIssuer; readonly deadlines: Deadlines },
): Promise<EcrToken> {
  const { registry, awsProfile } = target;
  if (awsProfile !== undefined) return await issueProfileToken(registry, awsProfile, ports);
  if (loaded === undefined) throw new TypeError("a token for an identity has a configuration");
  return await issueToken(target, loaded, ports);
}
