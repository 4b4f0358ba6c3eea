import assert from "node:assert/strict";
import { SdkSsoOidc } from "../../../../src/adapters/aws/calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../../../../src/adapters/aws/calls/sdk_sso_portal.ts";
import { AtmosEcrError } from "../../../../src/domain/errors/errors.ts";
import type { ErrorCode } from "../../../../src/domain/errors/error_codes.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import type { DeviceAuthorization, SsoAnswer } from "../../../../src/ports/sso.ts";
import { type FakeAws, startFakeAws } from "../../../fakes/aws/fake_aws.ts";
import type { IdentityCenter } from "../../../fakes/aws/identity_center.ts";
import { leakChecked } from "../../../fakes/http/leak_checked.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

const START_URL = "https://acme.awsapps.com/start";
const OPTIONS = { region: "us-east-1", signal: new AbortController().signal };
const ORIGIN = { kind: "file", file: "atmos.yaml", line: 41, column: 7 } as const;

/** An AWS with one instance of IAM Identity Center, and the way there. */
class Scene implements AsyncDisposable {
  readonly aws: FakeAws;
  readonly center: IdentityCenter;
  readonly oidc: SdkSsoOidc;

  private constructor(aws: FakeAws) {
    this.aws = aws;
    this.center = aws.identityCenter({ startUrl: START_URL });
    this.center.intervalSeconds = 0.001;
    this.oidc = oidcIn(aws.environment());
  }

  static async open(): Promise<Scene> {
    return new Scene(await startFakeAws());
  }

  /** A device code, and how it was given out. */
  async device(startUrl = START_URL): Promise<DeviceAuthorization & { poll(): Promise<SsoAnswer> }> {
    const registration = await this.oidc.register({ kind: "device" }, OPTIONS);
    const device = await this.oidc.startDevice(registration, startUrl, OPTIONS);
    const grant = { kind: "device", deviceCode: device.deviceCode } as const;
    return { ...device, poll: () => this.oidc.createToken(registration, grant, OPTIONS) };
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.aws[Symbol.asyncDispose]();
  }
}

function oidcIn(variables: Record<string, string>): SdkSsoOidc {
  return new SdkSsoOidc({ environment: new FixedEnvironment(variables), clock: () => new Date() });
}

function failure(code: ErrorCode, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof AtmosEcrError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  };
}

Deno.test(
  leakChecked(
    "startDevice() says what AWS has against a start URL, with its code and request ID",
    async () => {
      await using scene = await Scene.open();
      await assert.rejects(
        scene.device("https://typo.awsapps.com/start"),
        failure(
          "AWS_REJECTED",
          /^Cannot start a login at "https:\/\/typo\.awsapps\.com\/start": AWS rejected the request \(InvalidRequestException: Invalid start URL provided, request ID [\w-]+\)$/,
        ),
      );
    },
  ),
);

Deno.test(
  leakChecked("createToken() makes one call per poll, and leaves waiting to the caller", async () => {
    await using scene = await Scene.open();
    const { poll } = await scene.device();
    for (
      const [code, kind] of [["SlowDownException", "slow-down"], ["AuthorizationPendingException", "pending"]]
    ) {
      const effect = { kind: "error", status: 400, code: code ?? "" } as const;
      const fault = scene.aws.faults.add({ service: "sso-oidc", action: "CreateToken", times: 1, effect });
      const before = scene.aws.count("sso-oidc", "CreateToken");
      assert.equal((await poll()).kind, kind);
      assert.equal(scene.aws.count("sso-oidc", "CreateToken"), before + 1);
      fault.remove();
    }
  }),
);

