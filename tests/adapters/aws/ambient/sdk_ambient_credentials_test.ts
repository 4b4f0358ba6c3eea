/** The sources of the environment's credentials, each in a process with exactly its own variables and files. */
import assert from "node:assert/strict";
import { startFakeAws } from "../../../fakes/aws/fake_aws.ts";
import { AmbientHome } from "../ambient_home.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "env-secret" };
const LATER = new Date(Date.now() + 3_600_000).toISOString();

Deno.test("resolve() reads keys from variables, with their session token, expiry and region", async () => {
  await using home = await AmbientHome.open();
  assert.deepEqual(await home.resolve(KEYS), { accessKeyId: "AKIAENV", secretAccessKey: "env-secret" });
  assert.deepEqual(
    await home.resolve({
      ...KEYS,
      AWS_SESSION_TOKEN: "env-session",
      AWS_CREDENTIAL_EXPIRATION: LATER,
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "us-east-1",
    }),
    {
      accessKeyId: "AKIAENV",
      secretAccessKey: "env-secret",
      sessionToken: "env-session",
      expiresAt: LATER,
      region: "eu-west-1",
    },
  );
});

Deno.test("resolve() prefers keys in variables to a profile, as the AWS CLI and the Go SDK do", async () => {
  await using home = await AmbientHome.open({
    config: "[profile dev]\nregion = eu-south-1\n",
    credentials: "[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = dev-secret\n",
  });
  const found = await home.resolve({ ...KEYS, AWS_PROFILE: "dev" });
  assert.deepEqual([found.accessKeyId, found.region], ["AKIAENV", "eu-south-1"]);
});

Deno.test("resolve() reads a profile's keys and region: the named one, otherwise default", async () => {
  await using home = await AmbientHome.open({
    config: "[profile dev]\nregion = eu-south-1\n",
    credentials: "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = d\n" +
      "[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = dev-secret\naws_session_token = t\n",
  });
  const [first, named, older, region] = await Promise.all([
    home.resolve(),
    home.resolve({ AWS_PROFILE: "dev" }),
    home.resolve({ AWS_DEFAULT_PROFILE: "dev" }),
    home.resolve({ AWS_PROFILE: "dev", AWS_DEFAULT_REGION: "us-east-1" }),
  ]);
  assert.deepEqual([first.accessKeyId, first.region], ["AKIADEFAULT", undefined]);
  const dev = {
    accessKeyId: "AKIADEV",
    secretAccessKey: "dev-secret",
    sessionToken: "t",
    region: "eu-south-1",
  };
  assert.deepEqual([named, older], [dev, dev]);
  assert.equal(region.region, "us-east-1");
});

Deno.test("resolve() assumes a profile's role at the endpoint of the environment", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "123456789012", name: "alice" });
  const role = aws.role({ account: "210987654321", name: "deploy", trusts: [user.arn] });
  await using home = await AmbientHome.open({
    config: `[profile deploy]\nrole_arn = ${role.arn}\nsource_profile = base\nregion = eu-north-1\n` +
      "[profile closed]\nrole_arn = arn:aws:iam::210987654321:role/closed\nsource_profile = base\n",
    credentials:
      `[base]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n`,
  });
  const variables = { AWS_ENDPOINT_URL_STS: aws.url, AWS_PROFILE: "deploy" };
  const found = await home.resolve(variables);
  assert.match(found.accessKeyId ?? "", /^ASIA/);
  assert.ok((found.expiresAt ?? "") > new Date().toISOString());
  assert.equal(aws.requests[0]?.region, "eu-north-1");
  const { error } = await home.resolve({ ...variables, AWS_PROFILE: "closed" });
  assert.equal(error?.code, "AWS_DENIED");
  assert.match(
    error?.message ?? "",
    /^Cannot get the AWS credentials of profile "closed": AWS denied access \(AccessDenied: /,
  );
  assert.match(error?.hint ?? "", /trust policy/);
});

