import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError, EnvironmentError } from "../../domain/errors/errors.ts";
import { regionOfChain } from "../../domain/identity/chain_partition.ts";
import { linkedToIdentity } from "../../domain/login/integration_targets.ts";
import {
  ambientVariables,
  sessionVariables,
  type VariableChanges,
} from "../../domain/session/program_environment.ts";
import { trustHint } from "../../domain/trust/trusted_files.ts";
import type { LoadedConfig } from "../../ports/config.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";
import type { DockerLogins } from "../login/docker_logins.ts";
import { placeOf } from "./open_session.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/**
 * The variables that make programs use an identity, whether or not it is logged in.
 *
 * @throws {ConfigError} `CONFIG_UNTRUSTED` if an untrusted file sets variables: one of them could be `LD_PRELOAD`.
 * @throws {EnvironmentError} `HOME_NOT_FOUND` if there is no place for sessions.
 */
export async function identityVariables(
  selected: SelectedIdentity,
  { sessions, docker }: { readonly sessions: IdentitySessions; docker(): DockerLogins },
): Promise<VariableChanges> {
  const { identity, chain, loaded: { auth, config } } = selected;
  const facts = {
    region: regionOfChain(chain),
    dockerDirectory: linkedToIdentity(auth, identity.name).length === 0 ? undefined : docker().directory,
    own: await trustedVariables(identity, config),
  };
  const place = placeOf(selected);
  if (place === undefined) return ambientVariables(facts);
  const files = sessions.files(place);
  if (files !== undefined) return sessionVariables({ ...facts, files });
  throw new EnvironmentError(
    "HOME_NOT_FOUND",
    `Cannot find the session of identity "${identity.name}": there is no home directory`,
    { hint: "Set HOME or XDG_CONFIG_HOME" },
  );
}

async function trustedVariables(
  identity: Identity,
  config: LoadedConfig,
): Promise<ReadonlyMap<string, string>> {
  const variables = new Map<string, string>();
  for (const [name, { value, origin }] of identity.env ?? []) {
    if (!await config.isTrusted(origin)) {
      const position = positionOf(origin);
      const file = position?.file ?? "atmos.yaml";
      throw new ConfigError(
        "CONFIG_UNTRUSTED",
        `Cannot set ${name} of identity "${identity.name}": "${file}" is not trusted`,
        { hint: trustHint(file), position },
      );
    }
    variables.set(name, value);
  }
  return variables;
}
