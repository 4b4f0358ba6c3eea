import { type FakeAws, type Keys, startFakeAws } from "../fakes/aws/fake_aws.ts";
import type { Role } from "../fakes/aws/principals.ts";
import { type ProgramResult, programUnderTest, type RunOptions, Sandbox } from "../support/sandbox.ts";
import { Terminal, type TerminalOptions } from "../support/terminal.ts";

/** The account that the tests log in from. */
export const HUB = "111122223333";
/** An account that roles lead to. */
export const DEV = "222233334444";
/** Another one. */
export const PROD = "333344445555";

/** The host of an account's registry. */
export function hostOf(account: string, region = "us-east-1"): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

/** An AWS, and a home from which the program reaches it. */
export class World implements AsyncDisposable {
  readonly aws: FakeAws;
  readonly sandbox: Sandbox;
  /** A user of {@linkcode HUB} who may take the roles. */
  readonly user: Keys;
  /** The role of `dev-deploy`. */
  readonly role: Role;

  private constructor(aws: FakeAws, sandbox: Sandbox) {
    this.aws = aws;
    this.sandbox = sandbox;
    this.user = aws.user({ account: HUB, name: "builder" });
    this.role = aws.role({ account: DEV, name: "deploy", trusts: [this.user.arn] });
    aws.role({ account: PROD, name: "deploy", trusts: [this.user.arn], externalId: "acme" });
  }

  /** @param atmosYaml The configuration; {@linkcode World.ATMOS_YAML} when absent. */
  static async create(atmosYaml: string = World.ATMOS_YAML): Promise<World> {
    return new World(
      await startFakeAws(),
      await Sandbox.create(atmosYaml === "" ? {} : { "atmos.yaml": atmosYaml }),
    );
  }

  /** A user with two roles in two accounts, and their registries. The keys come from the environment by other names. */
  static readonly ATMOS_YAML = `auth:
  identities:
    builder:
      kind: aws/user
      credentials:
        access_key_id: !env BUILDER_KEY
        secret_access_key: !env BUILDER_SECRET
    dev-deploy:
      kind: aws/assume-role
      default: true
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::${DEV}:role/deploy"}
    prod-deploy:
      kind: aws/assume-role
      via: {identity: builder}
      principal:
        assume_role: arn:aws:iam::${PROD}:role/deploy
        external_id: acme
        region: eu-west-1
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev-deploy}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
    dev/ecr/eu:
      kind: aws/ecr
      via: {identity: dev-deploy}
      spec: {auto_provision: false, registry: {account_id: "${DEV}", region: eu-west-1}}
    Prod/ECR:
      kind: aws/ecr
      via: {identity: prod-deploy}
      spec: {registry: {account_id: "${PROD}", region: eu-west-1}}
    public:
      kind: aws/ecr-public
      via: {identity: dev-deploy}
    cluster:
      kind: aws/eks
      via: {identity: dev-deploy}
`;

  /** The way to AWS and the builder's keys, as variables. */
  environment(): Record<string, string> {
    return {
      ...this.aws.environment(),
      BUILDER_KEY: this.user.accessKeyId,
      BUILDER_SECRET: this.user.secretAccessKey,
    };
  }

  /** Runs the program with the way to AWS and the builder's keys in the environment. */
  run(args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return this.sandbox.run(args, { ...options, env: { ...this.environment(), ...options.env } });
  }

  /** Starts the program as {@linkcode World.run} does, without waiting for its end. */
  spawn(args: readonly string[]): Deno.ChildProcess {
    const [command = "", ...prefix] = programUnderTest();
    return new Deno.Command(command, {
      args: [...prefix, ...args],
      cwd: this.sandbox.project,
      clearEnv: true,
      env: this.sandbox.environment(this.environment()),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs the program in a terminal, with the same environment; wide, so that no line is broken. */
  terminal(args: readonly string[], options: Omit<TerminalOptions, "command"> = {}): Terminal {
    return new Terminal(this.sandbox, {
      command: [...programUnderTest(), ...args],
      ...options,
      columns: options.columns ?? 200,
      env: { ...this.environment(), ...options.env },
    });
  }

  /** The file of sessions below a root: by default of the roles that the user takes. */
  async credentialsFile(root = "builder"): Promise<string> {
    return await Deno.readTextFile(await this.#credentialsPath(root));
  }

  async #credentialsPath(root: string): Promise<string> {
    const paths = (await this.sandbox.files()).filter((path) => path.endsWith(`/${root}/credentials`));
    const [path, ...others] = paths;
    if (path === undefined || others.length > 0) {
      throw new Error(`One file of sessions, not: ${paths.join(", ")}`);
    }
    return `${this.sandbox.root}/${path}`;
  }

  /** The password that Docker's configuration holds for a host; undefined where there is none. */
  async password(host: string): Promise<string | undefined> {
    const config: { auths?: Record<string, { auth?: string }> } = JSON.parse(
      await this.sandbox.readDockerConfig() ?? "{}",
    );
    const auth = config.auths?.[host]?.auth;
    return auth === undefined ? undefined : atob(auth).replace(/^AWS:/, "");
  }

  /** Who the login of a host was made for, as the ARN of a session or user; undefined where there is none. */
  async principalOf(host: string): Promise<string | undefined> {
    const password = await this.password(host);
    return password === undefined ? undefined : this.aws.describePassword(password)?.principal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.aws.close();
    await this.sandbox[Symbol.asyncDispose]();
  }
}
