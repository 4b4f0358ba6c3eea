import { deepStrictEqual, match } from "node:assert/strict";
import { AtmosYamlFiles } from "../../src/adapters/config/atmos_yaml_files.ts";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import type { Client } from "../../src/app/library/client.ts";
import { dockerStatus, type RegistryStatus, type StatusPorts } from "../../src/app/docker/docker_status.ts";
import { explainRegistry } from "../../src/app/docker/explain_registry.ts";
import type { RegistrationPlan } from "../../src/app/docker/helper_registration.ts";
import { planInstall } from "../../src/app/docker/install_helper.ts";
import { planUninstall } from "../../src/app/docker/uninstall_helper.ts";
import { type HostSelection, installTargets } from "../../src/app/targets/install_targets.ts";
import type { SelectionPorts } from "../../src/app/targets/selection.ts";
import type { HelperDependencies } from "../../src/cli/command/dependencies.ts";
import { pinWarning } from "../../src/cli/output/explanations.ts";
import { trustPath } from "../../src/domain/files/app_directories.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { type AssignedAccount, identitiesOf } from "../../src/domain/sso/provisioned_identities.ts";
import type { Environment } from "../../src/ports/process.ts";
import { processHelperSide } from "../../src/wiring/cli_docker.ts";
import { processClient } from "../../src/wiring/library.ts";
import { sessionStores } from "../../src/wiring/session_stores.ts";
import { NO_SELECTION } from "../fakes/memory_configurations.ts";
import { NON_INTERACTIVE_PROMPTER } from "../fakes/scripted_prompter.ts";
import { getHere } from "./helper_calls.ts";
import { START_URL } from "../program/sso_world.ts";
import { HelperWorld, NOT_FOUND } from "../program/helper_world.ts";
import type { World } from "../program/world.ts";
import { environmentIn } from "../support/helper_home.ts";

/** Where a command is called. */
export interface Place {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The sandbox's project when absent. */
  readonly cwd?: string;
}

/** What to install, and where. */
export interface InstallPlace extends Place {
  readonly identity?: string | undefined;
  readonly awsProfile?: string;
  /** A profile of the configuration. */
  readonly profile?: string;
  readonly repin?: boolean;
}

/** The name by which Docker calls what is installed. */
const HELPER = "docker-credential-atmos-ecr";

const { signal } = new AbortController();

/**
 * A home, and an AWS, in which registries are pinned and served by the adapters of the program, in this process. The keys of a user are in
 * the environment, as in `HelperWorld`.
 */
export class PinnedHome implements AsyncDisposable {
  readonly test: HelperWorld;
  readonly world: World;

  private constructor(test: HelperWorld) {
    this.test = test;
    this.world = test.world;
  }

  /** @param atmosYaml As for {@linkcode World.create}. */
  static async create(atmosYaml?: string): Promise<PinnedHome> {
    return new PinnedHome(await HelperWorld.create(atmosYaml));
  }

  /** In a world that is there already. */
  static of(world: World): PinnedHome {
    return new PinnedHome(HelperWorld.of(world));
  }

  environment({ env, cwd }: Place = {}): Environment {
    const { aws, user, sandbox } = this.world;
    const variables = { ...this.world.environment(), ...aws.environment(user), ...env };
    return { ...environmentIn(sandbox, variables), ...(cwd === undefined ? {} : { cwd }) };
  }

  /** What commands of `docker` use. */
  side(place: Place = {}): HelperDependencies {
    return processHelperSide(this.environment(place), signal);
  }

  /** How commands find configurations and pins. */
  selection(place: Place = {}, profile?: string): SelectionPorts {
    const environment = this.environment(place);
    const trust = new TrustFile(trustPath(environment), { signal });
    const side = this.side(place);
    return {
      configurations: new AtmosYamlFiles(environment, { trust, signal }),
      configSelection: { ...NO_SELECTION, profiles: profile === undefined ? [] : [profile] },
      prompter: NON_INTERACTIVE_PROMPTER,
      identityVariable: undefined,
      pinnedTargets: () => Promise.resolve(side),
    };
  }

