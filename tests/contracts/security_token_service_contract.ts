import assert from "node:assert/strict";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { CallerIdentities, SecurityTokenService } from "../../src/ports/aws.ts";
import { leakChecked } from "../fakes/http/leak_checked.ts";

/** An STS under test, and what stands behind it. */
export interface StsUnderTest extends AsyncDisposable {
  readonly sts: SecurityTokenService & CallerIdentities;
  /** Long-lived keys of a user in an account that manages {@linkcode memberAccount}. */
  readonly user: AwsCredentials;
  /** A role that trusts the user. */
  readonly roleArn: string;
  /** A role that trusts the role above, and wants an external ID. */
  readonly nextRoleArn: string;
  readonly externalId: string;
  /** A role that trusts nobody. */
  readonly closedRoleArn: string;
  readonly memberAccount: string;
  /** A user with a device, and codes of it. */
  readonly mfaUser: AwsCredentials;
  readonly mfaSerial: string;
  nextCode(): string;
  /** A role that trusts the user with the device, and wants a code. */
  readonly mfaRoleArn: string;
  /** A role that takes {@linkcode webToken}. */
  readonly webRoleArn: string;
  readonly webToken: string;
  /** A role that takes {@linkcode samlAssertion} of {@linkcode samlProviderArn}. */
  readonly samlRoleArn: string;
  readonly samlProviderArn: string;
  /** Base64. */
  readonly samlAssertion: string;
  /** From now on nothing is answered. */
  hang(): void;
  /** How many requests have arrived. */
  count(): number;
  /** Whom credentials stand for; opaque, but one for each principal. */
  principal(credentials: AwsCredentials): Promise<string>;
}

const SIGNAL = new AbortController().signal;
const OPTIONS = { region: "eu-west-1", signal: SIGNAL };
const TASK = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials";

