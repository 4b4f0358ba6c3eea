import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { HttpSignIn } from "../../../../src/adapters/aws/calls/http_sign_in.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import {
  CROSS_DEVICE_CLIENT,
  SAME_DEVICE_CLIENT,
  signInUrl,
} from "../../../../src/domain/sign_in/sign_in.ts";
import type { SignInGrant } from "../../../../src/ports/browser.ts";
import { FakeSignIn } from "../../../fakes/sign_in/fake_sign_in.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

const KEYS = { accessKeyId: "ASIA1", secretAccessKey: "secret", sessionToken: "session", arn: "" };
const VERIFIER = "v".repeat(43);
const REDIRECT = "http://127.0.0.1:49152/oauth/callback";
const options = { region: "eu-west-1", signal: new AbortController().signal };

function service(fake: FakeSignIn): HttpSignIn {
  return new HttpSignIn({
    environment: new FixedEnvironment({ AWS_ENDPOINT_URL_SIGNIN: fake.url }),
    clock: () => new Date(),
  });
}

async function codeGrant(
  fake: FakeSignIn,
  over: Partial<Extract<SignInGrant, { kind: "code" }>> = {},
): Promise<SignInGrant> {
  const challenge = createHash("sha256").update(VERIFIER).digest("base64url");
  const url = signInUrl({
    origin: fake.url,
    clientId: SAME_DEVICE_CLIENT,
    redirectUri: REDIRECT,
    state: "s".repeat(20),
    challenge,
  });
  const { headers } = await fetch(url, { redirect: "manual" });
  const code = new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
  return {
    kind: "code",
    clientId: SAME_DEVICE_CLIENT,
    code: new Secret(code),
    verifier: new Secret(VERIFIER),
    redirectUri: REDIRECT,
    ...over,
  };
}

Deno.test("a code gives credentials, and a refresh token that gives others", async (t) => {
  for (const wantsNonce of [false, true]) {
    await t.step(wantsNonce ? "with a nonce" : "without a nonce", async () => {
      await using fake = new FakeSignIn(() => KEYS);
      fake.wantsNonce = wantsNonce;
      const sut = service(fake);
      const key = await sut.createKey();
      const first = await sut.createToken(await codeGrant(fake), key, options);
      ok(first.kind === "tokens");
      strictEqual(first.tokens.credentials.secretAccessKey.expose(), "secret");
      strictEqual(first.tokens.credentials.region, "eu-west-1");
      const left = (first.tokens.credentials.expiresAt?.getTime() ?? 0) - Date.now();
      ok(left > 890_000 && left <= 900_000);
      const refresh = {
        kind: "refresh",
        clientId: SAME_DEVICE_CLIENT,
        refreshToken: first.tokens.refreshToken,
      } as const;
      const second = await sut.createToken(refresh, key, options);
      ok(second.kind === "tokens");
      strictEqual((await sut.createToken(refresh, key, options)).kind, "refused");
    });
  }
});

Deno.test("what the service refuses", async (t) => {
  await using fake = new FakeSignIn(() => KEYS);
  const sut = service(fake);
  const key = await sut.createKey();
  const refused = async (name: string, grant: SignInGrant, dpopKey = key): Promise<void> => {
    await t.step(
      name,
      async () => strictEqual((await sut.createToken(grant, dpopKey, options)).kind, "refused"),
    );
  };
  await refused("another verifier", await codeGrant(fake, { verifier: new Secret("w".repeat(43)) }));
  await refused("another client", await codeGrant(fake, { clientId: CROSS_DEVICE_CLIENT }));
  await refused("another redirect URI", await codeGrant(fake, { redirectUri: `${REDIRECT}2` }));
  const tokens = await sut.createToken(await codeGrant(fake), key, options);
  ok(tokens.kind === "tokens");
  const { refreshToken } = tokens.tokens;
  await refused(
    "another key",
    { kind: "refresh", clientId: SAME_DEVICE_CLIENT, refreshToken },
    await sut.createKey(),
  );
});

Deno.test("an outage, an unusable reply and an interruption are not refusals, and show nothing that was sent", async (t) => {
  await using fake = new FakeSignIn(() => KEYS);
  const sut = service(fake);
  const key = await sut.createKey();
  const grant = {
    kind: "refresh",
    clientId: SAME_DEVICE_CLIENT,
    refreshToken: new Secret("very-secret"),
  } as const;
  for (const status of [429, 500, 503]) {
    await t.step(String(status), async () => {
      fake.failure = status;
      await rejects(sut.createToken(grant, key, options), (error: Error & { code?: string }) => {
        strictEqual(error.code, "AWS_UNREACHABLE");
        ok(!error.message.includes("very-secret"));
        return true;
      });
    });
  }
  await t.step("no credentials in it", async () => {
    const empty = new HttpSignIn({
      environment: new FixedEnvironment({}),
      clock: () => new Date(),
      fetch: () => Promise.resolve(Response.json({ access_token: {} })),
    });
    await rejects(empty.createToken(grant, key, options), { code: "AWS_RESPONSE_INVALID" });
  });
  await t.step("a redirect is not followed", async () => {
    const led = new HttpSignIn({
      environment: new FixedEnvironment({}),
      clock: () => new Date(),
      fetch: () => Promise.resolve(new Response(null, { status: 302, headers: { location: fake.url } })),
    });
    await rejects(led.createToken(grant, key, options), { code: "AWS_RESPONSE_INVALID" });
  });
  for (
    const [status, code] of [[400, "AWS_RESPONSE_INVALID"], [404, "AWS_RESPONSE_INVALID"], [
      403,
      "AWS_REJECTED",
    ]] as const
  ) {
    await t.step(`a page with the status ${status}`, async () => {
      const page = new HttpSignIn({
        environment: new FixedEnvironment({}),
        clock: () => new Date(),
        fetch: () => Promise.resolve(new Response("<!doctype html>", { status })),
      });
      await rejects(page.createToken(grant, key, options), { code });
    });
  }
  await t.step("not there", async () => {
    const gone = new HttpSignIn({
      environment: new FixedEnvironment({ AWS_ENDPOINT_URL_SIGNIN: "http://127.0.0.1:9" }),
      clock: () => new Date(),
    });
    await rejects(gone.createToken(grant, key, options), { code: "AWS_UNREACHABLE" });
  });
  await t.step("interrupted", async () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    await rejects(sut.createToken(grant, key, { ...options, signal }), /interrupted/);
  });
});

Deno.test("the page is that of the region and its partition", () => {
  const sut = new HttpSignIn({ environment: new FixedEnvironment({}), clock: () => new Date() });
  deepStrictEqual(
    ["us-east-1", "eu-west-1", "us-gov-west-1", "cn-north-1"].map((region) => sut.origin(region)),
    [
      "https://signin.aws.amazon.com",
      "https://eu-west-1.signin.aws.amazon.com",
      "https://us-gov-west-1.signin.amazonaws-us-gov.com",
      "https://cn-north-1.signin.amazonaws.cn",
    ],
  );
});