  /** Plans `docker install` of hosts; of the configured registries where there are none. */
  async plan(
    hosts: readonly string[],
    { identity, awsProfile, profile, repin = false, ...place }: InstallPlace = {},
  ): Promise<RegistrationPlan> {
    const selected: HostSelection = { hosts, identity, awsProfile, all: false };
    const { targets, loaded } = await installTargets(selected, this.selection(place, profile));
    const side = this.side(place);
    return await planInstall(targets, loaded, {
      ports: { ...side, docker: side.docker() },
      force: false,
      repin,
    });
  }

  /** Pins a host to an identity, or to that of its integration, as `docker install` does. Throws why it cannot. @returns Its notes. */
  async install(host: string, identity?: string, place: InstallPlace = {}): Promise<string> {
    const plan = await this.plan([host], { ...place, identity });
    for (const { error } of plan.registries) if (error !== undefined) throw error;
    await plan.apply();
    return plan.notes.join("\n");
  }

  /** Plans `docker uninstall` of hosts. */
  async planUninstall(hosts: readonly string[], place: Place = {}): Promise<RegistrationPlan> {
    const side = this.side(place);
    return await planUninstall({ hosts, all: hosts.length === 0 }, {
      docker: side.docker(),
      pins: side.pins,
      ...this.selection(place),
    });
  }

  /** Leaves the identities of `acme-sso` that a login has found. @returns The path of their file. */
  async provision(accounts: readonly AssignedAccount[]): Promise<string> {
    const center = { name: "acme-sso", startUrl: START_URL, region: "us-east-1", autoProvision: true };
    const { provisioned } = sessionStores({ environment: this.environment() });
    const identities = identitiesOf(accounts);
    await provisioned.write({ center, at: new Date(), accounts: accounts.length, identities });
    return await provisioned.find(center.name) ?? "";
  }

  /** The use cases of `token` and `login`, whose errors are thrown. */
  client(place: Place = {}): Client {
    return processClient({ environment: this.environment(place) });
  }

  /** Whom AWS issues the token to that `token` shows. */
  async tokenPrincipal(host: string, place: Place = {}): Promise<string | undefined> {
    const { password } = await this.client(place).getToken(host);
    return this.world.aws.describePassword(password)?.principal;
  }

  /** What `explain` warns of; undefined for nothing. */
  async warning(host: string, place: Place = {}): Promise<string | undefined> {
    return pinWarning(await explainRegistry(parseRegistry(host), this.#statusPorts(place)), NO_SELECTION);
  }

  /** What `status` shows of a registry. */
  async status(host: string, place: Place = {}): Promise<RegistryStatus | undefined> {
    return (await dockerStatus([host], this.#statusPorts(place))).registries[0];
  }

  #statusPorts(place: Place): StatusPorts {
    const side = this.side(place);
    const environment = this.environment(place);
    return {
      ...side,
      ...this.selection(place),
      ...sessionStores({ environment }),
      docker: side.docker(),
      authFiles: side.machine.authFiles,
      clock: () => new Date(),
    };
  }

  /** Whom the helper answers for; fails where it has no answer. */
  async principal(host: string, place: Place = {}): Promise<string | undefined> {
    const answer = await getHere(this.test, host, { ...place, name: HELPER });
    deepStrictEqual([answer.code, answer.stderr], [0, ""]);
    return this.test.principalOf(answer);
  }

  /** What the helper says instead of an answer: one line. */
  async refusal(host: string, place: Place = {}): Promise<string> {
    const { code, stdout, stderr } = await getHere(this.test, host, { ...place, name: HELPER });
    deepStrictEqual([code, stdout], [1, NOT_FOUND]);
    match(stderr, /^atmos-ecr: [^\n]+\n$/);
    return stderr;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
  }
}
