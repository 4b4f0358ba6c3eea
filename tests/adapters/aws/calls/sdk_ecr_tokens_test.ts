import assert from "node:assert/strict";
import { join } from "node:path";
import { markAmbient } from "../../../../src/adapters/aws/shared_files/shared_profile.ts";
import { profileOf } from "../profile_of.ts";
import { SdkEcrTokens } from "../../../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import type { AwsCredentials } from "../../../../src/domain/identity/credentials.ts";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { startFakeAws } from "../../../fakes/aws/fake_aws.ts";
import type { TokenChange } from "../../../fakes/aws/faults.ts";
import { credentialsOf } from "../credentials_of.ts";
import { FixedEnvironment } from "../fixed_environment.ts";
import { Lab, REGISTRY } from "../lab.ts";

const SIGNAL = new AbortController().signal;

Deno.test("request() signs one request with an empty input, in the region of the registry", async () => {
  await using lab = await Lab.open();
  for (
    const [host, service, region] of [
      ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "ecr", "eu-west-1"],
      // Another account's registry: the token is for the caller, whatever the account in the host.
      ["999999999999.dkr.ecr.ap-southeast-2.amazonaws.com", "ecr", "ap-southeast-2"],
      ["123456789012.dkr.ecr-fips.us-east-2.amazonaws.com", "ecr", "us-east-2"],
      ["public.ecr.aws", "ecr-public", "us-east-1"],
      ["ecr-public.aws.com", "ecr-public", "us-east-1"],
    ] as const
  ) {
    await lab.tokens.request(parseRegistry(host), lab.credentials, { signal: SIGNAL });
    const request = lab.aws.requests.at(-1);
    assert.deepEqual(
      {
        service: request?.service,
        region: request?.region,
        input: request?.input,
        outcome: request?.outcome,
      },
      { service, region, input: {}, outcome: "ok" },
      host,
    );
    assert.equal(request?.action, "GetAuthorizationToken");
    assert.match(request?.userAgent ?? "", /app\/atmos-ecr/);
    assert.equal(request?.attempt, "attempt=1; max=3");
  }
  assert.equal(lab.aws.requests.length, 5);
});

