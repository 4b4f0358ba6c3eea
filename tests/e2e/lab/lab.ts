import { join } from "node:path";
import { type FakeAws, type Keys, startFakeAws } from "../../fakes/aws/fake_aws.ts";
import { type ProgramResult, programUnderTest, type RunOptions, Sandbox } from "../../support/sandbox.ts";
import type { DockerRegistry } from "./docker_registry.ts";
import type { Visit } from "./gates.ts";
import { DEV, DEV_HOST, PROD } from "./host_names.ts";
import { Servers } from "./servers.ts";
import { writeProgram } from "../../support/write_program.ts";

/** The account that people come from. */
const HUB = "111122223333";
const ROLE = "deploy";

/** The role in an account that the builder may take. */
export function roleArn(account: string): string {
  return `arn:aws:iam::${account}:role/${ROLE}`;
}

/** A user with a role in each of two accounts, and their registries. */
const ATMOS_YAML = `auth:
  identities:
    builder:
      kind: aws/user
      credentials:
        access_key_id: !env BUILDER_KEY
        secret_access_key: !env BUILDER_SECRET
    dev:
      kind: aws/assume-role
      default: true
      via: {identity: builder}
      principal: {assume_role: "${roleArn(DEV)}"}
    prod:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "${roleArn(PROD)}"}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
    prod/ecr:
      kind: aws/ecr
      via: {identity: prod}
      spec: {registry: {account_id: "${PROD}", region: eu-west-1}}
    public:
      kind: aws/ecr-public
      via: {identity: dev}
`;

/** The session of a role's name in a registry's book. */
export const DEV_SESSION: RegExp = new RegExp(`^arn:aws:sts::${DEV}:assumed-role/${ROLE}/`);
/** The same of {@linkcode PROD}. */
export const PROD_SESSION: RegExp = new RegExp(`^arn:aws:sts::${PROD}:assumed-role/${ROLE}/`);

/**
 * AWS under its own names, registries under theirs, and a home in which clients and the program under test meet them.
 *
 * Needs the network and the file systems that {@linkcode ../run.ts} makes.
 */
export class Lab implements AsyncDisposable {
  readonly aws: FakeAws;
  readonly sandbox: Sandbox;
  /** May take both roles. The program finds his keys by the names that `atmos.yaml` says. */
  readonly builder: Keys;
  readonly #servers: Servers;
  readonly #running: AsyncDisposableStack;
  #keys: Keys | undefined;

  private constructor(parts: {
    readonly aws: FakeAws;
    readonly sandbox: Sandbox;
    readonly servers: Servers;
    readonly running: AsyncDisposableStack;
  }) {
    this.aws = parts.aws;
    this.sandbox = parts.sandbox;
    this.#servers = parts.servers;
    this.#running = parts.running;
    this.builder = this.aws.user({ account: HUB, name: "builder" });
    for (const account of [DEV, PROD]) this.aws.role({ account, name: ROLE, trusts: [this.builder.arn] });
  }

  /** Starts the servers and makes the home. */
  static async create(): Promise<Lab> {
    await using starting = new AsyncDisposableStack();
    const sandbox = starting.use(await Sandbox.create({ "atmos.yaml": ATMOS_YAML }));
    const directory = (name: string): string => join(sandbox.root, name);
    for (const name of ["bin", "run", "servers"]) await Deno.mkdir(directory(name));
    const aws = starting.use(await startFakeAws());
    const servers = starting.use(await Servers.start(aws, directory("servers")));
    return new Lab({ aws, sandbox, servers, running: starting.move() });
  }

  /** A directory that is first on the PATH. */
  get bin(): string {
    return join(this.sandbox.root, "bin");
  }

  /** Every request that came to a registry, in order of arrival. */
  get visits(): readonly Visit[] {
    return this.#servers.gates.visits;
  }

  /** Leaves out of {@linkcode visits} what has been so far. */
  forgetVisits(): void {
    this.#servers.gates.forgetVisits();
  }

  /** Puts keys into the environment, under the names that every SDK looks for. */
  useKeys(keys: Keys): void {
    this.#keys = keys;
  }

  /** Has skopeo, podman and buildah ask a helper about every registry: their `credsStore`. */
  async configureContainers(helper: string): Promise<void> {
    const directory = join(this.sandbox.home, ".config", "containers");
    await Deno.mkdir(directory, { recursive: true });
    await Deno.writeTextFile(join(directory, "registries.conf"), `credential-helpers = ["${helper}"]\n`);
  }

  /** Whom a registry has let in. */
  guests(host: string): readonly string[] {
    const principals = this.visits
      .filter((visit) => visit.host === host && visit.verdict === "accepted")
      .map(({ principal }) => principal ?? "somebody");
    return [...new Set(principals)];
  }

  /** The registry behind a host, past its gate. */
  registry(host: string): DockerRegistry {
    return this.#servers.registry(host);
  }

  /** What the clients and the program find in their environment, besides a home. */
  environment(extra: RunOptions["env"] = {}): Record<string, string | undefined> {
    return {
      PATH: `${this.bin}:${Deno.env.get("PATH")}`,
      // For Go's programs, and for the SDKs.
      SSL_CERT_FILE: this.#servers.certificate,
      AWS_CA_BUNDLE: this.#servers.certificate,
      XDG_RUNTIME_DIR: join(this.sandbox.root, "run"),
      BUILDER_KEY: this.builder.accessKeyId,
      BUILDER_SECRET: this.builder.secretAccessKey,
      ...(this.#keys === undefined ? {} : {
        AWS_ACCESS_KEY_ID: this.#keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: this.#keys.secretAccessKey,
      }),
      ...extra,
    };
  }

  /** The whole environment, for a server that runs beside the clients. */
  definedEnvironment(): Record<string, string> {
    return this.sandbox.environment(this.environment());
  }

  /** Runs any program to its end. */
  execute(commandLine: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return this.sandbox.execute(commandLine, { ...options, env: this.environment(options.env) });
  }

  /** Runs any program, which must succeed. */
  async demand(commandLine: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return succeeded(commandLine, await this.execute(commandLine, options));
  }

  /** Runs the program under test, which must succeed. */
  atmosEcr(...args: readonly string[]): Promise<ProgramResult> {
    return this.demandProgram(args, {});
  }

  /** The same with other variables. */
  async demandProgram(args: readonly string[], env: RunOptions["env"]): Promise<ProgramResult> {
    return succeeded(["atmos-ecr", ...args], await this.sandbox.run(args, { env: this.environment(env) }));
  }

  /** Puts the helper on the PATH, and wires it to nothing. */
  async linkHelper(): Promise<void> {
    await this.atmosEcr("docker", "install", "--link", this.bin, DEV_HOST);
    await this.atmosEcr("docker", "uninstall", DEV_HOST);
  }

  /** Puts the program under test on the PATH, as `atmos-ecr`. */
  async addOwnProgram(): Promise<void> {
    const words = programUnderTest().map((word) => `'${word}'`);
    await this.addProgram("atmos-ecr", `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  }

  /** Writes a program on the PATH. */
  async addProgram(name: string, text: string): Promise<void> {
    await writeProgram(join(this.bin, name), text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#running.disposeAsync();
  }
}

function succeeded(commandLine: readonly string[], result: ProgramResult): ProgramResult {
  if (result.code === 0) return result;
  throw new Error(
    `${commandLine.join(" ")} exited with code ${result.code}:\n${result.stdout}${result.stderr}`,
  );
}
