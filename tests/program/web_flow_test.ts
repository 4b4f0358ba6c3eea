/** IAM users without access keys, who sign in at AWS' page. */
import { match, ok, strictEqual } from "node:assert/strict";
import { FakeSignIn } from "../fakes/sign_in/fake_sign_in.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { hasTerminals, type Terminal } from "../support/terminal.ts";
import { DEV, hostOf, World } from "./world.ts";

const ignore = !await hasTerminals();

const YAML = `auth:
  realm: acme
  identities:
    me: {kind: aws/user, default: true}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: me}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
`;

class Desk implements AsyncDisposable {
  readonly world: World;
  readonly signIn: FakeSignIn;

  constructor(world: World) {
    this.world = world;
    const role = world.aws.role({ account: DEV, name: "person", trusts: [] });
    this.signIn = new FakeSignIn(() => world.aws.session(role, { name: "alice" }));
  }

  static async create(yaml = YAML): Promise<Desk> {
    return new Desk(await World.create(yaml));
  }

  get env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_SIGNIN: this.signIn.url,
      BROWSER: `${Deno.execPath()} run --allow-net --no-check --quiet ${
        fromFileUrl("program/sso_browser.ts")
      } %s`,
    };
  }

  terminal(args: readonly string[], env: Record<string, string> = {}): Terminal {
    return this.world.terminal(args, { env: { ...this.env, ...env } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signIn[Symbol.asyncDispose]();
    await this.world[Symbol.asyncDispose]();
  }
}

Deno.test({
  name: "a user signs in once; later logins use the stored login, even without a terminal",
  ignore,
  fn: async () => {
    await using desk = await Desk.create();
    desk.signIn.wantsNonce = true;
    {
      await using terminal = desk.terminal(["login", "dev/ecr"]);
      strictEqual(await terminal.ended(), 0, terminal.screen);
    }
    strictEqual(await desk.world.principalOf(hostOf(DEV)), `arn:aws:sts::${DEV}:assumed-role/person/alice`);
    const files = await desk.world.sandbox.files();
    ok(files.includes("home/.cache/atmos/aws-webflow/me-acme/refresh.json"), files.join());
    const second = await desk.world.run(["auth", "login", "me"], { env: desk.env });
    strictEqual(second.code, 0, second.stderr);
    strictEqual(desk.signIn.requests.filter((request) => request === "GET /v1/authorize").length, 1);
    // What signs in without a person is a login, too.
    const logout = await desk.world.run(["auth", "logout", "me"], { env: desk.env });
    match(logout.stderr, /Removed the sign-in of me at AWS/);
    ok(!(await desk.world.sandbox.files()).some((file) => file.endsWith("refresh.json")));
    strictEqual((await desk.world.run(["login", "dev/ecr"], { env: desk.env })).code, 4);
  },
});

Deno.test({
  name: "a sign-in that is denied, and a code from another machine",
  ignore,
  fn: async (t) => {
    await using desk = await Desk.create();
    await t.step("denied", async () => {
      desk.signIn.person = "denies";
      await using terminal = desk.terminal(["login", "dev/ecr"]);
      strictEqual(await terminal.ended(), 1, terminal.screen);
      match(terminal.screen, /SSO_DENIED/);
    });
    await t.step("a code", async () => {
      desk.signIn.person = "allows";
      await using terminal = desk.terminal(["login", "dev/ecr", "--device"]);
      await terminal.until("Code:");
      const url = /http:\/\/127\.0\.0\.1:\d+\/v1\/authorize\S+/.exec(terminal.screen)?.[0] ?? "";
      await (await fetch(url)).body?.cancel();
      await terminal.type(`${desk.signIn.shown[0]}\r`);
      strictEqual(await terminal.ended(), 0, terminal.screen);
      ok(!terminal.screen.includes(desk.signIn.shown[0] ?? ""));
    });
  },
});

Deno.test("without a terminal: exit 4 and the command to run, immediately", async () => {
  await using desk = await Desk.create();
  const { code, stderr } = await desk.world.run(["login", "dev/ecr"], { env: desk.env });
  strictEqual(code, 4);
  match(stderr, /atmos-ecr auth login me/);
  strictEqual(desk.signIn.requests.length, 0);
});

Deno.test("webflow_enabled: false requires keys, and rejects --webflow", async (t) => {
  await using desk = await Desk.create(
    YAML.replace("default: true}", "default: true, credentials: {webflow_enabled: false}}"),
  );
  await t.step("no keys", async () => {
    const { code, stderr } = await desk.world.run(["login", "dev/ecr"], { env: desk.env });
    strictEqual(code, 2);
    match(stderr, /no access key/);
  });
  await t.step("--webflow", async () => {
    const { code, stderr } = await desk.world.run(["login", "dev/ecr", "--webflow"], { env: desk.env });
    strictEqual(code, 2);
    match(stderr, /webflow_enabled is false/);
  });
});
