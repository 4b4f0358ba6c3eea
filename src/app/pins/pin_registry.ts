import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { findIdentity } from "../../domain/auth/model/names.ts";
import { type SharedFilePaths, sharedFilePaths } from "../../domain/aws_files/file_paths.ts";
import { ignoresGitRoot } from "../../domain/config/atmos_variables.ts";
import { homeDirectory, inside, isAbsolutePath } from "../../domain/files/app_directories.ts";
import type {
  EnvironmentPin,
  IdentityPin,
  ProfilePin,
  ProvisionedIdentity,
  RegistryPin,
} from "../../domain/helper/registry_pin.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { configuredDefinition } from "../../domain/identity/chain_definition.ts";
import { neededFacts } from "../../domain/identity/definition.ts";
import { isOwnIdentity } from "../../domain/login/integration_targets.ts";
import type { Target } from "../../domain/login/target.ts";
import { canonicalHost, type Registry } from "../../domain/registry/registry.ts";
import { isProvisioned } from "../../domain/sso/provisioned_identities.ts";
import type { ProfileChoice } from "../../ports/aws.ts";
import type { LoadedConfig } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Environment } from "../../ports/process.ts";
import type { LoadedAuth } from "../config/load_auth.ts";

/** What the pin of an identity is created from, besides the target. */
export interface PinFacts extends Pick<LoadedAuth, "auth" | "selection"> {
  /** The configuration that contains `auth`. */
  readonly config: Pick<LoadedConfig, "place" | "profiles" | "realm">;
  readonly environment: Environment;
}

/** Variables that affect where profiles are searched. */
const PLACE_VARIABLES = ["HOME", "XDG_CONFIG_HOME", "ATMOS_XDG_CONFIG_HOME"] as const;

const REALM_VARIABLE = "ATMOS_AUTH_REALM";

/**
 * The pin with which the helper uses the principal of a target for its registry: its AWS profile or its identity, otherwise the
 * environment's credentials.
 *
 * @param loaded The configuration of its identity; undefined if it has none.
 */
export async function pinFor(
  target: Target,
  loaded: LoadedAuth | undefined,
  ports: Pick<AppContext, "facts" | "environment">,
): Promise<RegistryPin> {
  const { environment } = ports;
  const host = canonicalHost(target.registry);
  if (target.awsProfile !== undefined) {
    return { kind: "aws-profile", host, ...profileFacts(target.awsProfile, environment) };
  }
  if (loaded === undefined) return { kind: "environment", host };
  return await withKeyFile(pinOf(target, { ...loaded, environment }), ports);
}

/** The target that a pin of a registry stands for. */
export function targetOfPin(registry: Registry, pin: RegistryPin): Target {
  switch (pin.kind) {
    case "environment":
      return { registry };
    case "aws-profile":
      return { registry, awsProfile: pin.profile };
    case "identity":
      return { registry, identity: pin.identity, ...definedFields({ integration: pin.integration }) };
  }
}

/**
 * The pin with which the helper uses the identity of a target for its registry, wherever it runs: the sources that were read, in order. The
 * helper follows their imports itself.
 *
 * @returns An explicit pin to the environment's credentials for a target without an identity.
 */
export function pinOf(
  target: Target,
  { auth, config, selection, environment }: PinFacts,
): IdentityPin | EnvironmentPin {
  const host = canonicalHost(target.registry);
  if (target.identity === undefined) return { kind: "environment", host };
  const basePath = (selection.basePath ?? environment.get("ATMOS_BASE_PATH") ?? "").trim();
  const { sources, named, directory } = config.place;
  const realm = environment.get(REALM_VARIABLE) ?? "";
  const provisioned = provisionedOf(findIdentity(auth, target.identity));
  return {
    kind: "identity",
    host,
    configuration: {
      sources,
      named,
      directory,
      profiles: config.profiles,
      ...(basePath === ""
        ? {}
        : { basePath: isAbsolutePath(basePath) ? basePath : inside(environment.cwd, basePath) }),
      ...(realm === "" ? {} : { realm }),
      ...(ignoresGitRoot((name) => environment.get(name)) ? { ignoresGitRoot: true } : {}),
      ...(config.profiles.length === 0 ? {} : { places: variablesOf(environment) }),
    },
    ...definedFields({ integration: isOwnIdentity(auth, target) ? target.integration : undefined }),
    identity: target.identity,
    ...(provisioned === undefined ? {} : { provisioned }),
    definition: configuredDefinition(resolveChain(auth, target.identity), config.realm.value),
  };
}

/** The paths of the AWS files of an environment. */
export function awsFilesOf(environment: Environment): SharedFilePaths {
  const place = { home: homeDirectory(environment), cwd: environment.cwd };
  return sharedFilePaths((name) => environment.get(name), place);
}

/** A profile with the absolute paths of the AWS files that contain it. */
export function profileFacts(
  profile: string,
  environment: Environment,
): Pick<ProfilePin, "profile" | "configFile" | "credentialsFile"> {
  return { profile, ...awsFilesOf(environment) };
}

/** The profile to use instead of the environment's credentials; undefined for those. */
export function profileOf(name: string | undefined): ProfileChoice | undefined {
  return name === undefined ? undefined : { name };
}

/**
 * A pin that also names the credentials file in which the keys of its user are now. Without keys in a profile, the helper searches wherever
 * it runs: a pin of a fleet is for users with keys of their own.
 */
async function withKeyFile<P extends RegistryPin>(
  pin: P,
  { facts, environment }: Pick<AppContext, "facts" | "environment">,
): Promise<P> {
  const user = pin.kind === "identity" && pin.definition !== undefined
    ? neededFacts(pin.definition).user
    : undefined;
  if (user === undefined || (await facts.storedKeys(user))?.kind !== "keys") return pin;
  return { ...pin, credentialsFile: awsFilesOf(environment).credentialsFile };
}

function variablesOf(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(PLACE_VARIABLES.flatMap((name) => {
    const value = environment.get(name) ?? "";
    return value === "" ? [] : [[name, value]];
  }));
}

/** What a login found about an identity: the file with such identities is a cache, and may be removed. */
function provisionedOf(identity: Identity): ProvisionedIdentity | undefined {
  if (!isProvisioned(identity.origin)) return undefined;
  if (identity.kind !== "aws/permission-set" || identity.via.kind !== "provider") return undefined;
  const { account, permissionSet, via } = identity;
  const { id: accountId, name: accountName } = account;
  return { provider: via.name, permissionSet, ...definedFields({ accountId, accountName }) };
}
