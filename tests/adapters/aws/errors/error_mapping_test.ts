/** What every kind of failure becomes, over real HTTP: our code, one line of message, a next step, and how often AWS was asked. */
import assert from "node:assert/strict";
import type { AwsErrorCode } from "../../../../src/domain/errors/errors.ts";
import type { FaultEffect } from "../../../fakes/aws/faults.ts";
import { Lab, type LabService } from "../lab.ts";

interface MappingCase {
  readonly effect: FaultEffect;
  readonly code: AwsErrorCode;
  /** What the message says behind its opening. */
  readonly message: RegExp;
  readonly hint: RegExp;
  readonly calls: number;
}

const OPENINGS: Readonly<Record<LabService, string>> = {
  "ecr": 'Cannot get an ECR token for "123456789012.dkr.ecr.eu-west-1.amazonaws.com": ',
  "ecr-public": 'Cannot get an ECR token for "public.ecr.aws": ',
  "sts": 'Cannot assume role "arn:aws:iam::210987654321:role/deploy": ',
};

function error(status: number, code: string, message = "AWS' own words."): FaultEffect {
  return { kind: "error", status, code, message };
}

const CREDENTIALS_HINT = /access key|trust policy|ecr:GetAuthorizationToken|sts:GetServiceBearerToken/;

