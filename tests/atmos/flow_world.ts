/** Replays a flow of commands that a real Atmos ran: the same tree, the same principals, one home. */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { type FakeAws, type MfaKeys, startFakeAws } from "../fakes/aws/fake_aws.ts";
import type { IdentityCenter } from "../fakes/aws/identity_center.ts";
import { programUnderTest, Sandbox } from "../support/sandbox.ts";
import { Terminal } from "../support/terminal.ts";

/** A command of a flow. */
export interface FlowStep {
  /** Its arguments, as this program has them. */
  readonly run: readonly string[];
  /** The exit code of Atmos; null where it hung. Absent where it did not run the command. */
  readonly atmos?: number | null;
  /** The exit code of this program, where Atmos did not run the command. */
  readonly ours?: number;
  /** What was typed on a terminal, prompt by prompt: texts, and names of keys. */
  readonly keys?: readonly (readonly string[])[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it logged in to IAM Identity Center, or refreshed a login. */
  readonly login?: "new" | "refresh";
  /** As whom ECR was asked, without names of sessions and the ends of permission sets' roles. */
  readonly tokens?: readonly string[];
}

/** A flow of `fixtures/atmos/flow_steps.json`. */
export interface Flow {
  readonly name: string;
  /** By path below the root: `work` is the working directory, `home` the home, `docker` Docker's directory. */
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Trust policies, by the ARN of a role; all others trust everybody. */
  readonly trust?: Readonly<Record<string, readonly string[]>>;
  readonly steps: readonly FlowStep[];
}

/** What a step came to: whether it succeeded, and as whom ECR was asked. */
export interface StepResult {
  readonly code: number;
  readonly stderr: string;
  readonly tokens: readonly string[];
}

const START_URL = "https://acme.awsapps.com/start";
/** The code of the MFA device, in the fixture. */
const CODE = "123456";
/** What an open question begins with on a terminal. */
const PROMPT = "◆";
const KEYS: Readonly<Record<string, string>> = {
  "Enter": "\r",
  "Space": " ",
  "Escape": "\u001b",
  "C-c": "\u0003",
};
const ROLE_REGEXP = /arn:aws:iam::(\d{12}):role\/([\w+=,.@-]+)/g;

/** The accounts and principals of the measurements, and a home for one flow. */
export class FlowWorld implements AsyncDisposable {
  readonly #aws: FakeAws;
  readonly #sandbox: Sandbox;
  readonly #center: IdentityCenter;
  /** What the fixture's keys are called here. */
  readonly #keys: ReadonlyMap<string, string>;
  readonly #flow: Flow;
  readonly #mfa: MfaKeys;

