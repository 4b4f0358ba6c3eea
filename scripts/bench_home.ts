/**
 * A home directory for the benchmarks, with a configuration of which every program that is compared can use a part, and a fake AWS.
 *
 * @module
 */
import { join } from "node:path";
import { type FakeAws, type Keys, startFakeAws } from "../tests/fakes/aws/fake_aws.ts";
import { baseVariables, type Variables } from "./bench_shared.ts";

/** The registry that is asked for. */
export const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
/** How far away AWS is in rows that say so. */
export const FAR_MS = 50;

/** What programs leave in a home directory. */
const CACHES = [".cache", ".config", ".docker", ".aws", ".local", ".ecr"];

/** A home directory and its AWS. Use it with `await using`. */
export class BenchHome implements AsyncDisposable {
  readonly path: string;
  readonly aws: FakeAws;
  /** Of the environment's credentials. */
  readonly user: Keys;
  /** A role that the user may assume. */
  readonly role: string;

  private constructor(path: string, aws: FakeAws) {
    this.path = path;
    this.aws = aws;
    this.user = aws.user({ account: "111122223333", name: "bench" });
    this.role = aws.role({ account: "222233334444", name: "one", trusts: [this.user.arn] }).arn;
    const two = aws.role({ account: "222233334444", name: "two", trusts: [this.role] }).arn;
    const { accessKeyId, secretAccessKey } = this.user;
    // Atmos logs in with keys in the configuration only after `auth login`, and with those of the environment at once.
    Deno.writeTextFileSync(
      join(path, "atmos.yaml"),
      `auth:
  identities:
    user: {kind: aws/user, credentials: {access_key_id: "${accessKeyId}", secret_access_key: "${secretAccessKey}"}}
    one: {kind: aws/assume-role, via: {identity: user}, principal: {assume_role: "${this.role}"}}
    two: {kind: aws/assume-role, via: {identity: one}, principal: {assume_role: "${two}"}}
    here: {kind: aws/ambient}
    first: {kind: aws/assume-role, via: {identity: here}, principal: {assume_role: "${this.role}"}}
    second: {kind: aws/assume-role, via: {identity: first}, principal: {assume_role: "${two}"}}
  integrations:
    x: {kind: aws/ecr, via: {identity: two}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
    y: {kind: aws/ecr, via: {identity: second}, spec: {registry: {account_id: "222233334444", region: eu-west-1}}}
`,
    );
    Deno.writeTextFileSync(join(path, "exit.js"), "Deno.exit(0)");
  }

  /** Makes one. */
  static async open(): Promise<BenchHome> {
    return new BenchHome(await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" }), await startFakeAws());
  }

  /** The variables of a run, with which every program finds the fake AWS and the user's keys. */
  get env(): Variables {
    return { ...baseVariables(this.path), ...this.aws.environment(this.user) };
  }

  /** A program that only exits. */
  get exit(): string {
    return join(this.path, "exit.js");
  }

  /** Removes what programs have left here. */
  async forget(names: readonly string[] = CACHES): Promise<void> {
    await Promise.all(
      names.map((name) => Deno.remove(join(this.path, name), { recursive: true }).catch(() => undefined)),
    );
  }

  /** Puts AWS at a distance, until the result is disposed of. */
  far(ms: number): Disposable {
    const fault = ms === 0 ? undefined : this.aws.faults.add({ effect: { kind: "delay", ms } });
    return { [Symbol.dispose]: () => fault?.remove() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.aws.close();
    await Deno.remove(this.path, { recursive: true });
  }
}
