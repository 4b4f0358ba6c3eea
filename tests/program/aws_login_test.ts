/** The session of `aws login`, which the AWS CLI keeps in its cache: it is renewed with a proof of possession, and kept there. */
import { match, ok, strictEqual } from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { FakeSignIn } from "../fakes/sign_in/fake_sign_in.ts";
import { serve } from "../adapters/aws/answering_service.ts";
import { DEV, hostOf, HUB, World } from "./world.ts";

const HOST = hostOf(DEV);
const SESSION = `arn:aws:iam::${HUB}:user/builder`;
const CLIENT = "arn:aws:signin:::devtools/same-device";

/** A home with a login of the AWS CLI, whose keys are those of the role of {@linkcode World}. */
class LoggedIn implements AsyncDisposable {
  readonly world: World;
  readonly signIn: FakeSignIn;

  private constructor(world: World) {
    this.world = world;
    this.signIn = new FakeSignIn(() => world.aws.session(world.role, { name: "renewed" }));
  }

  /** @param lifeSeconds What is left of the keys. */
  static async create(lifeSeconds: number): Promise<LoggedIn> {
    const place = new LoggedIn(await World.create(""));
    const { world, signIn } = place;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { accessKeyId, secretAccessKey, sessionToken } = world.aws.session(world.role, {
      name: "first",
      lifeSeconds: 3600,
    });
    await Deno.mkdir(join(world.sandbox.home, ".aws", "login", "cache"), { recursive: true });
    await Deno.writeTextFile(
      join(world.sandbox.home, ".aws", "config"),
      `[profile me]\nlogin_session = ${SESSION}\n`,
    );
    await Deno.writeTextFile(
      place.cache,
      JSON.stringify({
        accessToken: {
          accessKeyId,
          secretAccessKey,
          sessionToken,
          accountId: DEV,
          expiresAt: new Date(Date.now() + lifeSeconds * 1000).toISOString(),
        },
        tokenType: "aws_sigv4",
        clientId: CLIENT,
        refreshToken: signIn.issueRefreshToken(CLIENT, publicKey),
        dpopKey: privateKey.export({ format: "pem", type: "sec1" }),
      }),
      { mode: 0o600 },
    );
    return place;
  }

  get cache(): string {
    const name = createHash("sha256").update(SESSION).digest("hex");
    return join(this.world.sandbox.home, ".aws", "login", "cache", `${name}.json`);
  }

  run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = { AWS_ENDPOINT_URL_SIGNIN: this.signIn.url },
  ): ReturnType<World["run"]> {
    return this.world.run(args, { env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signIn[Symbol.asyncDispose]();
    await this.world[Symbol.asyncDispose]();
  }
}

Deno.test("a login of the AWS CLI that has life left is used, and nothing is renewed", async () => {
  await using place = await LoggedIn.create(3600);
  const { code, stdout, stderr } = await place.run(["token", HOST, "--aws-profile", "me"]);
  strictEqual(code, 0, stderr);
  match(place.world.aws.describePassword(stdout.trim())?.principal ?? "", /\/first$/);
  strictEqual(place.signIn.requests.length, 0);
});

Deno.test("a login of the AWS CLI is read where the AWS CLI keeps it, never in the working directory", async (t) => {
  for (
    const [directory, failure] of [["", undefined], ["~/.aws/login/cache", undefined], [
      "~x",
      /another user's home/,
    ]] as const
  ) {
    await t.step(`AWS_LOGIN_CACHE_DIRECTORY=${directory}`, async () => {
      await using place = await LoggedIn.create(3600);
      const env = { AWS_LOGIN_CACHE_DIRECTORY: directory };
      const { code, stderr } = await place.run(["token", HOST, "--aws-profile", "me"], env);
      strictEqual(code, failure === undefined ? 0 : 4, stderr);
      if (failure !== undefined) match(stderr, failure);
    });
  }
});

for (const [name, lifeSeconds] of [["is about to end", 60], ["has ended", -60]] as const) {
  Deno.test(`a login of the AWS CLI that ${name} is renewed once, and stored for the AWS CLI`, async () => {
    await using place = await LoggedIn.create(lifeSeconds);
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await place.run(["token", HOST, "--aws-profile", "me"]);
      strictEqual(code, 0, stderr);
      match(place.world.aws.describePassword(stdout.trim())?.principal ?? "", /\/renewed$/);
    }
    strictEqual(place.signIn.requests.join(), "refresh_token");
    const kept = JSON.parse(await Deno.readTextFile(place.cache));
    ok(Date.parse(kept.accessToken.expiresAt) > Date.now() + 600_000);
    strictEqual(kept.clientId, CLIENT);
    if (Deno.build.os !== "windows") strictEqual(((await Deno.stat(place.cache)).mode ?? 0) & 0o777, 0o600);
  });
}

Deno.test("an expired login of the AWS CLI is reported, without secrets", async (t) => {
  await t.step("revoked", async () => {
    await using place = await LoggedIn.create(-60);
    place.signIn.isRevoked = true;
    const { code, stderr } = await place.run(["token", HOST, "--aws-profile", "me"]);
    strictEqual(code, 4, stderr);
    match(stderr, /login session has expired[^]*aws login[^]*LOGIN_REQUIRED/);
    const { refreshToken, accessToken } = JSON.parse(await Deno.readTextFile(place.cache));
    for (const secret of [refreshToken, accessToken.secretAccessKey]) ok(!stderr.includes(secret));
  });
  await t.step("a region that does not exist", async () => {
    await using place = await LoggedIn.create(-60);
    const region = { AWS_REGION: "eu-west-1 # Ireland" };
    const { code, stderr } = await place.run(["token", HOST, "--aws-profile", "me"], region);
    strictEqual(code, 2, stderr);
    match(stderr, /AWS_REGION: AWS has no region "eu-west-1 # Ireland"/);
  });
  await t.step("the service is down", async () => {
    await using place = await LoggedIn.create(-60);
    place.signIn.failure = 503;
    const { code, stderr } = await place.run(["token", HOST, "--aws-profile", "me"]);
    strictEqual(code, 3, stderr);
    match(stderr, /AWS_UNREACHABLE/);
  });
  for (
    const [what, answer] of [
      [
        "the page of a guest network",
        () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
      ],
      ["a page that is not found", () => new Response("<!doctype html>", { status: 404 })],
      ["a redirect", () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1:1/" } })],
      ["nothing", () => Response.json({})],
      ["odd values", () => Response.json({ accessToken: [5], expiresIn: "x", refreshToken: {} })],
    ] as const
  ) {
    await t.step(`the service answers with ${what}`, async () => {
      await using place = await LoggedIn.create(-60);
      await using other = serve(answer);
      const { code, stderr } = await place.run(["token", HOST, "--aws-profile", "me"], {
        AWS_ENDPOINT_URL_SIGNIN: other.url,
      });
      strictEqual(code, 1, stderr);
      match(stderr, /the response is (?:a redirect|not from AWS)[^]*AWS_RESPONSE_INVALID/);
    });
  }
  await t.step("the service is down, and a minute is left", async () => {
    await using place = await LoggedIn.create(60);
    place.signIn.failure = 503;
    const { code, stdout, stderr } = await place.run(["token", HOST, "--aws-profile", "me"]);
    strictEqual(code, 0, stderr);
    match(place.world.aws.describePassword(stdout.trim())?.principal ?? "", /\/first$/);
  });
});
