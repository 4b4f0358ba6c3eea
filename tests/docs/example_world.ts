import { createHash } from "node:crypto";
import { join } from "node:path";
import { parse } from "yaml";
import { type FakeAws, type Keys, startFakeAws } from "../fakes/aws/fake_aws.ts";
import type { IdentityCenter } from "../fakes/aws/identity_center.ts";
import { type FakeActionsOidc, startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { Sandbox } from "../support/sandbox.ts";
import type { RunnerCall } from "./runner_call.ts";

/** What the documentation runs besides this program. */
const OTHER_PROGRAMS: readonly string[] = ["aws", "docker", "docker-credential-atmos-ecr"];

/** An `auth` section, as far as a world has to fit it. */
interface Section {
  readonly providers?: Readonly<Record<string, { readonly start_url?: string; readonly region?: string }>>;
  readonly identities?: Readonly<
    Record<string, {
      readonly kind: string;
      readonly principal?: {
        readonly name?: string;
        readonly assume_role?: string;
        readonly account?: { readonly id?: string; readonly name?: string };
      };
    }>
  >;
}

/** An AWS in which whatever a configuration names exists, and homes in which somebody is logged in to its providers. */
export class ExampleWorld implements AsyncDisposable {
  readonly aws: FakeAws;
  readonly #actions: FakeActionsOidc;
  readonly #user: Keys;
  /** By what is unlike in them. */
  readonly #sandboxes = new Map<string, Sandbox>();

  readonly #centers = new Map<string, IdentityCenter>();

  private constructor(aws: FakeAws, actions: FakeActionsOidc) {
    this.aws = aws;
    this.#actions = actions;
    this.#user = aws.user({ account: "111122223333", name: "me" });
  }

  static async create(): Promise<ExampleWorld> {
    return new ExampleWorld(await startFakeAws(), await startFakeActionsOidc());
  }

  /** A home for all examples of a page that go by a configuration. */
  async sandbox(page: string, config: string): Promise<Sandbox> {
    const key = `${page}\n${config}`;
    const known = this.#sandboxes.get(key);
    if (known !== undefined) return known;
    const files = { "atmos.yaml": config, "profiles/ci/auth.yaml": "auth: {realm: ci}\n" };
    const sandbox = await Sandbox.create(config === "" ? {} : files);
    this.#sandboxes.set(key, sandbox);
    await this.#populate(config, sandbox);
    await Deno.mkdir(join(sandbox.home, ".local", "bin"), { recursive: true });
    await Deno.mkdir(join(sandbox.home, ".aws"));
    const { accessKeyId, secretAccessKey } = this.#user;
    await Deno.writeTextFile(
      join(sandbox.home, ".aws", "credentials"),
      `[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const bin = join(sandbox.root, "bin");
    await Deno.mkdir(bin);
    for (const name of OTHER_PROGRAMS) {
      await Deno.writeTextFile(join(bin, name), "#!/bin/sh\n", { mode: 0o755 });
    }
    return sandbox;
  }

  /** A call as it is made in a home. */
  call(args: readonly string[], sandbox: Sandbox): RunnerCall {
    const { home, project } = sandbox;
    return {
      args: args.map((arg) => arg.replace(/^~/, home)),
      cwd: project,
      env: this.environment(sandbox),
    };
  }

  /** The variables in a home. */
  environment(sandbox: Sandbox): Record<string, string> {
    return sandbox.environment({
      ...this.aws.environment(this.#user),
      ...this.#actions.environment(),
      GITHUB_ENV: join(sandbox.home, "github_env"),
      PATH: [join(sandbox.home, ".local", "bin"), join(sandbox.root, "bin"), "/usr/bin", "/bin"].join(":"),
      SHELL: "/bin/sh",
      ...Object.fromEntries(["CI", "BUILDER", "MY"].flatMap((who) => [
        [`${who}_KEY`, this.#user.accessKeyId],
        [`${who}_SECRET`, this.#user.secretAccessKey],
      ])),
    });
  }

  /** Makes what a configuration names, and a session of each IAM Identity Center. */
  async #populate(config: string, sandbox: Sandbox): Promise<void> {
    const { providers = {}, identities = {} }: Section = parse(config, { logLevel: "silent" })?.auth ?? {};
    for (const { principal } of Object.values(identities)) {
      const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(principal?.assume_role ?? "") ?? [];
      if (account === undefined || name === undefined) continue;
      const { issuer } = this.#actions;
      const oidc = this.aws.oidcProvider({ account, issuer, audiences: ["sts.amazonaws.com"] });
      this.aws.role({ account, name, trusts: ["*", oidc] });
    }
    for (const { start_url: startUrl, region = "us-east-1" } of Object.values(providers)) {
      if (startUrl === undefined) continue;
      const center = this.#centers.get(startUrl) ?? this.aws.identityCenter({ startUrl, region });
      this.#centers.set(startUrl, center);
      for (const { kind, principal: { name = "", account = {} } = {} } of Object.values(identities)) {
        const { id = "222233334444", name: accountName = id } = account;
        if (kind !== "aws/permission-set") continue;
        if (!center.assignments.some(({ account }) => account.id === id)) {
          center.assign({ id, name: accountName }, name);
        }
      }
      const digest = createHash("sha1").update(`${startUrl}|${region}`).digest("hex");
      const sessions = join(sandbox.home, ".cache", "atmos", "aws-sso", "sessions");
      await Deno.mkdir(sessions, { recursive: true, mode: 0o700 });
      await Deno.writeTextFile(join(sessions, `${digest}.json`), JSON.stringify(center.issueSession()), {
        mode: 0o600,
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.aws.close();
    await this.#actions[Symbol.asyncDispose]();
    for (const sandbox of this.#sandboxes.values()) await sandbox[Symbol.asyncDispose]();
  }
}
