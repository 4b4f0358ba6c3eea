/** IAM users without access keys, who sign in at AWS' page. `tests/wiring/sign_in_test.ts` has what else a person may do. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { FakeSignIn } from "../fakes/sign_in/fake_sign_in.ts";
import { hasTerminals, type Terminal } from "../support/terminal.ts";
import { NotedBrowser, START_PAGE_REGEXP } from "./noted_browser.ts";
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
    return { AWS_ENDPOINT_URL_SIGNIN: this.signIn.url };
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
      const browser = await NotedBrowser.create(desk.world.sandbox);
      await using terminal = desk.terminal(["login", "dev/ecr"], { BROWSER: browser.command });
      match(await browser.page(), START_PAGE_REGEXP);
      await browser.go();
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
    const requests = desk.signIn.requests.length;
    const third = await desk.world.run(["login", "dev/ecr"], { env: desk.env });
    deepStrictEqual([third.code, desk.signIn.requests.length], [4, requests], third.stderr);
    match(third.stderr, /atmos-ecr auth login me/);
  },
});

Deno.test("webflow_enabled: false rejects --webflow", async () => {
  await using desk = await Desk.create(
    YAML.replace("default: true}", "default: true, credentials: {webflow_enabled: false}}"),
  );
  const { code, stderr } = await desk.world.run(["login", "dev/ecr", "--webflow"], { env: desk.env });
  strictEqual(code, 2);
  match(stderr, /webflow_enabled is false/);
});
