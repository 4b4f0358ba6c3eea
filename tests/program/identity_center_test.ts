/** Logins to IAM Identity Center by the program itself, against AWS over HTTP; with a browser, or interrupted: `tests/wiring/sso_login_test.ts`. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { IdentityCenter } from "../fakes/aws/identity_center.ts";
import { hasTerminals, type Terminal } from "../support/terminal.ts";
import { NotedBrowser, START_PAGE_REGEXP } from "./noted_browser.ts";
import { leaveSsoSession, ssoSessionPath, START_URL, writeSsoSession } from "./sso_world.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

const ignore = !await hasTerminals();

const YAML = `auth:
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: ${START_URL}, region: us-east-1}
    broken: {kind: aws/iam-identity-center, start_url: 7, region: nowhere}
  identities:
    dev-admin:
      kind: aws/permission-set
      default: true
      via: {provider: acme-sso}
      principal: {name: Admin, account: {name: dev}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev-admin}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`;

/** A world in which somebody has a permission set in the account of the registry. */
class SsoWorld implements AsyncDisposable {
  readonly world: World;
  readonly center: IdentityCenter;
  /** The file of the session. */
  readonly session: string;

  private constructor(world: World) {
    this.world = world;
    this.center = world.aws.identityCenter({ startUrl: START_URL });
    this.center.intervalSeconds = 0.05;
    this.center.assign({ id: DEV, name: "dev" }, "Admin");
    this.session = ssoSessionPath(world);
  }

  static async create(): Promise<SsoWorld> {
    return new SsoWorld(await World.create(YAML));
  }

  /** Leaves a session as Atmos would. @returns Its access token. */
  atmosLoggedIn(): Promise<string> {
    return leaveSsoSession(this.world, this.center);
  }

  /** What AWS was asked, in order. */
  get asked(): readonly string[] {
    return this.world.aws.requests.map(({ action }) => action);
  }

  /** A terminal with the program in it, wide enough for an address. */
  terminal(args: readonly string[], env: Record<string, string> = {}): Terminal {
    return this.world.terminal(args, { columns: 1000, env });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.world[Symbol.asyncDispose]();
  }
}

Deno.test("with Atmos' session, login does not prompt and only makes necessary calls", async () => {
  await using sso = await SsoWorld.create();
  const accessToken = await sso.atmosLoggedIn();
  const before = await Deno.readTextFile(sso.session);
  const { code, stdout, stderr } = await sso.world.run(["login"]);
  deepStrictEqual([code, stdout], [0, ""], stderr);
  deepStrictEqual(sso.asked, ["ListAccounts", "GetRoleCredentials", "GetAuthorizationToken"]);
  match(
    await sso.world.principalOf(hostOf(DEV)) ?? "",
    /assumed-role\/AWSReservedSSO_Admin_\w+\/alice@example\.com$/,
  );
  strictEqual(await Deno.readTextFile(sso.session), before);
  ok(!stderr.includes(accessToken));
});

Deno.test("without a terminal, a login is required first: exit 4, and the command to run", async () => {
  await using sso = await SsoWorld.create();
  await writeSsoSession(sso.world, "{");
  const { project, home } = sso.world.sandbox;
  const { code, stdout, stderr } = await sso.world.run(["-C", project, "auth", "login"], { cwd: home });
  deepStrictEqual([code, stdout], [4, ""], stderr);
  match(stderr, /Ignoring the session in ".+\.json": it is corrupted/);
  match(stderr, /there is no session, and no interactive terminal is available/);
  match(
    stderr,
    new RegExp(`Run \`atmos-ecr auth login --provider acme-sso --chdir ${project}\` in a terminal`),
  );
  deepStrictEqual(sso.asked, []);
});

Deno.test({
  name: "a person logs in with a code, and nothing in the browser's arguments is of use to another user",
  ignore,
  fn: async () => {
    await using sso = await SsoWorld.create();
    sso.center.person = "waits";
    const browser = await NotedBrowser.create(sso.world.sandbox);
    await using terminal = sso.terminal(["auth", "login", "--device"], { BROWSER: browser.command });
    await terminal.until("check that it shows this code:");
    const [userCode = ""] = sso.center.userCodes;
    await terminal.until(`\n  ${userCode}`);
    ok(terminal.screen.includes(`${START_URL}/#/device?user_code=${userCode}`), terminal.screen);
    match(await browser.page(), START_PAGE_REGEXP);
    strictEqual(sso.center.approve(userCode), 1);
    strictEqual(await terminal.ended(), 0, terminal.screen);
    const { accessToken } = JSON.parse(await Deno.readTextFile(sso.session));
    ok(typeof accessToken === "string" && !terminal.screen.includes(accessToken));
    match(await sso.world.principalOf(hostOf(DEV)) ?? "", /AWSReservedSSO_Admin_/);
  },
});

Deno.test("identities found by a login can be used immediately and not before it, with lower precedence than the configuration", async () => {
  await using sso = await SsoWorld.create();
  await sso.world.sandbox.write(
    "atmos.yaml",
    YAML.replace("region: us-east-1}", "region: us-east-1, auto_provision_identities: true}") +
      `    found/ecr: {kind: aws/ecr, via: {identity: prod/Pull}, spec: {registry: {account_id: "${PROD}", region: us-east-1}}}\n`,
  );
  sso.center.assign({ id: PROD, name: "prod" }, "Pull");
  await sso.atmosLoggedIn();
  strictEqual((await sso.world.run(["login", "found/ecr"])).code, 2);
  const { code, stderr } = await sso.world.run(["auth", "login"]);
  strictEqual(code, 0, stderr);
  const found = await sso.world.run(["login", "found/ecr"]);
  deepStrictEqual([found.code, found.stderr.includes("warning")], [0, false], found.stderr);
  match(await sso.world.principalOf(hostOf(PROD)) ?? "", /AWSReservedSSO_Pull_/);
});