  private constructor(aws: FakeAws, sandbox: Sandbox, flow: Flow) {
    this.#aws = aws;
    this.#sandbox = sandbox;
    this.#flow = flow;
    this.#center = aws.identityCenter({ startUrl: START_URL, user: "alice" });
    this.#center.assign({ id: "111111111111", name: "dev" }, "Admin");
    this.#center.assign({ id: "111111111111", name: "dev" }, "ReadOnly");
    this.#center.assign({ id: "222222222222", name: "prod" }, "ReadOnly");
    const dev = aws.user({ account: "111111111111", name: "dev" });
    const mfa = aws.user({ account: "111111111111", name: "mfa", mfa: true });
    const ambient = aws.user({ account: "999999999999", name: "ambient" });
    const profile = aws.user({ account: "888888888888", name: "profile" });
    this.#mfa = mfa;
    this.#keys = new Map([
      ["AKIADEVUSER000000001", dev.accessKeyId],
      ["dev-user-secret-key", dev.secretAccessKey],
      ["AKIAMFAUSER000000001", mfa.accessKeyId],
      ["mfa-user-secret-key", mfa.secretAccessKey],
      ["AKIAAMBIENT000000001", ambient.accessKeyId],
      ["ambient-secret-key", ambient.secretAccessKey],
      ["AKIAPROFILE000000001", profile.accessKeyId],
      ["profile-secret-key", profile.secretAccessKey],
    ]);
  }

  /** Writes the tree of a flow, and makes the roles that it names. */
  static async create(flow: Flow): Promise<FlowWorld> {
    const world = new FlowWorld(await startFakeAws(), await Sandbox.create(), flow);
    const roles = new Set<string>();
    for (const [path, text] of Object.entries(flow.files)) {
      const file = join(world.#sandbox.root, path.replace(/^work\//, "project/"));
      await Deno.mkdir(dirname(file), { recursive: true });
      await Deno.writeTextFile(file, world.#translate(text));
      for (const [arn, account = "", name = ""] of text.matchAll(ROLE_REGEXP)) {
        if (roles.has(arn)) continue;
        roles.add(arn);
        const [, externalId] = /external_id: (\w+)/.exec(text) ?? [];
        world.#aws.role({
          account,
          name,
          trusts: flow.trust?.[arn] ?? ["*"],
          ...(externalId === undefined ? {} : { externalId }),
        });
      }
    }
    return world;
  }

  /** Runs a step, which this program does in place of Atmos, too. */
  async run(step: FlowStep): Promise<StepResult> {
    if (step.login !== undefined) await this.#leaveLogin(step.login);
    const before = this.#aws.requests.length;
    const args = step.run.map((arg) => this.#translate(arg));
    const env = {
      AWS_ENDPOINT_URL: this.#aws.url,
      DOCKER_CONFIG: join(this.#sandbox.root, "docker"),
      ...Object.fromEntries(
        Object.entries({ ...this.#flow.env, ...step.env }).map((
          [name, value],
        ) => [name, this.#translate(value)]),
      ),
    };
    const { code, stderr } = step.keys === undefined
      ? await this.#sandbox.run(args, { env })
      : await this.#runInTerminal(args, { env, keys: step.keys });
    const tokens = this.#aws.requests.slice(before)
      .filter(({ action, outcome }) => action === "GetAuthorizationToken" && outcome === "ok")
      .map(({ principal = "" }) => shortPrincipal(principal));
    return { code, stderr, tokens: [...new Set(tokens)].toSorted() };
  }

  /** Types what the flow has at each prompt that appears. */
  async #runInTerminal(
    args: readonly string[],
    { env, keys }: {
      readonly env: Readonly<Record<string, string>>;
      readonly keys: readonly (readonly string[])[];
    },
  ): Promise<{ readonly code: number; readonly stderr: string }> {
    await using terminal = new Terminal(this.#sandbox, {
      command: [...programUnderTest(), ...args],
      columns: 200,
      env,
    });
    for (const [index, group] of keys.entries()) {
      if (!await terminal.until(PROMPT, index + 1).then(() => true, () => false)) break;
      for (const key of group) await terminal.type(KEYS[key] ?? this.#translate(key));
    }
    return { code: await terminal.ended(), stderr: terminal.screen };
  }

  #translate(text: string): string {
    let result = text.replaceAll("{{root}}", this.#sandbox.root).replaceAll(
      "/srv/c/",
      `${this.#sandbox.root}/`,
    );
    for (const [theirs, ours] of this.#keys) result = result.replaceAll(theirs, ours);
    // A code is good once.
    return result === CODE ? this.#mfa.mfaCode() : result;
  }

  /** Leaves the login of IAM Identity Center that the step needs: it is not made in a browser here. */
  async #leaveLogin(login: "new" | "refresh"): Promise<void> {
    const { ATMOS_XDG_CACHE_HOME, XDG_CACHE_HOME = join(this.#sandbox.home, ".cache") } = this.#flow.env ??
      {};
    const cache = this.#translate(ATMOS_XDG_CACHE_HOME ?? XDG_CACHE_HOME);
    const name = createHash("sha1").update(`${START_URL}|us-east-1`).digest("hex");
    const path = join(cache, "atmos", "aws-sso", "sessions", `${name}.json`);
    await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const session = this.#center.issueSession({ lifeSeconds: login === "new" ? 3600 : -60 });
    await Deno.writeTextFile(path, JSON.stringify(session), { mode: 0o600 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#aws.close();
    await this.#sandbox[Symbol.asyncDispose]();
  }
}

function shortPrincipal(arn: string): string {
  return arn.replace(/^arn:aws:/, "").replace(/(:assumed-role\/[^/]+)\/.*/, "$1").replace(
    /_[0-9a-f]{16}$/,
    "",
  );
}
