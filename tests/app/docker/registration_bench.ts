import { ok } from "node:assert/strict";
import { planInstall } from "../../../src/app/docker/install_helper.ts";
import { installTargets } from "../../../src/app/targets/install_targets.ts";
import { planUninstall } from "../../../src/app/docker/uninstall_helper.ts";
import type { Environment } from "../../../src/ports/process.ts";
import type { RegistrationPlan } from "../../../src/app/docker/helper_registration.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { MemoryPrincipals } from "../../fakes/memory_principals.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import type { Prompter } from "../../../src/ports/terminal.ts";
import { environmentOf, HOST } from "../../support/helper_fixtures.ts";

const YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`;
export const WIRED = JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } });

/** How to install. */
interface BenchOptions {
  readonly force?: boolean;
  readonly repin?: boolean;
  readonly pinOnly?: boolean;
  readonly prompter?: Prompter;
}

/** An installation in memory. */
export class Bench {
  readonly environment: Environment;
  readonly principals = new MemoryPrincipals();
  readonly docker: MemoryDockerConfigStore;
  readonly pins = new MemoryRegistryPins();
  readonly configurations: MemoryConfigurations;

  /** @param text Docker's configuration; none when absent. */
  constructor(text?: string, variables: Readonly<Record<string, string>> = {}, yaml = YAML) {
    this.configurations = new MemoryConfigurations({ "atmos.yaml": yaml });
    this.environment = environmentOf({ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", ...variables }, "/project");
    this.docker = new MemoryDockerConfigStore(text);
  }

  async install(hosts: readonly string[] = [], options: BenchOptions = {}): Promise<RegistrationPlan> {
    const { force = false, repin = false, pinOnly = false, prompter } = options;
    const { targets, loaded } = await installTargets({ hosts, all: false }, {
      configurations: this.configurations,
      configSelection: NO_SELECTION,
      prompter: NON_INTERACTIVE_PROMPTER,
      identityVariable: undefined,
    });
    ok(loaded !== undefined);
    return await planInstall(targets, loaded, {
      ports: {
        ...this.principals.ports(this.environment),
        docker: this.docker,
        pins: this.pins,
        pinned: () => this.configurations,
      },
      force,
      repin,
      pinOnly,
      prompter,
    });
  }

  uninstall(hosts: readonly string[], all = false): Promise<RegistrationPlan> {
    return planUninstall({ hosts, all }, {
      docker: this.docker,
      pins: this.pins,
      configurations: this.configurations,
      configSelection: NO_SELECTION,
    });
  }
}

/** What the helper would use for the registry once a plan was carried out. */
export async function installed(bench: Bench, plan: RegistrationPlan): Promise<string | undefined> {
  await plan.apply();
  const [written] = await bench.pins.all();
  return written?.kind === "identity" ? written.identity : written?.kind;
}
