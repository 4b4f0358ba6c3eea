import { type DockerStatus, dockerStatus, type StatusPorts } from "../../../src/app/docker/docker_status.ts";
import { resolveCacheKey } from "../../../src/app/credential/locate_credential.ts";
import { pinResolver } from "../../../src/app/pins/resolve_pin.ts";
import type { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { pinLabel, type RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import type { CachedToken, CacheEntry } from "../../../src/domain/token/cache_entry.ts";
import type { ConfigSelection } from "../../../src/ports/config.ts";
import type { HelperProgram } from "../../../src/ports/docker.ts";
import type { Environment } from "../../../src/ports/process.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemoryPrincipals, NO_FORMER_PINS } from "../../fakes/memory_principals.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { MemorySsoSessions } from "../../fakes/memory_sso_sessions.ts";
import { MemoryTokenCache } from "../../fakes/memory_token_cache.ts";
import { environmentOf, NOW } from "../../support/helper_fixtures.ts";

/** What is there at first. */
export interface StatusStart {
  /** The atmos.yaml in `/project`, where the command runs; none when absent. */
  readonly yaml?: string;
  /** Docker's configuration; no file when absent. */
  readonly docker?: object;
  readonly pins?: readonly RegistryPin[];
  /** The variables that there are; a home directory when absent. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Helpers on the PATH, by suffix. */
  readonly programs?: readonly string[];
}

/** A machine in memory that `status`, `explain` and `doctor` examine. */
export class StatusBench {
  readonly docker: MemoryDockerConfigStore;
  readonly pins: MemoryRegistryPins;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  readonly tokens = new MemoryTokenCache(() => this.now);
  readonly sessions = new MemoryIdentitySessions();
  readonly ssoSessions = new MemorySsoSessions();
  /** Helpers on the PATH, by suffix. */
  readonly programs: Map<string, HelperProgram>;
  /** Podman's files, by path. */
  readonly authFiles = new Map<string, string>();
  /** The flags that select a configuration. */
  selection: ConfigSelection = NO_SELECTION;
  /** Files in `/project` besides the atmos.yaml. */
  files: Readonly<Record<string, string>> = {};
  now = NOW;
  /** Set where no profile of the AWS files can be used. */
  profileFailure: AtmosEcrError | undefined;
  /** The atmos.yaml here; none if undefined. */
  yaml: string | undefined;
  /** The `/project/atmos.yaml` that pins name, if it is another one than that here; null for none. */
  pinnedYaml: string | null | undefined;

  constructor(
    { yaml, docker, pins = [], variables = { HOME: "/home/user" }, programs = [] }: StatusStart = {},
  ) {
    this.yaml = yaml;
    this.docker = new MemoryDockerConfigStore(docker === undefined ? undefined : JSON.stringify(docker));
    this.pins = new MemoryRegistryPins(pins);
    this.variables = variables;
    this.environment = environmentOf(variables, "/project");
    this.programs = new Map(
      programs.map((name) => [name, { path: `/bin/docker-credential-${name}`, own: name === "atmos-ecr" }]),
    );
  }

  get ports(): StatusPorts {
    const pinned = (): MemoryConfigurations => {
      const yaml = this.pinnedYaml === undefined ? this.yaml : this.pinnedYaml ?? undefined;
      return new MemoryConfigurations(yaml === undefined ? {} : { "atmos.yaml": yaml });
    };
    const resolver = pinResolver({
      open: () => ({ configurations: pinned(), inputs: () => undefined }),
      resolved: {
        find: () => Promise.resolve(undefined),
        isCurrent: () => Promise.resolve(false),
        keep: () => Promise.resolve(),
      },
    });
    const principals = new MemoryPrincipals().ports(this.environment);
    const { profileFailure } = this;
    return {
      ...principals,
      ...(profileFailure === undefined
        ? {}
        : { facts: { ...principals.facts, profile: () => Promise.reject(profileFailure) } }),
      resolver: () => Promise.resolve(resolver),
      docker: this.docker,
      pins: this.pins,
      former: NO_FORMER_PINS,
      tokens: this.tokens,
      sessions: this.sessions,
      ssoSessions: this.ssoSessions,
      clock: () => this.now,
      programs: { find: (name) => Promise.resolve(this.programs.get(name)) },
      authFiles: { read: (path) => Promise.resolve(this.authFiles.get(path)) },
      configurations: new MemoryConfigurations({
        ...this.files,
        ...(this.yaml === undefined ? {} : { "atmos.yaml": this.yaml }),
      }),
      configSelection: this.selection,
      pinned,
    };
  }

  /** What `status` finds. */
  status(...hosts: readonly string[]): Promise<DockerStatus> {
    return dockerStatus(hosts, this.ports);
  }

  /** Puts a token into the cache, as the helper would have for a pin. */
  async cacheToken(pin: RegistryPin, token: CachedToken, rest: Partial<CacheEntry> = {}): Promise<void> {
    const { key } = await resolveCacheKey(parseRegistry(pin.host), pin, this.ports);
    await this.tokens.write(key, { host: pin.host, label: pinLabel(pin), token, ...rest });
  }
}
