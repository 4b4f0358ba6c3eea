import type { Definition } from "../identity/definition.ts";
import { canonicalHost, type Registry } from "../registry/registry.ts";

/**
 * Which principal provides the credentials of a registry, recorded by the user, so that the credential helper does not depend on the
 * directory or environment in which it runs.
 */
export type RegistryPin = IdentityPin | ProfilePin | EnvironmentPin;

/** The fields of every pin. */
interface PinBase {
  /** The registry's plain host, which its FIPS and dual-stack names share. */
  readonly host: string;
  /** The principal when it was pinned, as far as files determine it; for display, never for a decision of the helper. */
  readonly definition?: Definition | undefined;
}

/** A registry pinned to an identity of a configuration. */
export interface IdentityPin extends PinBase {
  readonly kind: "identity";
  readonly configuration: PinnedConfiguration;
  /** The integration that names the registry, as written; absent for a host given by hand. */
  readonly integration?: string | undefined;
  /** The identity, as written. */
  readonly identity: string;
  /** For an identity found by a login: its fields, since the file with such identities is a cache. */
  readonly provisioned?: ProvisionedIdentity | undefined;
  /**
   * For an IAM user whose keys were in a profile: the absolute path of the credentials file. Another home, or another variable, has other
   * keys under the same name.
   */
  readonly credentialsFile?: string | undefined;
}

/** A registry pinned to an AWS profile. */
export interface ProfilePin extends PinBase {
  readonly kind: "aws-profile";
  readonly profile: string;
  /** Absolute paths of the AWS files, which need not exist. */
  readonly configFile: string;
  readonly credentialsFile: string;
}

/** A registry pinned to the credentials in the helper's environment. */
export interface EnvironmentPin extends PinBase {
  readonly kind: "environment";
}

/** Where a configuration was found: enough to read it again from any directory. */
export interface PinnedConfiguration {
  /** The top-level files, lowest precedence first. */
  readonly sources: readonly PinnedSource[];
  /** Whether flags or variables named the files, as opposed to a search. */
  readonly named: boolean;
  /** The absolute working directory, the base of relative paths and of the search for the git root. */
  readonly directory: string;
  /** Names of the profiles, lowest precedence first. */
  readonly profiles: readonly string[];
  /** `--base-path`, absolute. */
  readonly basePath?: string | undefined;
  /** The realm set by the environment; absent if the configuration determines it. */
  readonly realm?: string | undefined;
  /** Whether imports start at the file's directory although there is a git root, as `ATMOS_GIT_ROOT_BASEPATH=false` says. */
  readonly ignoresGitRoot?: true | undefined;
  /** Variables that affect where profiles are searched, by name. */
  readonly places?: Readonly<Record<string, string>> | undefined;
}

/** A top-level file of a configuration. */
export interface PinnedSource {
  /** Absolute. */
  readonly file: string;
  /** Its directory as Atmos knows it, from which the realm is derived: as written if it was named. */
  readonly directory: string;
  /** Whether its imports apply. */
  readonly imports: boolean;
  /** Whether the `.atmos.d` beside it and in the git root apply. */
  readonly dropIns: boolean;
}

/** An identity found by a login. */
export interface ProvisionedIdentity {
  readonly provider: string;
  readonly permissionSet: string;
  readonly accountId?: string | undefined;
  readonly accountName?: string | undefined;
}

/** Finds pins by any name of their registry. The pins are indexed once, since there may be thousands of both. */
export function pinFinder(pins: readonly RegistryPin[]): (registry: Registry) => RegistryPin | undefined {
  const byHost = new Map(pins.map((pin) => [pin.host, pin]));
  return (registry) => byHost.get(canonicalHost(registry));
}

/** The principal of a pin, for display. */
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

/** The place of a pin's configuration, for people. */
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
