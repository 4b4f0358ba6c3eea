import assert from "node:assert/strict";
import { markAmbient } from "../../../../src/adapters/aws/shared_files/shared_profile.ts";
import { profileOf } from "../profile_of.ts";
import { SdkSecurityTokenService } from "../../../../src/adapters/aws/calls/sdk_security_token_service.ts";
import type { Located } from "../../../../src/domain/auth/model/auth_config.ts";
import { AwsError, ConfigError } from "../../../../src/domain/errors/errors.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { startFakeAws } from "../../../fakes/aws/fake_aws.ts";
import { startFakeActionsOidc } from "../../../fakes/github/actions_oidc.ts";
import { credentialsOf } from "../credentials_of.ts";
import { FixedEnvironment } from "../fixed_environment.ts";
import { Lab } from "../lab.ts";

const SIGNAL = new AbortController().signal;
const OPTIONS = { region: "eu-west-1", signal: SIGNAL };
const CREDENTIALS_XML =
  "<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>";

function located(value: string): Located<string> {
  return { value, origin: { kind: "file", file: "atmos.yaml", line: 12, column: 5 } };
}

Deno.test("assumeRole() sends what it is given and nothing else, signed for the region", async () => {
  await using lab = await Lab.open();
  const role = lab.aws.role({
    account: "210987654321",
    name: "deploy",
    trusts: [lab.keys.arn],
    externalId: "x 1+/&",
  });
  await lab.sts.assumeRole(lab.credentials, {
    roleArn: role.arn,
    sessionName: "alice",
    externalId: "x 1+/&",
    durationSeconds: 900,
  }, OPTIONS);
  const open = lab.aws.role({ account: "210987654321", name: "open", trusts: ["*"] });
  await lab.sts.assumeRole(lab.credentials, { roleArn: open.arn, sessionName: "alice" }, {
    ...OPTIONS,
    region: "us-west-2",
  });
  const [first, second] = lab.aws.requests;
  assert.deepEqual([first?.region, second?.region], ["eu-west-1", "us-west-2"]);
  const { Action: _a, Version: _v, ...firstInput } = first?.input ?? {};
  assert.deepEqual({ ...firstInput }, {
    RoleArn: role.arn,
    RoleSessionName: "alice",
    ExternalId: "x 1+/&",
    DurationSeconds: "900",
  });
  const { Action: _b, Version: _w, ...secondInput } = second?.input ?? {};
  assert.deepEqual({ ...secondInput }, { RoleArn: open.arn, RoleSessionName: "alice" });
});

Deno.test("assumeRoot() names the account and the task policy", async () => {
  await using lab = await Lab.open();
  lab.aws.organization({ management: "123456789012", members: ["111122223333"] });
  const taskPolicyArn = "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy";
  await lab.sts.assumeRoot(
    lab.credentials,
    { targetPrincipal: "111122223333", taskPolicyArn, durationSeconds: 600 },
    OPTIONS,
  );
  const { Action: _a, Version: _v, ...input } = lab.aws.requests[0]?.input ?? {};
  assert.deepEqual({ ...input }, {
    "TargetPrincipal": "111122223333",
    "TaskPolicyArn.arn": taskPolicyArn,
    "DurationSeconds": "600",
  });
});

Deno.test("getSessionToken() goes to the endpoint of the configuration, and not to that of the environment", async () => {
  await using configured = await startFakeAws();
  await using lab = await Lab.open();
  await assert.rejects(
    lab.sts.getSessionToken(lab.credentials, { durationSeconds: 900 }, {
      ...OPTIONS,
      endpointUrl: { ...located(configured.url), trusted: true },
    }),
    { code: "AWS_DENIED" },
  );
  assert.deepEqual([configured.requests.length, lab.aws.requests.length], [1, 0]);
});

Deno.test("getSessionToken() calls nothing if the configured endpoint requires trust", async () => {
  await using lab = await Lab.open();
  for (
    const url of [
      "https://evil.test",
      "http://sts.amazonaws.com",
      "https://x1.execute-api.eu-west-1.amazonaws.com",
      lab.aws.url,
    ]
  ) {
    await assert.rejects(
      lab.sts.getSessionToken(lab.credentials, { durationSeconds: 900 }, {
        ...OPTIONS,
        endpointUrl: located(url),
      }),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.code, "CONFIG_UNTRUSTED");
        assert.deepEqual(error.position, { file: "atmos.yaml", line: 12, column: 5 });
        return true;
      },
    );
  }
  assert.equal(lab.aws.requests.length, 0);
});

