import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { AtmosEcrError, UsageError } from "../../domain/errors/errors.ts";
import { type IdentityPin, pinPlaces, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { configurationKeyText } from "../../domain/helper/resolved_format.ts";
import { configurationHint, installCommand } from "../../domain/helper/words.ts";
import type { Target } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Environment } from "../../ports/process.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { type FindPinPorts, findRegistryPin } from "../pins/find_pin.ts";
import { awsFilesOf, profileFacts, targetOfPin } from "../pins/pin_registry.ts";
import { loadPinned, resolveLoaded, withProvisioned } from "../pins/resolve_pin.ts";

/** Where pins are looked up, for commands with a host outside its project. */
export type PinnedTargetPorts = FindPinPorts & Pick<AppContext, "environment" | "pinned">;

/** The principal that a registry is pinned to. */
export interface PinnedTarget {
  readonly pin: RegistryPin;
  readonly target: Target;
  /** The configuration of the pin; undefined for a profile. */
  readonly loaded: LoadedAuth | undefined;
  /** The note about it, as a sentence. */
  readonly note: string;
}

/**
 * The principal that a registry is pinned to, if the configuration here does not name it.
 *
 * @returns Undefined if it is not pinned, or pinned to the environment's credentials.
 * @throws {AtmosEcrError} A problem of the pin or its configuration: the environment's credentials must not replace it.
 */
export async function pinnedTarget(
  registry: Registry,
  ports: PinnedTargetPorts,
): Promise<PinnedTarget | undefined> {
  const pin = await findRegistryPin(registry, ports);
  switch (pin?.kind) {
    case undefined:
    case "environment":
      return undefined;
    case "aws-profile":
      requireSameFiles(pin, ports.environment);
      return {
        pin,
        target: targetOfPin(registry, pin),
        loaded: undefined,
        note: `Using AWS profile "${pin.profile}", which ${registry.host} is pinned to`,
      };
    case "identity": {
      requireSameKeys(pin, ports.environment);
      const { loaded, auth } = await readPinned(pin, ports);
      const place = pinPlaces(pin).at(-1) ?? "";
      return {
        pin,
        target: targetOfPin(registry, pin),
        loaded: { ...loaded, auth },
        note: `Using identity "${pin.identity}" of ${place}, which ${registry.host} is pinned to`,
      };
    }
  }
}

/** The configuration that pins share, with the identities as all of them have them; undefined if they differ. */
export function sharedConfiguration(pinned: readonly PinnedTarget[]): LoadedAuth | undefined {
  const pins = pinned.flatMap(({ pin }) => pin.kind === "identity" ? [pin] : []);
  const loaded = pinned.find((one) => one.loaded !== undefined)?.loaded;
  const places = new Set(pins.map((pin) => configurationKeyText({ ...pin, credentialsFile: undefined })));
  const names = new Set(pins.map(({ identity }) => foldName(identity)));
  // A login may have found another identity by the same name when it was pinned.
  const identities = new Set(
    pins.map(({ identity, provisioned }) => JSON.stringify([foldName(identity), provisioned])),
  );
  if (loaded === undefined || places.size > 1 || identities.size > names.size) return undefined;
  return { ...loaded, auth: pins.reduce(withProvisioned, loaded.auth) };
}

/** Reads the configuration of a pin. Its errors name the command that pins the registry again. */
async function readPinned(
  pin: IdentityPin,
  ports: PinnedTargetPorts,
): Promise<{ readonly loaded: LoadedAuth; readonly auth: AuthConfig }> {
  try {
    const loaded = await loadPinned(pin, ports.pinned(pin));
    return { loaded, auth: (await resolveLoaded(pin, loaded)).auth };
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    const hint = configurationHint(error, pin);
    if (hint === undefined) throw error;
    const { code, message, position } = error;
    throw new AtmosEcrError(code, message, { hint, position, cause: error });
  }
}

function sameFilesHint(pin: RegistryPin): string {
  return `Restore these variables, or pin it again: \`${installCommand(pin)} --repin\``;
}

/** Fails if the user's keys would be read from another file than the pinned one: they may be another user's. */
function requireSameKeys(pin: IdentityPin, environment: Environment): void {
  const { host, identity, credentialsFile } = pin;
  if (credentialsFile === undefined || awsFilesOf(environment).credentialsFile === credentialsFile) return;
  throw new UsageError(
    `Cannot use identity "${identity}" for ${host}: it is pinned to the keys in "${credentialsFile}", but HOME or AWS_SHARED_CREDENTIALS_FILE points to another file`,
    { hint: sameFilesHint(pin) },
  );
}

/** Fails if the environment's AWS files are not those of the pin: a profile of the same name may be another one. */
function requireSameFiles(
  pin: Extract<RegistryPin, { readonly kind: "aws-profile" }>,
  environment: Environment,
): void {
  const here = profileFacts(pin.profile, environment);
  if (here.configFile === pin.configFile && here.credentialsFile === pin.credentialsFile) return;
  throw new UsageError(
    `Cannot use AWS profile "${pin.profile}" for ${pin.host}: it is pinned to the one in "${pin.configFile}", but AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE points to another file`,
    { hint: sameFilesHint(pin) },
  );
}
