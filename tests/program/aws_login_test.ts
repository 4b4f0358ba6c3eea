/**
 * The session of `aws login`, which the AWS CLI keeps in its cache: it is renewed with a proof of possession, and kept there.
 * `tests/adapters/aws/login_sessions_test.ts` has everything that can happen to it.
 */
import { match, strictEqual } from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { FakeSignIn } from "../fakes/sign_in/fake_sign_in.ts";
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

  token(): ReturnType<World["run"]> {
    const env = { AWS_ENDPOINT_URL_SIGNIN: this.signIn.url };
    return this.world.run(["token", HOST, "--aws-profile", "me"], { env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signIn[Symbol.asyncDispose]();
    await this.world[Symbol.asyncDispose]();
  }
}

Deno.test("a login of the AWS CLI that has ended is renewed once, and stored for the AWS CLI", async () => {
  await using place = await LoggedIn.create(-60);
  for (let time = 0; time < 2; time++) {
    const { code, stdout, stderr } = await place.token();
    strictEqual(code, 0, stderr);
    match(place.world.aws.describePassword(stdout.trim())?.principal ?? "", /\/renewed$/);
  }
  strictEqual(place.signIn.requests.join(), "refresh_token");
  if (Deno.build.os !== "windows") strictEqual(((await Deno.stat(place.cache)).mode ?? 0) & 0o777, 0o600);
});