Deno.test("getSessionToken() calls nothing in an unknown region", async () => {
  await using lab = await Lab.open();
  for (
    const region of ["", "evil.test/", "eu-west-1.evil.test", "aws-global", "us-east-1-fips", "EU-WEST-1"]
  ) {
    await assert.rejects(
      lab.sts.getSessionToken(lab.credentials, { durationSeconds: 900 }, { ...OPTIONS, region }),
      {
        name: "ConfigError",
        code: "CONFIG_INVALID",
      },
    );
  }
  assert.equal(lab.aws.requests.length, 0);
});

Deno.test("getSessionToken() rejects credentials that are incomplete, have expired, or never expire", async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  for (
    const [xml, accepted] of [
      [`${CREDENTIALS_XML}<Expiration>${soon}</Expiration>`, true],
      [`${CREDENTIALS_XML}<Expiration>2020-01-01T00:00:00Z</Expiration>`, false],
      [`${CREDENTIALS_XML}<Expiration>soon</Expiration>`, false],
      [`${CREDENTIALS_XML}<Expiration></Expiration>`, false],
      [CREDENTIALS_XML, false],
      ...["AccessKeyId", "SecretAccessKey", "SessionToken"].flatMap((field) => [
        [`${without(field)}<Expiration>${soon}</Expiration>`, false] as const,
        [`${without(field)}<${field}></${field}><Expiration>${soon}</Expiration>`, false] as const,
      ]),
      ["", false],
    ] as const
  ) {
    const body =
      `<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult>` +
      `<Credentials>${xml}</Credentials></GetSessionTokenResult></GetSessionTokenResponse>`;
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(body, { headers: { "content-type": "text/xml" } }),
    );
    await using lab = await Lab.open({
      variables: { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.addr.port}` },
    });
    const call = lab.sts.getSessionToken(lab.credentials, { durationSeconds: 900 }, OPTIONS);
    if (accepted) assert.equal((await call).accessKeyId, "ASIAX");
    else await assert.rejects(call, { code: "AWS_RESPONSE_INVALID" }, xml);
  }
});

Deno.test("assumeRole() passes on that credentials come from the environment", async () => {
  await using lab = await Lab.open();
  const role = lab.aws.role({ account: "210987654321", name: "deploy", trusts: ["*"] });
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${home}/.aws`);
    await Deno.writeTextFile(`${home}/.aws/config`, `[default]\nendpoint_url = ${lab.aws.url}\n`);
    const environment = new FixedEnvironment({ HOME: home });
    const sts = new SdkSecurityTokenService({ environment, clock: () => new Date() });
    const request = { roleArn: role.arn, sessionName: "alice" };
    const first = await sts.assumeRole(
      markAmbient(lab.credentials, await profileOf(environment)),
      request,
      OPTIONS,
    );
    await sts.assumeRole(first, request, OPTIONS);
    assert.equal(lab.aws.requests.length, 2);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

function without(field: string): string {
  return CREDENTIALS_XML.replace(new RegExp(`<${field}>.*</${field}>`), "");
}

Deno.test("a refusal says what to check: an MFA code, whom a role trusts with which token", async (t) => {
  await using lab = await Lab.open();
  const user = lab.aws.user({ account: "123456789012", name: "carol", mfa: true });
  await using actions = await startFakeActionsOidc();
  const provider = lab.aws.oidcProvider({
    account: "210987654321",
    issuer: actions.issuer,
    audiences: ["sts.amazonaws.com"],
  });
  const role = lab.aws.role({
    account: "210987654321",
    name: "ci",
    trusts: [provider],
    subjects: ["repo:acme/other:*"],
  });
  const rows: Readonly<Record<string, readonly [call: () => Promise<unknown>, hint: RegExp]>> = {
    "a wrong code": [
      () =>
        lab.sts.getSessionToken(credentialsOf(user), {
          durationSeconds: 900,
          mfa: { serialNumber: user.mfaArn, code: new Secret("000000") },
        }, OPTIONS),
      /each code is valid only once/,
    ],
    "another job's token": [
      () =>
        lab.sts.assumeRoleWithWebIdentity({
          durationSeconds: 900,
          roleArn: role.arn,
          sessionName: "ci",
          token: new Secret(actions.token("sts.amazonaws.com")),
        }, OPTIONS),
      /trust policy allows the OIDC provider, this token's `sub`/,
    ],
  };
  for (const [name, [call, hint]] of Object.entries(rows)) {
    await t.step(name, async () => {
      await assert.rejects(call(), (error) => {
        assert.ok(error instanceof AwsError);
        assert.equal(error.code, "AWS_DENIED");
        assert.match(error.hint ?? "", hint);
        return true;
      });
    });
  }
});
