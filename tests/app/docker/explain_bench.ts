import { FilePrincipalFacts } from "../../../src/adapters/aws/ambient/file_principal_facts.ts";
import { explainRegistry, type Explanation } from "../../../src/app/docker/explain_registry.ts";
import type { StatusPorts } from "../../../src/app/docker/docker_status.ts";
import { pinResolver } from "../../../src/app/pins/resolve_pin.ts";
import type { IdentityPin } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import type { Environment } from "../../../src/ports/process.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { NO_FORMER_PINS } from "../../fakes/memory_principals.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { MemorySsoSessions } from "../../fakes/memory_sso_sessions.ts";
import { MemoryTokenCache } from "../../fakes/memory_token_cache.ts";
import { environmentOf, NOW, pin, type PinChanges } from "../../support/helper_fixtures.ts";

/** Two identities behind one user, each with a registry. */
export const YAML = `auth:
  identities:
    builder:
      kind: aws/user
      credentials: {access_key_id: AKIABUILDER, secret_access_key: canary-secret}
    dev-deploy:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}
    prod-deploy:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::333344445555:role/deploy"}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev-deploy}
      spec: {registry: {account_id: "222233334444", region: us-east-1}}
`;

/** A machine in memory, of which `explain` says where a registry gets its credentials. */
export class ExplainBench {
  readonly environment: Environment;
  readonly docker = new MemoryDockerConfigStore();
  readonly pins = new MemoryRegistryPins();
  readonly tokens = new MemoryTokenCache(() => NOW);
  /** The configuration of `/project`, which pins are made with, and the one of the working directory. */
  readonly #project: MemoryConfigurations;
  readonly #here: MemoryConfigurations;

  /**
   * @param text The `atmos.yaml` of `/project`.
   * @param isOutside Whether the working directory is another one.
   */
  constructor(
    { text = YAML, isOutside = false, variables = {} }: {
      readonly text?: string;
      readonly isOutside?: boolean;
      readonly variables?: Readonly<Record<string, string>>;
    } = {},
  ) {
    this.environment = environmentOf({ HOME: "/nonexistent", ...variables }, "/project");
    this.#project = new MemoryConfigurations({ "atmos.yaml": text });
    this.#here = isOutside ? new MemoryConfigurations({}) : this.#project;
  }

  /** A pin to an identity of the project's `atmos.yaml`. */
  pin(changes: PinChanges): IdentityPin {
    return pin({ files: ["/project/atmos.yaml"], ...changes });
  }

  /** What is examined. */
  ports(): StatusPorts {
    return {
      environment: this.environment,
      facts: new FilePrincipalFacts(this.environment),
      resolved: { find: () => Promise.resolve(undefined) },
      resolver: () =>
        Promise.resolve(pinResolver({
          open: () => ({ configurations: this.#project, inputs: () => undefined }),
          resolved: {
            find: () => Promise.resolve(undefined),
            isCurrent: () => Promise.resolve(false),
            keep: () => Promise.resolve(),
          },
        })),
      clock: () => NOW,
      docker: this.docker,
      pins: this.pins,
      former: NO_FORMER_PINS,
      tokens: this.tokens,
      configurations: this.#here,
      configSelection: NO_SELECTION,
      pinned: () => this.#project,
      programs: { find: () => Promise.resolve(undefined) },
      authFiles: { read: () => Promise.resolve(undefined) },
      sessions: new MemoryIdentitySessions(),
      ssoSessions: new MemorySsoSessions(),
    };
  }

  explain(host: string): Promise<Explanation> {
    return explainRegistry(parseRegistry(host), this.ports());
  }
}