Deno.test("request() signs with session credentials, and in every partition", async () => {
  for (
    const [partition, host] of [
      ["aws-cn", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"],
      ["aws-us-gov", "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com"],
      ["aws-eusc", "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu"],
      ["aws-iso", "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov"],
      ["aws-iso-b", "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov"],
      ["aws-iso-e", "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk"],
      ["aws-iso-f", "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov"],
    ] as const
  ) {
    await using aws = await startFakeAws();
    aws.account("123456789012", { partition });
    const role = aws.role({ account: "123456789012", name: "pull", trusts: [] });
    const tokens = new SdkEcrTokens({
      environment: new FixedEnvironment(aws.environment()),
      clock: () => new Date(),
    });
    const session = aws.session(role, { name: "alice" });
    const token = await tokens.request(parseRegistry(host), credentialsOf(session), { signal: SIGNAL });
    assert.equal(aws.describePassword(token.password.expose())?.principal, session.arn);
  }
});

Deno.test("request() succeeds after failures that pass", async () => {
  for (
    const effect of [
      { kind: "error", status: 500, code: "InternalFailure" },
      { kind: "reset" },
      { kind: "cut", how: "reset" },
    ] as const
  ) {
    await using lab = await Lab.open();
    lab.aws.faults.add({ times: 2, effect });
    await lab.call("ecr");
    assert.equal(lab.aws.requests.length, 3);
  }
});

Deno.test("request() accepts the caller's own account as proxyEndpoint, and no other region, partition or host", async () => {
  for (
    const [endpoint, accepted] of [
      ["https://123456789012.dkr.ecr.eu-west-1.amazonaws.com", true],
      ["https://999999999999.dkr.ecr.eu-west-1.amazonaws.com", true],
      ["https://123456789012.dkr-ecr.eu-west-1.on.aws", true],
      ["https://123456789012.dkr.ecr.eu-west-2.amazonaws.com", false],
      ["https://123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", false],
      ["https://public.ecr.aws", false],
      ["http://123456789012.dkr.ecr.eu-west-1.amazonaws.com", false],
      ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", false],
      ["https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/", false],
      ["https://123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.test", false],
      ["https://evil.test/123456789012.dkr.ecr.eu-west-1.amazonaws.com", false],
      ["https://123456789012.dkr.ecr.eu-west-1.amazonaws.com@evil.test", false],
      ["", false],
      ["\u001b[31mred", false],
    ] as const
  ) {
    await using lab = await Lab.open();
    lab.aws.faults.add({ effect: { kind: "token", change: "foreign-endpoint", endpoint } });
    if (accepted) await lab.call("ecr");
    else {
      const failure = await lab.failure("ecr");
      assert.equal(failure.code, "AWS_RESPONSE_INVALID", endpoint);
      assert.match(failure.message, /^Cannot get an ECR token for ".*": the response is for "/);
      assert.ok(!failure.message.includes("\u001b"));
    }
  }
});

Deno.test("request() accepts a response without proxyEndpoint, which is optional", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => Response.json({ authorizationData: [{ authorizationToken: btoa("AWS:x"), expiresAt: 4e9 }] }),
  );
  await using lab = await Lab.open({
    variables: { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.addr.port}` },
  });
  await lab.call("ecr");
});

Deno.test("request() rejects every response without a valid token", async () => {
  const changes: readonly Exclude<TokenChange, "foreign-endpoint">[] = [
    "empty-list",
    "no-list",
    "no-token",
    "bad-base64",
    "no-colon",
    "expired",
    "no-expiry",
    "nan-expiry",
  ];
  for (const change of changes) {
    await using lab = await Lab.open();
    lab.aws.faults.add({ effect: { kind: "token", change } });
    assert.equal((await lab.failure("ecr")).code, "AWS_RESPONSE_INVALID", change);
    assert.equal(lab.aws.requests.length, 1);
  }
  for (const kind of ["html", "empty-body"] as const) {
    await using lab = await Lab.open();
    lab.aws.faults.add({ effect: { kind } });
    for (const service of ["ecr", "ecr-public"] as const) {
      assert.equal((await lab.failure(service)).code, "AWS_RESPONSE_INVALID", kind);
    }
    assert.equal(lab.aws.requests.length, 2);
  }
});

Deno.test("request() succeeds with a clock that is off, in two requests at most", async () => {
  for (const minutes of [5, -5, 60, -60, 25 * 60]) {
    await using lab = await Lab.open();
    lab.aws.clockOffsetMs = minutes * 60_000;
    await lab.call("ecr");
    assert.ok(lab.aws.requests.length <= 2);
  }
});

Deno.test("request() returns the expiry of a token by this machine's clock, however wrong that is", async () => {
  for (const service of ["ecr", "ecr-public"] as const) {
    for (const hours of [-25, -13, -1, 1, 13, 25, 24 * 365]) {
      await using lab = await Lab.open();
      lab.aws.clockOffsetMs = hours * 3_600_000;
      const before = Date.now();
      const { expiresAt } = await lab.token(service);
      const leftMs = expiresAt.getTime() - before;
      assert.ok(Math.abs(leftMs - 12 * 3_600_000) < 60_000, `${service} ${hours}: ${leftMs}`);
    }
  }
});

Deno.test("request() reports an invalid character in keys", async () => {
  await using lab = await Lab.open();
  const { accessKeyId, secretAccessKey } = lab.credentials;
  for (
    const credentials of [
      { accessKeyId: `${accessKeyId}\n`, secretAccessKey },
      { accessKeyId, secretAccessKey, sessionToken: new Secret("hunter2\r\nx: y") },
    ]
  ) {
    await assert.rejects(lab.tokens.request(REGISTRY, credentials, { signal: SIGNAL }), (error) => {
      assert.ok(error instanceof AwsError);
      assert.equal(error.code, "AWS_REJECTED");
      assert.match(error.message, /contains a character that is not allowed in a request$/);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  }
  assert.equal(lab.aws.requests.length, 0);
});

Deno.test("request() lets the profile name the endpoint for credentials of the environment, and for no others", async () => {
  await using lab = await Lab.open();
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(home, ".aws"));
    await Deno.writeTextFile(
      join(home, ".aws", "config"),
      `[profile local]\nendpoint_url = ${lab.aws.url}\n[profile evil]\nendpoint_url = http://evil.test\n`,
    );
    const request = async (profile: string, credentials: AwsCredentials, ambient: boolean): Promise<void> => {
      // The deadline keeps a request from leaving the machine for long, should one be made.
      const signal = AbortSignal.timeout(30_000);
      const variables = { HOME: home, AWS_PROFILE: profile, HTTPS_PROXY: "http://127.0.0.1:1" };
      const environment = new FixedEnvironment(variables);
      const marked = markAmbient(credentials, await profileOf(environment));
      await new SdkEcrTokens({ environment, clock: () => new Date() }).request(
        REGISTRY,
        // A copy, as the steps of a chain make it, is still from the environment.
        ambient ? { ...marked, region: "eu-west-1" } : credentials,
        { signal },
      );
    };
    await request("local", lab.credentials, true);
    assert.equal(lab.aws.requests.length, 1);
    await assert.rejects(request("evil", lab.credentials, true), {
      code: "AWS_ENDPOINT_REFUSED",
      message: /endpoint_url of the AWS profile "evil"/,
    });
    // Given credentials go to AWS itself, as far as the proxy that does not exist.
    await assert.rejects(request("local", lab.credentials, false), { code: "AWS_UNREACHABLE" });
    assert.equal(lab.aws.requests.length, 1);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