Deno.test("resolve() assumes the role of a profile without a region in the partition of the role", async () => {
  await using aws = await startFakeAws();
  aws.account("123456789012", { partition: "aws-us-gov" });
  const user = aws.user({ account: "123456789012", name: "alice" });
  const role = aws.role({ account: "123456789012", name: "deploy", trusts: [user.arn] });
  await using home = await AmbientHome.open({
    config: `[profile deploy]\nrole_arn = ${role.arn}\nsource_profile = base\n`,
    credentials:
      `[base]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n`,
  });
  const found = await home.resolve({ AWS_ENDPOINT_URL_STS: aws.url, AWS_PROFILE: "deploy" });
  assert.match(found.accessKeyId ?? found.error?.message ?? "", /^ASIA/);
  assert.deepEqual([aws.requests[0]?.region, found.region], ["us-gov-west-1", "us-gov-west-1"]);
});

Deno.test("resolve() runs a profile's credential_process", async () => {
  const answer = JSON.stringify({
    Version: 1,
    AccessKeyId: "ASIAPROCESS",
    SecretAccessKey: "s",
    SessionToken: "t",
    Expiration: LATER,
  });
  await using home = await AmbientHome.open();
  const file = await home.write("answer.json", answer);
  await home.write(
    ".aws/config",
    `[default]\ncredential_process = cat ${file}\n[profile bad]\ncredential_process = false hunter2\n`,
  );
  assert.equal((await home.resolve()).accessKeyId, "ASIAPROCESS");
  const { error } = await home.resolve({ AWS_PROFILE: "bad" });
  assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
  assert.match(error?.message ?? "", /profile "bad": credential_process failed$/);
  assert.doesNotMatch(JSON.stringify(error), /hunter2/);
  await home.write("answer.json", answer.replace(LATER, "2020-01-01T00:00:00Z"));
  assert.equal((await home.resolve()).error?.code, "AWS_CREDENTIALS_EXPIRED");
});

Deno.test("resolve() names everything that could help when there are no credentials", async () => {
  await using home = await AmbientHome.open();
  const { error } = await home.resolve();
  assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
  assert.equal(error?.message, "Cannot get AWS credentials from the environment: none were found");
  for (const help of ["aws sso login", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "--identity"]) {
    assert.ok(error?.hint?.includes(help), error?.hint);
  }
});

Deno.test("resolve() stops at a named profile that does not exist, and suggests the nearest", async () => {
  await using home = await AmbientHome.open({ config: "[profile production]\nregion = eu-west-1\n" });
  // A metadata service that would have given credentials must not be asked instead.
  const named = { AWS_PROFILE: "producton" };
  for (const { error } of await Promise.all([home.resolve(named), home.resolve({ ...KEYS, ...named })])) {
    assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
    assert.equal(
      error?.message,
      'Cannot get the AWS credentials of profile "producton": the AWS config and credentials files have no such profile',
    );
    assert.equal(
      error?.hint,
      'Use an existing profile for --aws-profile or AWS_PROFILE. Did you mean "production"?',
    );
  }
});

Deno.test("resolve() reports expired keys in variables, and an unreadable token file", async () => {
  await using home = await AmbientHome.open();
  const expired = await home.resolve({ ...KEYS, AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z" });
  assert.equal(expired.error?.code, "AWS_CREDENTIALS_EXPIRED");
  const { error } = await home.resolve({
    AWS_WEB_IDENTITY_TOKEN_FILE: "/nonexistent/token",
    AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/r",
  });
  assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
  assert.match(error?.hint ?? "", /AWS_WEB_IDENTITY_TOKEN_FILE/);
});

Deno.test("resolve() rejects an endpoint before it sends a key there", async () => {
  await using home = await AmbientHome.open({
    config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n" +
      "[profile base]\nendpoint_url = http://evil.test\n",
    credentials: "[base]\naws_access_key_id = AKIA\naws_secret_access_key = s\n",
  });
  const cases = [
    [{ AWS_ENDPOINT_URL: "http://evil.test" }, "AWS_ENDPOINT_URL"],
    [{ AWS_ENDPOINT_URL_STS: "http://evil.test" }, "AWS_ENDPOINT_URL_STS"],
    [{ AWS_ENDPOINT_URL_SSO_OIDC: "http://evil.test" }, "AWS_ENDPOINT_URL_SSO_OIDC"],
    [{ AWS_PROFILE: "base" }, 'endpoint_url of the AWS profile "base"'],
  ] as const;
  await Promise.all(cases.map(async ([variables, source]) => {
    const { error } = await home.resolve(variables);
    assert.equal(error?.code, "AWS_ENDPOINT_REFUSED");
    assert.ok(error?.message.startsWith(`Cannot use the endpoint of ${source}: `), error?.message);
  }));
});