/** The promises of {@linkcode SecurityTokenService}, registered as tests for one implementation of it. */
export function testSecurityTokenService(name: string, create: () => Promise<StsUnderTest>): void {
  const test = (criterion: string, run: (subject: StsUnderTest) => Promise<void>): void =>
    Deno.test(leakChecked(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject);
    }));

  test("opens a session of the length that is asked for", async ({ sts, user, principal }) => {
    const session = await sts.getSessionToken(user, { durationSeconds: 7200 }, OPTIONS);
    assertSession(session, 7200);
    assert.notEqual(session.accessKeyId, user.accessKeyId);
    assert.equal(await principal(session), await principal(user));
  });

  test("tells whom credentials stand for", async ({ sts, user, roleArn }) => {
    const session = await sts.assumeRole(user, { roleArn, sessionName: "alice" }, OPTIONS);
    const [asUser, asRole] = [
      await sts.getCallerIdentity(user, OPTIONS),
      await sts.getCallerIdentity(session, OPTIONS),
    ];
    assert.match(asUser.account, /^\d{12}$/);
    assert.match(asUser.arn, /^arn:aws:iam::\d{12}:user\//);
    assert.notEqual(asUser.userId, "");
    assert.equal(asRole.account, roleArn.split(":")[4]);
    assert.notEqual(asRole.arn, asUser.arn);
  });

  test("opens a session with a code, which is good once", async (subject) => {
    const { sts, mfaUser, mfaSerial: serialNumber } = subject;
    const code = new Secret(subject.nextCode());
    const request = { durationSeconds: 900, mfa: { serialNumber, code } };
    assertSession(await sts.getSessionToken(mfaUser, request, OPTIONS), 900);
    await assert.rejects(
      sts.getSessionToken(mfaUser, request, OPTIONS),
      (error) => isDenied(error) && /MultiFactorAuthentication failed/.test(error.message),
    );
  });

  test("assumes a role with a code, tags and a source identity", async (subject) => {
    const { sts, mfaUser, mfaSerial: serialNumber, mfaRoleArn: roleArn } = subject;
    const request = {
      roleArn,
      sessionName: "alice",
      tags: { values: new Map([["Project", "app"]]), transitive: ["Project"] },
      sourceIdentity: "alice",
    };
    await assert.rejects(sts.assumeRole(mfaUser, request, OPTIONS), isDenied);
    const mfa = { serialNumber, code: new Secret(subject.nextCode()) };
    assertSession(await sts.assumeRole(mfaUser, { ...request, mfa }, OPTIONS), 3600);
  });

  test("assumes a role with the token of a web identity", async ({ sts, webRoleArn: roleArn, webToken, principal }) => {
    const request = { roleArn, sessionName: "job", durationSeconds: 900 };
    const session = await sts.assumeRoleWithWebIdentity({ ...request, token: new Secret(webToken) }, OPTIONS);
    assertSession(session, 900);
    assert.equal(session.region, OPTIONS.region);
    assert.notEqual(await principal(session), "");
    await assert.rejects(
      sts.assumeRoleWithWebIdentity({ ...request, token: new Secret("a.b.c") }, OPTIONS),
      (error) => error instanceof AwsError && !error.message.includes("a.b.c"),
    );
  });

  test("assumes a role with the response of a SAML identity provider", async (subject) => {
    const { sts, samlRoleArn: roleArn, samlProviderArn: providerArn, principal } = subject;
    const request = {
      roleArn,
      providerArn,
      assertion: new Secret(subject.samlAssertion),
      durationSeconds: 900,
    };
    const session = await sts.assumeRoleWithSaml(request, OPTIONS);
    assertSession(session, 900);
    assert.equal(session.region, OPTIONS.region);
    assert.notEqual(await principal(session), "");
    const other = { ...request, providerArn: providerArn.replace(/[^/]+$/, "nobody") };
    await assert.rejects(
      sts.assumeRoleWithSaml(other, OPTIONS),
      (error) => error instanceof AwsError && !error.message.includes(subject.samlAssertion),
    );
  });

  test("opens no session with the keys of a session", async ({ sts, user }) => {
    const session = await sts.getSessionToken(user, { durationSeconds: 900 }, OPTIONS);
    await assert.rejects(sts.getSessionToken(session, { durationSeconds: 900 }, OPTIONS), isDenied);
  });

  test(
    "assumes a role, for an hour when nothing is said",
    async ({ sts, user, roleArn, principal }) => {
      const request = { roleArn, sessionName: "alice" };
      const session = await sts.assumeRole(user, request, OPTIONS);
      assertSession(session, 3600);
      assert.notEqual(await principal(session), await principal(user));
      assertSession(await sts.assumeRole(user, { ...request, durationSeconds: 900 }, OPTIONS), 900);
    },
  );

  test("walks from role to role, with the external ID", async (subject) => {
    const { sts, user, roleArn, nextRoleArn, externalId, principal } = subject;
    const first = await sts.assumeRole(user, { roleArn, sessionName: "one" }, OPTIONS);
    const next = { roleArn: nextRoleArn, sessionName: "two" };
    const second = await sts.assumeRole(first, { ...next, externalId }, OPTIONS);
    assertSession(second, 3600);
    assert.equal(new Set(await Promise.all([user, first, second].map(principal))).size, 3);
    await assert.rejects(sts.assumeRole(first, next, OPTIONS), isDenied);
    await assert.rejects(sts.assumeRole(user, { ...next, externalId }, OPTIONS), isDenied);
  });

  test("names the role that it may not assume", async ({ sts, user, closedRoleArn }) => {
    for (const roleArn of [closedRoleArn, `${closedRoleArn}-that-does-not-exist`]) {
      await assert.rejects(
        sts.assumeRole(user, { roleArn, sessionName: "alice" }, OPTIONS),
        (error) => isDenied(error) && error.message.startsWith(`Cannot assume role "${roleArn}": `),
      );
    }
  });

  test("assumes root of a member account only", async ({ sts, user, memberAccount, principal }) => {
    const request = { targetPrincipal: memberAccount, taskPolicyArn: TASK };
    const session = await sts.assumeRoot(user, request, OPTIONS);
    assertSession(session, 900);
    assert.notEqual(await principal(session), await principal(user));
    await assert.rejects(
      sts.assumeRoot(user, { ...request, targetPrincipal: "999999999999" }, OPTIONS),
      isDenied,
    );
  });

  test(
    "hands the region on to the next step of a chain",
    async ({ sts, user }) => {
      for (const region of ["eu-west-1", "us-east-1"]) {
        assert.equal(
          (await sts.getSessionToken(user, { durationSeconds: 900 }, { region, signal: SIGNAL })).region,
          region,
        );
      }
    },
  );

  test("asks nothing when the signal has ended before", async ({ sts, user, count }) => {
    const reason = new CancelledError();
    const options = { ...OPTIONS, signal: AbortSignal.abort(reason) };
    await assert.rejects(
      sts.getSessionToken(user, { durationSeconds: 900 }, options),
      (error) => error === reason,
    );
    assert.equal(count(), 0);
  });

  test("ends when its signal does", async ({ sts, user, roleArn, hang }) => {
    hang();
    const cancelled = new CancelledError();
    const deadline = new DOMException("No end within 0.05 s", "TimeoutError");
    for (const reason of [cancelled, deadline]) {
      const controller = new AbortController();
      const call = sts.assumeRole(user, { roleArn, sessionName: "alice" }, {
        ...OPTIONS,
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(reason), 50);
      await assert.rejects(call, (error) => {
        if (reason === cancelled) return error === cancelled;
        return error instanceof AwsError && error.code === "AWS_UNREACHABLE";
      });
    }
  });

  test("shows no secret", async ({ sts, user }) => {
    const session = await sts.getSessionToken(user, { durationSeconds: 900 }, OPTIONS);
    for (const shown of [Deno.inspect(session), JSON.stringify(session)]) {
      assert.ok(!shown.includes(session.secretAccessKey.expose()));
      assert.ok(!shown.includes(session.sessionToken?.expose() ?? "?"));
    }
  });
}

function assertSession(credentials: AwsCredentials, seconds: number): void {
  assert.match(credentials.accessKeyId, /^ASIA/);
  assert.notEqual(credentials.secretAccessKey.expose(), "");
  assert.notEqual(credentials.sessionToken?.expose() ?? "", "");
  // STS gives whole seconds; the rest is the time that a slow machine may take.
  const left = ((credentials.expiresAt?.getTime() ?? 0) - Date.now()) / 1000;
  assert.ok(left > seconds - 60 && left <= seconds + 1, `${left} s left of ${seconds}`);
}

function isDenied(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === "AWS_DENIED";
}
