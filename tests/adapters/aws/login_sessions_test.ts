/** The session of `aws login`, which the AWS CLI keeps in its cache: it is renewed with a proof of possession, and kept there. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { FakeSignIn } from "../../fakes/sign_in/fake_sign_in.ts";
import { AmbientHome } from "./ambient_home.ts";
import type { AmbientOutput } from "./ambient_program.ts";
import { serve } from "./answering_service.ts";

const SESSION = "arn:aws:iam::111122223333:user/builder";
const CLIENT = "arn:aws:signin:::devtools/same-device";
const SECRETS = { secretAccessKey: "canary-secret", sessionToken: "session" };

/** A home with a login of the AWS CLI, and the service that renews it. */
class LoggedIn implements AsyncDisposable {
  readonly home: AmbientHome;
  readonly signIn: FakeSignIn;

  private constructor(home: AmbientHome) {
    this.home = home;
    this.signIn = new FakeSignIn(() => ({ ...SECRETS, accessKeyId: "ASIARENEWED", arn: "" }));
  }

  /** @param lifeSeconds What is left of the keys. */
  static async create(lifeSeconds: number): Promise<LoggedIn> {
    const place = new LoggedIn(
      await AmbientHome.open({ config: `[profile me]\nlogin_session = ${SESSION}\n` }),
    );
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const text = JSON.stringify({
      accessToken: {
        ...SECRETS,
        accessKeyId: "ASIAFIRST",
        accountId: "222233334444",
        expiresAt: new Date(Date.now() + lifeSeconds * 1000).toISOString(),
      },
      tokenType: "aws_sigv4",
      clientId: CLIENT,
      refreshToken: place.signIn.issueRefreshToken(CLIENT, publicKey),
      dpopKey: privateKey.export({ format: "pem", type: "sec1" }),
    });
    await Deno.chmod(await place.home.write(place.#cache, text), 0o600);
    return place;
  }

  get #cache(): string {
    return join(".aws", "login", "cache", `${createHash("sha256").update(SESSION).digest("hex")}.json`);
  }

  /** The file of the login. */
  get file(): string {
    return join(this.home.path, this.#cache);
  }

  resolve(variables: Readonly<Record<string, string>> = {}): Promise<AmbientOutput> {
    const all = { AWS_ENDPOINT_URL_SIGNIN: this.signIn.url, ...variables };
    return this.home.resolve(all, { deadlineMs: 15_000, profile: "me" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signIn[Symbol.asyncDispose]();
    await this.home[Symbol.asyncDispose]();
  }
}

Deno.test("a login of the AWS CLI is read where the AWS CLI keeps it, never in the working directory", async (t) => {
  await using place = await LoggedIn.create(3600);
  for (
    const [directory, failure] of [
      [undefined, undefined],
      ["", undefined],
      ["~/.aws/login/cache", undefined],
      ["~x", /another user's home/],
    ] as const
  ) {
    await t.step(`AWS_LOGIN_CACHE_DIRECTORY=${directory}`, async () => {
      const { accessKeyId, error } = await place.resolve(
        directory === undefined ? {} : { AWS_LOGIN_CACHE_DIRECTORY: directory },
      );
      if (failure === undefined) strictEqual(accessKeyId, "ASIAFIRST", error?.message);
      else {
        strictEqual(error?.code, "AWS_CREDENTIALS_MISSING");
        match(error.message, failure);
      }
      // It has life left.
      strictEqual(place.signIn.requests.length, 0);
    });
  }
});

for (const [name, lifeSeconds] of [["is about to end", 60], ["has ended", -60]] as const) {
  Deno.test(`a login of the AWS CLI that ${name} is renewed once, and stored for the AWS CLI`, async () => {
    await using place = await LoggedIn.create(lifeSeconds);
    for (let time = 0; time < 2; time++) {
      const { accessKeyId, error } = await place.resolve();
      strictEqual(accessKeyId, "ASIARENEWED", error?.message);
    }
    deepStrictEqual(place.signIn.requests, ["refresh_token"]);
    const kept = JSON.parse(await Deno.readTextFile(place.file));
    ok(Date.parse(kept.accessToken.expiresAt) > Date.now() + 600_000);
    strictEqual(kept.clientId, CLIENT);
    if (Deno.build.os !== "windows") strictEqual(((await Deno.stat(place.file)).mode ?? 0) & 0o777, 0o600);
  });
}

const PAGE = "<!doctype html>";

/** Answers that are no answers of the service. */
const ANSWERS: Readonly<Record<string, () => Response>> = {
  "the page of a guest network": () => new Response(PAGE, { headers: { "content-type": "text/html" } }),
  "a page that is not found": () => new Response(PAGE, { status: 404 }),
  "a redirect": () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1:1/" } }),
  "nothing": () => Response.json({}),
  "odd values": () => Response.json({ accessToken: [5], expiresIn: "x", refreshToken: {} }),
};

Deno.test("an expired login of the AWS CLI is reported, without secrets", async (t) => {
  await using place = await LoggedIn.create(-60);
  const { signIn } = place;
  const { refreshToken } = JSON.parse(await Deno.readTextFile(place.file));
  const reports = async (
    name: string,
    code: string,
    says: RegExp,
    variables?: Readonly<Record<string, string>>,
  ): Promise<void> => {
    await t.step(name, async () => {
      const { error } = await place.resolve(variables);
      const said = `${error?.message}\n${error?.hint}`;
      strictEqual(error?.code, code, said);
      match(said, says);
      for (const secret of [refreshToken, SECRETS.secretAccessKey]) ok(!said.includes(secret));
    });
  };
  await reports(
    "a region that does not exist",
    "AWS_PROFILE_INVALID",
    /AWS_REGION: AWS has no region "eu-west-1 # Ireland"/,
    {
      AWS_REGION: "eu-west-1 # Ireland",
    },
  );
  for (const [what, answer] of Object.entries(ANSWERS)) {
    await using other = serve(answer);
    const variables = { AWS_ENDPOINT_URL_SIGNIN: other.url };
    const says = /the response is (?:a redirect|not from AWS)/;
    await reports(`the service answers with ${what}`, "AWS_RESPONSE_INVALID", says, variables);
  }
  signIn.failure = 503;
  await reports("the service is down", "AWS_UNREACHABLE", /HTTP 503/);
  signIn.failure = undefined;
  signIn.isRevoked = true;
  await reports("revoked", "LOGIN_REQUIRED", /login session has expired[^]*aws login/);
});

Deno.test("a login of the AWS CLI that cannot be renewed is used while it lasts", async () => {
  await using place = await LoggedIn.create(60);
  place.signIn.failure = 503;
  const { accessKeyId, error } = await place.resolve();
  strictEqual(accessKeyId, "ASIAFIRST", error?.message);
});
