import type { AuthConfig, Identity, Integration } from "../../domain/auth/model/auth_config.ts";
import { findIntegration } from "../../domain/auth/model/names.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import {
  isRegistryIntegration,
  type TargetChoice,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import type { Target } from "../../domain/login/target.ts";
import { shellWord } from "../../domain/text/escape.ts";

/**
 * Finds an integration by a typed name.
 *
 * @throws {LookupError} `INTEGRATION_NOT_FOUND`. If an identity or an account has that name, the hint says how to pass it.
 * @throws {ConfigError} The entry's own first error.
 */
export function findNamedIntegration(auth: AuthConfig, name: string): Integration {
  if (auth.integrations.has(foldName(name))) return findIntegration(auth, name);
  const hint = identityHint(auth, name) ?? accountHint(auth, name) ?? providerHint(auth, name);
  if (hint === undefined) return findIntegration(auth, name);
  throw new LookupError("INTEGRATION_NOT_FOUND", `Cannot find integration "${name}"`, { hint });
}

function identityHint(auth: AuthConfig, name: string): string | undefined {
  const entry = auth.identities.get(foldName(name));
  return entry === undefined ? undefined : `It is an identity: use ${flag(entry.name)}`;
}

/** The hint for the name or id of an account: the identities in it, and the integrations for its registries. */
function accountHint(auth: AuthConfig, name: string): string | undefined {
  const wanted = foldName(name);
  const identities = [...auth.identities.values()].filter(({ value, draft }) =>
    accountNames(value ?? draft).some((one) => foldName(one) === wanted)
  );
  const integrations = [...auth.integrations.values()].filter(({ value, draft }) => {
    const integration = value ?? draft;
    return integration !== undefined && "hosts" in integration &&
      integration.hosts.some((host) => host.startsWith(`${name}.`));
  });
  if (identities.length === 0 && integrations.length === 0) return undefined;
  const ways = [...integrations.map((one) => one.name), ...identities.map((one) => flag(one.name))];
  return `It is an account: use ${ways.slice(0, 5).join(", or ")}`;
}

function providerHint(auth: AuthConfig, name: string): string | undefined {
  const entry = auth.providers.get(foldName(name));
  return entry === undefined
    ? undefined
    : `It is a provider: log in to it with \`atmos-ecr auth login --provider ${
      shellWord(entry.name)
    }\`, or specify an integration`;
}

function accountNames(identity: Identity | undefined): readonly string[] {
  switch (identity?.kind) {
    case "aws/permission-set":
      return [identity.account.id, identity.account.name].filter((one) => one !== undefined);
    case "aws/assume-root":
      return [identity.targetPrincipal];
    default:
      return [];
  }
}

function flag(identity: string): string {
  return `--identity ${shellWord(identity)}`;
}

/** The registries of a named integration. Errors as {@linkcode findNamedIntegration}, with a hint for names of another kind. */
export function namedTargets(auth: AuthConfig, name: string, choice: TargetChoice): Target[] {
  const integration = findNamedIntegration(auth, name);
  if (isRegistryIntegration(integration)) return targetsOfIntegration(auth, integration, choice);
  throw new LookupError(
    "INTEGRATION_NOT_FOUND",
    `Cannot log in to integration "${name}": its kind ${integration.writtenKind} is not an ECR registry`,
    { hint: "Specify one of kind aws/ecr or aws/ecr-public", position: positionOf(integration.origin) },
  );
}
