import { join } from "node:path";
import { type FakeAws, type Keys, startFakeAws } from "../../fakes/aws/fake_aws.ts";
import { type ProgramResult, type RunOptions, Sandbox } from "../../support/sandbox.ts";
import { selfSigned } from "../../support/self_signed.ts";
import { DockerRegistry } from "./docker_registry.ts";
import { Gates, type Visit } from "./gates.ts";
import {
  API_HOSTS,
  DEV,
  DEV_DUAL_STACK_HOST,
  DEV_HOST,
  LOOKALIKE_HOST,
  OTHER_HOST,
  PROD,
  PROD_HOST,
  PUBLIC_HOST,
  REGISTRY_HOSTS,
} from "./host_names.ts";
import { type Destination, startTlsFront, type TlsFront } from "./tls_front.ts";

/** The account that people come from. */
const HUB = "111122223333";
const ROLE = "deploy";

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
      principal: {assume_role: "arn:aws:iam::${DEV}:role/${ROLE}"}
    prod:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::${PROD}:role/${ROLE}"}
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

/** Other names of registries. */
const ALIASES: Readonly<Record<string, string>> = {
  [DEV_DUAL_STACK_HOST]: DEV_HOST,
  [LOOKALIKE_HOST]: OTHER_HOST,
};

/** Ports of the registries behind the front, in a network where nobody else is. */
const FIRST_PORT = 5001;

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
  readonly #gates: Gates;
  readonly #registries: ReadonlyMap<string, DockerRegistry>;
  readonly #front: TlsFront;
  #keys: Keys | undefined;

  private constructor(parts: {
    readonly aws: FakeAws;
    readonly sandbox: Sandbox;
    readonly gates: Gates;
    readonly registries: ReadonlyMap<string, DockerRegistry>;
    readonly front: TlsFront;
  }) {
    this.aws = parts.aws;
    this.sandbox = parts.sandbox;
    this.#gates = parts.gates;
    this.#registries = parts.registries;
    this.#front = parts.front;
    this.builder = this.aws.user({ account: HUB, name: "builder" });
    for (const account of [DEV, PROD]) this.aws.role({ account, name: ROLE, trusts: [this.builder.arn] });
  }

  /** @param atmosYaml The configuration; dev, prod and public registries when absent. */
  static async create(atmosYaml: string = ATMOS_YAML): Promise<Lab> {
    const aws = await startFakeAws();
    const sandbox = await Sandbox.create({ "atmos.yaml": atmosYaml });
    const identity = await selfSigned(...REGISTRY_HOSTS, ...API_HOSTS);
    for (const folder of ["bin", "run", "registries"]) await Deno.mkdir(join(sandbox.root, folder));
    await Deno.writeTextFile(join(sandbox.root, "ca.pem"), identity.cert);
    const registries = new Map(
      await Promise.all(
        [DEV_HOST, PROD_HOST, PUBLIC_HOST, OTHER_HOST].map(async (
          host,
          index,
        ): Promise<[string, DockerRegistry]> => [
          host,
          await DockerRegistry.start(join(sandbox.root, "registries", host), FIRST_PORT + index),
        ]),
      ),
    );
    const gates = new Gates(aws);
    const destinations = new Map<string, Destination>([
      ...API_HOSTS.map((host): [string, Destination] => [host, { port: Number(new URL(aws.url).port) }]),
      ...REGISTRY_HOSTS.map((host): [string, Destination] => {
        return [host, { port: registries.get(ALIASES[host] ?? host)?.port ?? 0, answer: gates.of(host) }];
      }),
    ]);
    const front = await startTlsFront(identity, destinations);
    return new Lab({ aws, sandbox, gates, registries, front });
  }

  /** A directory that is first on the PATH. */
  get bin(): string {
    return join(this.sandbox.root, "bin");
  }

  /** Every request that came to a registry, in order of arrival. */
  get visits(): readonly Visit[] {
    return this.#gates.visits;
  }

  /** Leaves out of {@linkcode visits} what has been so far. */
  forgetVisits(): void {
    this.#gates.forgetVisits();
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
    const registry = this.#registries.get(host);
    if (registry === undefined) throw new RangeError(`No registry: ${host}`);
    return registry;
  }

  /** What the clients and the program find in their environment, besides a home. */
  environment(extra: RunOptions["env"] = {}): Record<string, string | undefined> {
    return {
      PATH: `${this.bin}:${Deno.env.get("PATH")}`,
      // For Go's programs, and for the SDKs.
      SSL_CERT_FILE: join(this.sandbox.root, "ca.pem"),
      AWS_CA_BUNDLE: join(this.sandbox.root, "ca.pem"),
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

  /** Runs any program to its end. */
  execute(commandLine: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return this.sandbox.execute(commandLine, { ...options, env: this.environment(options.env) });
  }

  /** Runs any program, which must succeed. */
  async demand(commandLine: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return succeeded(commandLine, await this.execute(commandLine, options));
  }

  /** Runs the program under test, which must succeed. */
  async atmosEcr(...args: readonly string[]): Promise<ProgramResult> {
    return succeeded(["atmos-ecr", ...args], await this.sandbox.run(args, { env: this.environment() }));
  }

  /** Puts the helper on the PATH, and wires it to nothing. */
  async linkHelper(): Promise<void> {
    await this.atmosEcr("docker", "install", "--link", this.bin, DEV_HOST);
    await this.atmosEcr("docker", "uninstall", DEV_HOST);
  }

  /** Writes a program on the PATH. */
  async addProgram(name: string, text: string): Promise<void> {
    await Deno.writeTextFile(join(this.bin, name), text, { mode: 0o755 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#front.close();
    for (const registry of this.#registries.values()) await registry[Symbol.asyncDispose]();
    await this.aws.close();
    await this.sandbox[Symbol.asyncDispose]();
  }
}

function succeeded(commandLine: readonly string[], result: ProgramResult): ProgramResult {
  if (result.code === 0) return result;
  throw new Error(
    `${commandLine.join(" ")} ended with exit code ${result.code}:\n${result.stdout}${result.stderr}`,
  );
}
