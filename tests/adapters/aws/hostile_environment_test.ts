/** Calls with given credentials depend on nothing that the process happens to find around it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type FakeAws, type Keys, startFakeAws } from "../../fakes/aws/fake_aws.ts";
import type { Role } from "../../fakes/aws/principals.ts";
import { runChild } from "./child_process.ts";
import type { GivenCredentialsInput, GivenCredentialsOutput } from "./given_credentials_program.ts";

/** Everything that the SDK is known to read, with values that would break a call or lead it astray. */
function hostileVariables(home: string): Record<string, string> {
  return {
    HOME: home,
    AWS_ACCESS_KEY_ID: "AKIAHOSTILE",
    AWS_SECRET_ACCESS_KEY: "hostile",
    AWS_SESSION_TOKEN: "hostile",
    AWS_PROFILE: "evil",
    AWS_REGION: "xx-hostile-1",
    AWS_DEFAULT_REGION: "xx-hostile-1",
    AWS_ROLE_ARN: "arn:aws:iam::666666666666:role/evil",
    AWS_WEB_IDENTITY_TOKEN_FILE: "/nonexistent/token",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/",
    AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:1/",
    AWS_MAX_ATTEMPTS: "1",
    AWS_RETRY_MODE: "nonsense",
    AWS_DEFAULTS_MODE: "nonsense",
    AWS_AUTH_SCHEME_PREFERENCE: "httpBearerAuth",
    AWS_BEARER_TOKEN_ECR: "hostile",
    AWS_BEARER_TOKEN_SSO: "hostile",
    AWS_SIGV4A_SIGNING_REGION_SET: "*",
    AWS_SDK_UA_APP_ID: "x".repeat(100),
    AWS_STS_REGIONAL_ENDPOINTS: "legacy",
  };
}

const CONFIG = (marker: string): string =>
  `[profile evil]
endpoint_url = http://127.0.0.1:1
use_fips_endpoint = true
use_dualstack_endpoint = true
max_attempts = 1
retry_mode = nonsense
defaults_mode = nonsense
services = missing
region = xx-hostile-1
auth_scheme_preference = httpBearerAuth
credential_process = touch ${marker}
[default]
endpoint_url = http://127.0.0.1:1
[
`;

Deno.test("given credentials are used, regardless of variables and shared files", async () => {
  await using scene = await Scene.open();
  const variables = { ...hostileVariables(scene.home), AWS_ENDPOINT_URL: scene.aws.url };
  await scene.expectOurs(variables, scene.input);
});

Deno.test("our own decisions only depend on the Environment port, not on the process", async () => {
  await using scene = await Scene.open();
  const variables = {
    ...hostileVariables(scene.home),
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ENDPOINT_URL_ECR: "http://127.0.0.1:1",
    AWS_ENDPOINT_URL_STS: "http://evil.test",
    AWS_USE_FIPS_ENDPOINT: "true",
    AWS_USE_DUALSTACK_ENDPOINT: "true",
    AWS_CA_BUNDLE: "/nonexistent/ca.pem",
  };
  await scene.expectOurs(variables, {
    ...scene.input,
    variables: { AWS_ENDPOINT_URL: scene.aws.url },
  });
});

Deno.test("the SDK finds no endpoint by itself, neither in variables nor in shared files", async () => {
  await using scene = await Scene.open();
  await Deno.writeTextFile(
    join(scene.home, ".aws", "config"),
    `[profile evil]\nendpoint_url = ${scene.aws.url}\nservices = evil\n` +
      `[services evil]\necr =\n  endpoint_url = ${scene.aws.url}\n`,
  );
  const { output, stderr } = await runChild(
    "given_credentials_program.ts",
    // A proxy that does not exist keeps the request from leaving this machine.
    { ...scene.input, variables: { HTTPS_PROXY: "http://127.0.0.1:1" } },
    { ...hostileVariables(scene.home), AWS_ENDPOINT_URL: scene.aws.url },
  );
  const { error }: GivenCredentialsOutput = output ?? {};
  assert.equal(stderr, "");
  assert.match(
    error ?? "",
    /: the proxy did not open a connection to "api\.ecr\.eu-west-1\.amazonaws\.com" \(ERR_PROXY_ECONNREFUSED\)$/,
  );
  assert.equal(scene.aws.requests.length, 0);
});

/** A fake AWS, a user, a role, and a home with hostile shared files. */
class Scene implements AsyncDisposable {
  readonly aws: FakeAws;
  readonly user: Keys;
  readonly role: Role;
  readonly home: string;
  /** What is called with. */
  readonly input: GivenCredentialsInput;

  private constructor(aws: FakeAws, home: string) {
    this.aws = aws;
    this.home = home;
    this.user = aws.user({ account: "123456789012", name: "ours" });
    this.role = aws.role({ account: "210987654321", name: "deploy", trusts: [this.user.arn] });
    const center = aws.identityCenter({ startUrl: "https://acme.awsapps.com/start", region: "eu-west-1" });
    center.assign({ id: "123456789012", name: "dev" }, "Admin");
    const { accessToken } = center.issueSession();
    this.input = { keys: this.user, roleArn: this.role.arn, accessToken };
  }

  static async open(): Promise<Scene> {
    const scene = new Scene(await startFakeAws(), await Deno.makeTempDir());
    await Deno.mkdir(join(scene.home, ".aws"));
    await Deno.writeTextFile(join(scene.home, ".aws", "config"), CONFIG(scene.marker));
    await Deno.writeTextFile(join(scene.home, ".aws", "credentials"), "[__proto__]\nx = y\n");
    return scene;
  }

  /** A file that appears when a profile's program runs. */
  get marker(): string {
    return join(this.home, "ran");
  }

  async expectOurs(
    variables: Readonly<Record<string, string>>,
    input: GivenCredentialsInput,
  ): Promise<void> {
    // One failure that passes: retries are ours to decide, too.
    this.aws.faults.add({ times: 1, effect: { kind: "error", status: 500, code: "InternalFailure" } });
    const { output, stderr } = await runChild("given_credentials_program.ts", input, variables);
    assert.equal(stderr, "");
    const { passwords, role, permissionSet, error }: GivenCredentialsOutput = output ?? {};
    assert.equal(error, undefined);
    assert.deepEqual(
      passwords?.map((password) => this.aws.describePassword(password)?.principal),
      [this.user.arn, this.user.arn],
    );
    assert.match(role ?? "", /^ASIA/);
    assert.match(permissionSet ?? "", /^ASIA/);
    assert.deepEqual(this.aws.requests.map(({ service, region, outcome }) => [service, region, outcome]), [
      ["ecr", "eu-west-1", "fault:error"],
      ["ecr", "eu-west-1", "ok"],
      ["ecr-public", "us-east-1", "ok"],
      ["sts", "eu-west-1", "ok"],
      // Their addresses name the region, which the fake does not see.
      ["sso-oidc", undefined, "ok"],
      ["sso", undefined, "ok"],
    ]);
    await assert.rejects(Deno.stat(this.marker));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.aws.close();
    await Deno.remove(this.home, { recursive: true });
  }
}
