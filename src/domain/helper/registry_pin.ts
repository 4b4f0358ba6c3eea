import type { Definition } from "../identity/definition.ts";
import { parseHost } from "../registry/parse_host.ts";
import type { Registry } from "../registry/registry.ts";
import { isSameRegistry } from "../registry/same_registry.ts";

/**
 * Who provides the credentials of a registry, recorded once by the user, so that the credential helper need not, and cannot, be led by
 * the directory or the environment that it happens to run in.
 */
export type RegistryPin = IdentityPin | ProfilePin | EnvironmentPin;

/** What every pin has. */
interface PinBase {
  /** The registry's plain host, which its FIPS and dual-stack names share. */
  readonly host: string;
  /** Who that was when it was pinned, as far as files tell; for people, never for a decision of the helper. */
  readonly definition?: Definition | undefined;
}

/** A registry pinned to an identity of a configuration. */
export interface IdentityPin extends PinBase {
  readonly kind: "identity";
  readonly configuration: PinnedConfiguration;
  /** The integration that names the registry, as written; absent for a host that was given by hand. */
  readonly integration?: string | undefined;
  /** The identity, as written. */
  readonly identity: string;
  /** For an identity that a login found: what it is, as what was found is kept in a cache. */
  readonly provisioned?: ProvisionedIdentity | undefined;
  /**
   * For an IAM user whose keys were in a profile: the absolute path of the credentials file. Another home, or another variable, has other
   * keys under the same name.
   */
  readonly credentialsFile?: string | undefined;
}

/** A registry pinned to a profile of the AWS files. */
export interface ProfilePin extends PinBase {
  readonly kind: "aws-profile";
  readonly profile: string;
  /** Absolute paths of the AWS files, which need not exist. */
  readonly configFile: string;
  readonly credentialsFile: string;
}

/** A registry pinned to whatever credentials the environment of the helper has. */
export interface EnvironmentPin extends PinBase {
  readonly kind: "environment";
}

/** Where a configuration was found: enough to read it again from anywhere. */
export interface PinnedConfiguration {
  /** The top-level files, lowest precedence first. */
  readonly sources: readonly PinnedSource[];
  /** Whether flags or variables named the files, rather than a search. */
  readonly named: boolean;
  /** Absolute path of the working directory, where relative paths and the search for the git root begin. */
  readonly directory: string;
  /** Names of the profiles, lowest precedence first. */
  readonly profiles: readonly string[];
  /** `--base-path`, absolute. */
  readonly basePath?: string | undefined;
  /** The realm that the environment named; absent when the configuration tells. */
  readonly realm?: string | undefined;
  /** Whether imports start at the file's directory although there is a git root, as `ATMOS_GIT_ROOT_BASEPATH=false` says. */
  readonly ignoresGitRoot?: true | undefined;
  /** Variables that the places of profiles depend on, by name. */
  readonly places?: Readonly<Record<string, string>> | undefined;
}

/** A top-level file of a configuration. */
export interface PinnedSource {
  /** Absolute. */
  readonly file: string;
  /** Its directory as Atmos knows it, from which the realm is derived: as it was written when it was named. */
  readonly directory: string;
  /** Whether its imports count. */
  readonly imports: boolean;
  /** Whether the `.atmos.d` beside it and in the git root count. */
  readonly dropIns: boolean;
}

/** An identity that a login found. */
export interface ProvisionedIdentity {
  readonly provider: string;
  readonly permissionSet: string;
  readonly accountId?: string | undefined;
  readonly accountName?: string | undefined;
}

/** The pin of a registry, by whichever of its names. */
export function findPin(pins: readonly RegistryPin[], registry: Registry): RegistryPin | undefined {
  return pins.find(({ host }) => {
    const pinned = parseHost(host);
    return pinned !== undefined && isSameRegistry(pinned, registry);
  });
}

/** How the principal of a pin is shown. */
export function pinLabel(pin: RegistryPin): string {
  switch (pin.kind) {
    case "identity":
      return pin.identity;
    case "aws-profile":
      return `AWS profile ${pin.profile}`;
    case "environment":
      return "the environment's credentials";
  }
}

/** Where the configuration of a pin is, for people. */
export function pinPlaces(pin: RegistryPin): readonly string[] {
  switch (pin.kind) {
    case "identity":
      return pin.configuration.sources.length > 0
        ? pin.configuration.sources.map(({ file }) => file)
        : [pin.configuration.directory];
    case "aws-profile":
      return [pin.configFile, pin.credentialsFile];
    case "environment":
      return [];
  }
}