Deno.test(leakChecked("createToken() distinguishes an outage from a refusal", async () => {
  await using scene = await Scene.open();
  const { poll } = await scene.device();
  const outage = { kind: "error", status: 503, code: "InternalServerException" } as const;
  const fault = scene.aws.faults.add({ service: "sso-oidc", action: "CreateToken", effect: outage });
  await assert.rejects(poll(), failure("AWS_UNREACHABLE", /AWS failed 3 times \(HTTP 503/));
  fault.remove();
  scene.aws.expireSsoClients();
  const answer = await poll();
  assert.ok(answer.kind === "refused" && answer.reason === "invalid", answer.kind);
  assert.match(answer.words, /^InvalidClientException: /);
}));

Deno.test(leakChecked("createToken() shows nothing of a grant that AWS repeats", async () => {
  await using scene = await Scene.open();
  const registration = await scene.oidc.register({ kind: "device" }, OPTIONS);
  const refreshToken = new Secret("aorSECRETREFRESHTOKEN");
  const message = `no such token: ${refreshToken.expose()}, ${registration.clientSecret.expose()}`;
  const effect = { kind: "error", status: 400, code: "InvalidGrantException", message } as const;
  scene.aws.faults.add({ service: "sso-oidc", action: "CreateToken", effect });
  const answer = await scene.oidc.createToken(registration, { kind: "refresh", refreshToken }, OPTIONS);
  assert.ok(answer.kind === "refused");
  for (const shown of [answer.words, answer.error.message]) {
    assert.match(shown, /InvalidGrantException/);
    assert.ok(!shown.includes("SECRET") && !shown.includes(registration.clientSecret.expose()), shown);
  }
}));

const NUMBERS: readonly (readonly [number | undefined, number | undefined, number, number])[] = [
  [undefined, undefined, 5, 600],
  [0, 0, 5, 600],
  [-1, -1, 5, 600],
  [7, 300, 7, 300],
  [1e9, 300, 60, 300],
];

for (const [interval, expiresIn, seconds, life] of NUMBERS) {
  Deno.test(
    leakChecked(
      `startDevice() waits ${seconds} s and ${life} s where AWS says ${interval} and ${expiresIn}`,
      async () => {
        await using scene = await Scene.open();
        scene.center.deviceAnswer = { interval, expiresIn };
        const { intervalSeconds, expiresInSeconds } = await scene.device();
        assert.deepEqual([intervalSeconds, expiresInSeconds], [seconds, life]);
      },
    ),
  );
}

Deno.test(leakChecked("invalid responses are reported as such", async () => {
  await using scene = await Scene.open();
  const invalid = failure("AWS_RESPONSE_INVALID", /the AWS response is invalid: it contains no /);
  scene.center.tokenAnswer = { accessToken: undefined };
  await assert.rejects((await scene.device()).poll(), invalid);
  scene.center.tokenAnswer = { expiresIn: 0 };
  await assert.rejects((await scene.device()).poll(), invalid);
  scene.center.deviceAnswer = { verificationUri: undefined };
  await assert.rejects(scene.device(), invalid);
}));

Deno.test("authorizePage() is in the region's partition, or at the configured endpoint", () => {
  const page = (region: string, variables = {}, endpointUrl?: string, trusted?: true): string =>
    oidcIn(variables).authorizePage({
      region,
      endpointUrl: endpointUrl === undefined
        ? undefined
        : { value: endpointUrl, origin: ORIGIN, ...(trusted && { trusted }) },
    });
  assert.equal(page("eu-west-1"), "https://oidc.eu-west-1.amazonaws.com/authorize");
  assert.equal(page("us-gov-west-1"), "https://oidc.us-gov-west-1.amazonaws.com/authorize");
  assert.equal(page("cn-north-1"), "https://oidc.cn-north-1.amazonaws.com.cn/authorize");
  const named = { AWS_ENDPOINT_URL: "https://all.test", AWS_ENDPOINT_URL_SSO_OIDC: "https://oidc.test/x/" };
  assert.equal(page("eu-west-1", named), "https://oidc.test/x/authorize");
  assert.equal(page("eu-west-1", named, "http://127.0.0.1:4566", true), "http://127.0.0.1:4566/authorize");
  for (const host of ["evil.test", "127.0.0.1"]) {
    assert.throws(
      () => page("eu-west-1", named, `https://${host}`),
      failure(
        "CONFIG_UNTRUSTED",
        new RegExp(
          `"${host}" is not an https:// address of IAM Identity Center in an AWS region, and its file is not trusted$`,
        ),
      ),
    );
  }
  assert.throws(() => page("x.evil.test/"), failure("CONFIG_INVALID", /it does not exist$/));
});

Deno.test(leakChecked("each service has its own variable", async () => {
  await using scene = await Scene.open();
  await using elsewhere = await startFakeAws();
  scene.center.assign({ id: "111122223333", name: "dev" }, "Admin");
  const environment = new FixedEnvironment({
    AWS_ENDPOINT_URL: elsewhere.url,
    AWS_ENDPOINT_URL_SSO: scene.aws.url,
    AWS_ENDPOINT_URL_SSO_OIDC: elsewhere.url,
  });
  const clock = (): Date => new Date();
  const accessToken = new Secret(scene.center.issueSession().accessToken);
  assert.equal((await new SdkSsoPortal({ environment, clock }).accounts(accessToken, OPTIONS)).length, 1);
  await new SdkSsoOidc({ environment, clock }).register({ kind: "device" }, OPTIONS);
  assert.deepEqual([scene.aws.count("sso"), elsewhere.count("sso-oidc")], [1, 1]);
}));

Deno.test(
  leakChecked(
    "roleCredentials() returns the expiry by this machine's clock, however wrong that is",
    async () => {
      await using scene = await Scene.open();
      scene.center.assign({ id: "111122223333", name: "dev" }, "Admin");
      const { accessToken } = scene.center.issueSession();
      const role = { accountId: "111122223333", roleName: "Admin" };
      for (const hours of [-13, 0, 2, 13]) {
        const clock = (): Date => new Date(Date.now() + hours * 3_600_000);
        const portal = new SdkSsoPortal({
          environment: new FixedEnvironment(scene.aws.environment()),
          clock,
        });
        const { expiresAt } = await portal.roleCredentials(new Secret(accessToken), role, OPTIONS);
        const leftMs = (expiresAt?.getTime() ?? 0) - clock().getTime();
        assert.ok(Math.abs(leftMs - 3_600_000) < 60_000, `${hours}: ${leftMs}`);
      }
    },
  ),
);