const CASES: readonly MappingCase[] = [
  ...[
    [400, "AccessDeniedException"],
    [403, "AccessDenied"],
    [400, "UnrecognizedClientException"],
    [403, "InvalidClientTokenId"],
    [403, "SignatureDoesNotMatch"],
    [400, "InvalidSignatureException"],
    [400, "IncompleteSignature"],
    [403, "MissingAuthenticationToken"],
    [401, "AuthFailure"],
    [403, "SomethingNew"],
    [401, "SomethingNew"],
  ].map(([status, code]): MappingCase => ({
    effect: error(Number(status), String(code)),
    code: "AWS_DENIED",
    message: new RegExp(`^AWS denied access \\(${code}: AWS' own words, request ID [0-9a-f-]+\\)$`),
    hint: CREDENTIALS_HINT,
    calls: 1,
  })),
  {
    effect: error(403, "RegionDisabledException"),
    code: "AWS_DENIED",
    message: /^AWS denied access \(RegionDisabledException: /,
    // Of a registry, an AWS profile, or an identity.
    hint: /^Enable the region in the account, or use another region$/,
    calls: 1,
  },
  ...[[400, "ExpiredTokenException"], [403, "ExpiredToken"], [403, "RequestExpired"]]
    .map(([status, code]): MappingCase => ({
      effect: error(Number(status), String(code)),
      code: "AWS_CREDENTIALS_EXPIRED",
      message: new RegExp(`^the credentials have expired \\(${code}: AWS' own words, request ID `),
      hint: /Log in again/,
      calls: 1,
    })),
  ...[
    error(403, "RequestTimeTooSkewed"),
    error(
      403,
      "SignatureDoesNotMatch",
      "Signature not yet current: 20260101T000000Z is still later than 20251231T233000Z",
    ),
  ].map((effect): MappingCase => ({
    effect,
    code: "AWS_CLOCK_SKEW",
    message: /^this machine's clock and that of AWS differ too much \((RequestTimeTooSkewed|Signature)/,
    hint: /Set this machine's clock/,
    calls: 1,
  })),
  {
    // The SDK takes this one for transient.
    effect: error(
      400,
      "InvalidSignatureException",
      "Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z",
    ),
    code: "AWS_CLOCK_SKEW",
    message: /^this machine's clock and that of AWS differ too much \(InvalidSignatureException: /,
    hint: /Set this machine's clock/,
    calls: 3,
  },
  ...[[400, "ThrottlingException"], [400, "Throttling"], [429, "SomethingNew"], [503, "SlowDown"]]
    .map(([status, code]): MappingCase => ({
      effect: error(Number(status), String(code)),
      code: "AWS_THROTTLED",
      message: new RegExp(`^AWS throttled the request 3 times \\(${code}: `),
      hint: /Wait a minute/,
      calls: 3,
    })),
  ...[[500, "InternalFailure"], [503, "ServiceUnavailable"], [500, "ServerException"]]
    .map(([status, code]): MappingCase => ({
      effect: error(Number(status), String(code)),
      code: "AWS_UNREACHABLE",
      message: new RegExp(`^AWS failed 3 times \\(HTTP ${status}, ${code}: `),
      hint: /try again/,
      calls: 3,
    })),
  {
    effect: error(501, "NotImplemented"),
    code: "AWS_UNREACHABLE",
    message: /^AWS failed once \(HTTP 501, /,
    hint: /try again/,
    calls: 1,
  },
  ...[[400, "ValidationError"], [400, "InvalidParameterException"], [400, "PackedPolicyTooLarge"]]
    .map(([status, code]): MappingCase => ({
      effect: error(Number(status), String(code)),
      code: "AWS_REJECTED",
      message: new RegExp(`^AWS rejected the request \\(${code}(Exception)?: AWS' own words, request ID `),
      hint: /Check the values/,
      calls: 1,
    })),
  ...([
    { kind: "close" },
    { kind: "reset" },
    { kind: "cut", how: "close" },
    { kind: "cut", how: "reset" },
  ] as const).map((effect): MappingCase => ({
    effect,
    code: "AWS_UNREACHABLE",
    message: /^the connection to "127\.0\.0\.1:\d+" was interrupted \(ECONNRESET\)$/,
    hint: /network/,
    calls: 3,
  })),
  {
    effect: { kind: "redirect", status: 302, location: "http://127.0.0.1:1/" },
    code: "AWS_RESPONSE_INVALID",
    message: /^the response is a redirect, which is not followed \(HTTP 302\)$/,
    hint: /AWS_ENDPOINT_URL and proxies/,
    calls: 1,
  },
  {
    effect: { kind: "flood", bytes: 100 * 1024 * 1024 },
    code: "AWS_RESPONSE_INVALID",
    message: /^the response is not from AWS/,
    hint: /AWS_ENDPOINT_URL and proxies/,
    calls: 1,
  },
];

Deno.test("mapFailure() distinguishes every failure of every service", async (t) => {
  const services = ["ecr", "ecr-public", "sts"] as const;
  // Throttled calls wait for seconds before they are repeated: all cases at once.
  const outcomes = await Promise.all(CASES.map(async (each) => {
    await using lab = await Lab.open();
    // The fake spoils only answers that it would give.
    lab.aws.role({ account: "210987654321", name: "deploy", trusts: [lab.keys.arn], externalId: "x-1" });
    return await Promise.all(services.map(async (service) => {
      lab.aws.faults.add({ service, effect: each.effect });
      return { service, each, failure: await lab.failure(service), calls: lab.aws.count(service) };
    }));
  }));
  for (const { service, each, failure, calls } of outcomes.flat()) {
    await t.step(`${service} ${JSON.stringify(each.effect).slice(0, 80)}`, () => {
      assert.equal(failure.code, each.code, failure.message);
      const opening = OPENINGS[service];
      assert.ok(failure.message.startsWith(opening), failure.message);
      assert.match(failure.message.slice(opening.length), each.message);
      assert.match(failure.hint ?? "", each.hint);
      assert.equal(calls, each.calls);
      assert.ok(failure.cause !== undefined);
    });
  }
});

Deno.test("mapFailure() names the permissions that each service needs", async () => {
  await using lab = await Lab.open();
  lab.aws.faults.add({ effect: error(400, "AccessDeniedException") });
  assert.match((await lab.failure("ecr")).hint ?? "", /ecr:GetAuthorizationToken/);
  assert.match((await lab.failure("ecr-public")).hint ?? "", /sts:GetServiceBearerToken/);
  assert.match((await lab.failure("sts")).hint ?? "", /trust policy .*external ID/);
});

Deno.test("mapFailure() shows no secret that AWS repeats, and nothing that could steer a terminal", async () => {
  await using lab = await Lab.open();
  const role = lab.aws.role({ account: "123456789012", name: "r", trusts: [lab.keys.arn] });
  const session = lab.aws.session(role, { name: "alice" });
  const canonical = `POST\n/\n\nhost:x\nx-amz-security-token:${session.sessionToken}\n`;
  lab.aws.faults.add({
    effect: error(
      403,
      "SignatureDoesNotMatch",
      `The request signature we calculated does not match the signature you provided. ${lab.keys.secretAccessKey} ` +
        `\u001b]0;pwn\u0007\u202e\n\nThe Canonical String for this request should have been\n'${canonical}'`,
    ),
  });
  for (const service of ["ecr", "sts"] as const) {
    const failure = await lab.failure(service);
    assert.match(failure.message, /The request signature we calculated does not match/);
    for (const secret of [lab.keys.secretAccessKey, session.sessionToken ?? "", "Canonical String"]) {
      assert.ok(!failure.message.includes(secret), failure.message);
    }
    // deno-lint-ignore no-control-regex -- that is what must not be there
    assert.doesNotMatch(failure.message, /[\u0000-\u001f\u007f-\u009f\u202e]/);
  }
});

Deno.test("mapFailure() reports the clock difference from AWS' Date header", async () => {
  for (
    const [offsetMs, words] of [
      [20 * 60_000, /this machine's clock is 20 min behind that of AWS \(SignatureDoesNotMatch/],
      [-3 * 3_600_000, /this machine's clock is 3 h ahead of that of AWS \(SignatureDoesNotMatch/],
    ] as const
  ) {
    await using lab = await Lab.open();
    lab.aws.clockOffsetMs = offsetMs;
    lab.aws.faults.add({ effect: error(403, "SignatureDoesNotMatch") });
    const failure = await lab.failure("ecr");
    assert.equal(failure.code, "AWS_CLOCK_SKEW");
    assert.equal(failure.exitCode, 3);
    assert.match(failure.message, words);
  }
});

Deno.test("mapFailure() distinguishes a proxy's page from a response of AWS", async () => {
  for (
    const [status, code, message] of [
      [200, "AWS_RESPONSE_INVALID", /the response is not from AWS \(HTTP 200\)$/],
      [404, "AWS_RESPONSE_INVALID", /the response is not from AWS \(HTTP 404\)$/],
      [403, "AWS_DENIED", /AWS denied access \(HTTP 403\)$/],
      [502, "AWS_UNREACHABLE", /AWS failed 3 times \(HTTP 502\)$/],
    ] as const
  ) {
    await using page = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () =>
        new Response("<html><body>Blocked</body></html>", {
          status,
          headers: { "content-type": "text/html" },
        }),
    );
    await using lab = await Lab.open({
      variables: { AWS_ENDPOINT_URL: `http://127.0.0.1:${page.addr.port}` },
    });
    for (const service of ["ecr", "sts"] as const) {
      const failure = await lab.failure(service);
      assert.equal(failure.code, code);
      // STS' protocol reads a page as an answer without fields.
      if (status !== 200 || service === "ecr") assert.match(failure.message, message);
      assert.doesNotMatch(failure.message, /Blocked/);
      if (status === 403) {
        assert.match(failure.hint ?? "", /^If a proxy sent this response, check HTTPS_PROXY/);
      }
    }
  }
});
