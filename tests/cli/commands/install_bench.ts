import { join } from "node:path";
import { HelperLinkFiles } from "../../../src/adapters/docker/helper_link_files.ts";
import { HelperProgramsOnPath } from "../../../src/adapters/docker/helper_programs_on_path.ts";
import type { OwnProgram } from "../../../src/adapters/docker/own_program.ts";
import type { AuthDependencies, HelperDependencies, Machine } from "../../../src/cli/command/dependencies.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import type { Prompter } from "../../../src/ports/terminal.ts";
import { type TempDirectory, tempDirectory } from "../../adapters/fs/temp_directory.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemoryPrincipals, NO_FORMER_PINS } from "../../fakes/memory_principals.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { MemorySsoSessions } from "../../fakes/memory_sso_sessions.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import { World } from "../../program/world.ts";
import { Bench } from "../../support/bench.ts";

/** The program that Docker runs. */
export const HELPER = "docker-credential-atmos-ecr";

const OWN: OwnProgram = { kind: "source", runtime: "/opt/deno", module: "/src/main.ts" };

/** What a command has left in {@linkcode InstallBench}. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What differs from the usual. */
interface InstallBenchOptions {
  /** Docker's configuration; none when absent. */
  readonly docker?: string;
  readonly yaml?: string;
  /** Whether there is no helper on the PATH. */
  readonly bare?: boolean;
}

/** `docker install` and `docker uninstall` of {@linkcode World.ATMOS_YAML} in memory; programs are files in `bin`, which is on the PATH. */
export class InstallBench implements AsyncDisposable {
  readonly docker: MemoryDockerConfigStore;
  readonly pins = new MemoryRegistryPins();
  readonly principals = new MemoryPrincipals();
  /** A directory on the PATH, which exists. */
  readonly bin: string;
  /** The home, with `.local/bin` on the PATH, which does not exist. */
  readonly home: string;
  /** Who is at the terminal; nobody by default. */
  prompter: Prompter = NON_INTERACTIVE_PROMPTER;
  /** Docker's directories of the commands, as typed; undefined where none was. */
  readonly directories: (string | undefined)[] = [];
  /** Variables; a test may change them. */
  readonly variables: Record<string, string>;
  readonly #directory: TempDirectory;
  readonly #yaml: string;

  private constructor(directory: TempDirectory, options: InstallBenchOptions) {
    const { docker, yaml = World.ATMOS_YAML } = options;
    this.#directory = directory;
    this.#yaml = yaml;
    this.docker = new MemoryDockerConfigStore(docker);
    this.bin = join(directory.path, "own bin");
    this.home = join(directory.path, "home");
    this.variables = { HOME: this.home, PATH: `${this.bin}:${this.localBin}` };
  }

  static async create(options: InstallBenchOptions = {}): Promise<InstallBench> {
    const bench = new InstallBench(await tempDirectory(), options);
    for (const directory of [bench.bin, bench.home]) Deno.mkdirSync(directory);
    // Nothing here runs it.
    if (options.bare !== true) Deno.writeTextFileSync(join(bench.bin, HELPER), "", { mode: 0o755 });
    return bench;
  }

  /** Where a user's own programs are. */
  get localBin(): string {
    return join(this.home, ".local/bin");
  }

  /** Runs `docker …` to its end. */
  async run(...args: readonly string[]): Promise<Ended> {
    const environment = {
      get: (name: string) => this.variables[name],
      cwd: "/project",
      os: "linux",
    } as const;
    const configurations = new MemoryConfigurations(this.#yaml === "" ? {} : { "atmos.yaml": this.#yaml }, {
      BUILDER_KEY: "AKIABUILDER",
      BUILDER_SECRET: "secret",
    });
    const machine: Partial<Machine> = { authFiles: { read: () => Promise.resolve(undefined) } };
    const helper: Partial<HelperDependencies> = {
      ...this.principals.ports(environment),
      docker: () => this.docker,
      pins: this.pins,
      former: NO_FORMER_PINS,
      programs: new HelperProgramsOnPath(environment, OWN),
      links: new HelperLinkFiles(OWN, environment),
      pinned: () => configurations,
      tokens: { read: () => Promise.resolve(undefined) },
      machine: machine as Machine,
    };
    const auth: Partial<AuthDependencies> = {
      sessions: new MemoryIdentitySessions(),
      ssoSessions: new MemorySsoSessions(),
    };
    const bench = new Bench({
      environment,
      prompter: this.prompter,
      configurations: () => configurations,
      helperDependencies: (directory) => {
        this.directories.push(directory);
        return Promise.resolve(helper as HelperDependencies);
      },
      authDependencies: () => Promise.resolve(auth as AuthDependencies),
    });
    const code = await bench.run("docker", ...args);
    return { code, out: bench.out, err: bench.err };
  }

  /** The `credHelpers` of Docker's configuration. */
  get helpers(): Readonly<Record<string, string>> {
    return JSON.parse(this.docker.text ?? "{}").credHelpers ?? {};
  }

  /** Which host is pinned to what: an identity, or another kind. */
  async pinned(): Promise<Readonly<Record<string, string>>> {
    const of = (pin: RegistryPin): string => pin.kind === "identity" ? pin.identity : pin.kind;
    return Object.fromEntries((await this.pins.all()).map((pin) => [pin.host, of(pin)]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#directory[Symbol.asyncDispose]();
  }
}
