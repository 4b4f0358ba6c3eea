/** What is said where a source of credentials fails, and what is advised where nobody can follow it. */
import assert from "node:assert/strict";
import { startFakeAws } from "../../fakes/aws/fake_aws.ts";
import { AmbientHome } from "./ambient_home.ts";
import { serve } from "./answering_service.ts";
import type { AmbientInput, AmbientOutput } from "./ambient_program.ts";
import { promptly } from "../../support/promptly.ts";

const DEADLINE: AmbientInput = { deadlineMs: 15_000 };

async function fail(
  config: string,
  env: Readonly<Record<string, string>> = {},
  input: AmbientInput = DEADLINE,
): Promise<{ readonly code: string; readonly message: string; readonly hint: string }> {
  await using home = await AmbientHome.open({ config });
  const { error }: AmbientOutput = await home.resolve(env, input);
  assert.ok(error !== undefined, "it must fail");
  return { ...error, hint: error.hint ?? "" };
}

Deno.test({
  name: "credential_process: its own message is shown, shortened and without secrets",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const token = "x".repeat(300);
    const rows: readonly (readonly [script: string, message: RegExp])[] = [
      [
        "echo Session expired, run: corp-sso login >&2; exit 3",
        /failed: Session expired, run: corp-sso login$/,
      ],
      ["exit 3", /credential_process failed$/],
      [`echo key ${secret} >&2; exit 1`, /failed: key \[redacted\]$/],
      [`echo session_token=${token} >&2; exit 1`, /failed: session_token=\[redacted\]$/],
      ["echo aws_secret_access_key = abc >&2; exit 1", /failed: aws_secret_access_key = \[redacted\]$/],
      ['echo \'{"SessionToken": "abc"}\' >&2; exit 1', /failed: \{"SessionToken": "\[redacted\]"\}$/],
      ["printf '\\033[2Jgone\\n' >&2; exit 1", /failed: \\u\{1b\}\[2Jgone$/],
      ["for i in $(seq 500); do echo line $i; done >&2; exit 1", /failed: line 1 line 2 .{300,400}…$/],
      ["echo no json", /credential_process did not print JSON$/],
      ["echo {}", /printed a Version other than 1$/],
      ['echo {\\"Version\\":1}', /did not print an AccessKeyId$/],
      ['echo {\\"Version\\":1,\\"AccessKeyId\\":\\"a\\"}', /did not print a SecretAccessKey$/],
    ];
    for (const [script, message] of rows) {
      await t.step(script.slice(0, 40), async () => {
        await using home = await AmbientHome.open();
        const file = await home.write("process.sh", script);
        await home.write(".aws/config", `[default]\ncredential_process = sh "${file}"\n`);
        const { error } = await home.resolve();
        assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
        assert.match(error.message, message);
        assert.ok(error.message.length < 600);
        assert.ok(!error.message.includes(secret));
      });
    }
  },
});

Deno.test({
  name: "credential_process: one that does not end is named and killed",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { code, message, hint } = await promptly(
      10_000,
      () => fail("[default]\ncredential_process = sleep 30\n", {}, { deadlineMs: 1000 }),
    );
    assert.equal(code, "AWS_CREDENTIALS_MISSING");
    assert.match(message, /: credential_process did not finish within 1 s$/);
    assert.doesNotMatch(`${message} ${hint}`, /network|VPN|PROXY/);
  },
});

Deno.test("credential_process: a command that cannot be run", async (t) => {
  const rows: readonly (readonly [command: string, message: RegExp])[] = [
    ["/nonexistent/program", /credential_process could not be started$/],
    ["'not closed", /credential_process has a quote that is not closed$/],
    ["''", /credential_process is empty$/],
  ];
  for (const [command, message] of rows) {
    await t.step(command, async () => {
      assert.match((await fail(`[default]\ncredential_process = ${command}\n`)).message, message);
    });
  }
});

Deno.test("instance metadata: the reason of a failure is reported", async (t) => {
  const roles = "/latest/meta-data/iam/security-credentials/";
  const rows: Readonly<
    Record<string, readonly [(path: string, method: string) => Response | undefined, RegExp, RegExp]>
  > = {
    "the answer to the token never comes, and the old way is closed": [
      (_, method) => method === "PUT" ? undefined : new Response(null, { status: 401 }),
      /instance metadata service did not respond within 1 s$/,
      /HttpPutResponseHopLimit/,
    ],
    "nothing ever comes": [() => undefined, /did not respond within 1 s$/, /hop limit/],
    "no role: not found": [
      (path) => path === "/latest/api/token" ? new Response("t") : new Response(null, { status: 404 }),
      /this instance has no role$/,
      /instance profile/,
    ],
    "no role: an empty list": [
      (path) => new Response(path === "/latest/api/token" ? "t" : ""),
      /this instance has no role$/,
      /instance profile/,
    ],
    "a role that may not be assumed": [
      (path) =>
        path === "/latest/api/token"
          ? new Response("t")
          : path === roles
          ? new Response("machine")
          : Response.json({ Code: "AssumeRoleUnauthorizedAccess" }),
      /returned none for role "machine" \(AssumeRoleUnauthorizedAccess\)$/,
      /ec2\.amazonaws\.com/,
    ],
    "metadata is turned off": [
      () => new Response(null, { status: 403 }),
      /responded with HTTP 403$/,
      /metadata is enabled/,
    ],
  };
  for (const [name, [answer, message, hint]] of Object.entries(rows)) {
    await t.step(name, async () => {
      await using service = serve(answer);
      const error = await fail("", {
        AWS_EC2_METADATA_DISABLED: "false",
        AWS_EC2_METADATA_SERVICE_ENDPOINT: service.url,
      });
      assert.equal(error.code, "AWS_CREDENTIALS_MISSING");
      assert.match(error.message, message);
      assert.match(error.hint, hint);
      assert.doesNotMatch(error.hint, /aws sso login/);
    });
  }
});

Deno.test("EKS Pod Identity: a missing token file is named", async () => {
  const { message, hint } = await fail("", {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/v1/credentials",
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/nonexistent/token",
  });
  assert.match(
    message,
    /the file "\/nonexistent\/token", set in AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, cannot be read$/,
  );
  assert.match(hint, /Pod Identity agent/);
});

Deno.test("a role with an MFA device names the ways to pass a code", async () => {
  const { code, message, hint } = await fail(
    "[default]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = b\nmfa_serial = arn:mfa/me\n" +
      "[profile b]\naws_access_key_id = A\naws_secret_access_key = s\n",
  );
  assert.equal(code, "MFA_REQUIRED");
  assert.match(message, /profile "default": it requires an MFA code from "arn:mfa\/me"$/);
  assert.match(hint, /`atmos-ecr login` in a terminal/);
});

Deno.test("an unknown region is reported before any call", async () => {
  const { code, message } = await fail(
    "[default]\nregion = eu-west-1 # Ireland\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = b\n" +
      "[profile b]\naws_access_key_id = A\naws_secret_access_key = s\n",
  );
  assert.equal(code, "AWS_PROFILE_INVALID");
  assert.match(message, /AWS has no region "eu-west-1 # Ireland"$/);
});

Deno.test("an invalid account ID is reported before any call", async () => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await using home = await AmbientHome.open({
    config: '[default]\nsso_session = s\nsso_account_id = "111111111111"\nsso_role_name = r\n' +
      "[sso-session s]\nsso_start_url = https://a\nsso_region = us-east-1\n",
  });
  await home.writeSsoToken("s", { accessToken: "t", expiresAt });
  const { error } = await home.resolve({ AWS_ENDPOINT_URL_SSO: "http://127.0.0.1:9" });
  assert.equal(error?.code, "AWS_PROFILE_INVALID");
  assert.match(error.message, /its sso_account_id is not a 12-digit account ID$/);
});

Deno.test("a login is only suggested to an interactive user", async (t) => {
  const sso = "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n" +
    "[sso-session s]\nsso_start_url = https://a\nsso_region = us-east-1\n";
  const places: Readonly<
    Record<string, readonly [Readonly<Record<string, string>>, boolean, RegExp | undefined]>
  > = {
    person: [{}, false, undefined],
    "GitHub Actions": [{ CI: "true", GITHUB_ACTIONS: "true" }, false, /Set AWS_ACCESS_KEY_ID/],
    GitLab: [{ GITLAB_CI: "true" }, false, /in the job, or use an identity from atmos/],
    kubelet: [{}, true, /Attach a role to the node's instance/],
    pod: [{ KUBERNETES_SERVICE_HOST: "10.0.0.1" }, false, /Assign a role to the task or pod/],
  };
  for (const [place, [env, kubelet, advice]] of Object.entries(places)) {
    for (const config of ["", sso]) {
      await t.step(`${place}, ${config === "" ? "nothing" : "an SSO session"}`, async () => {
        const { hint } = await fail(config, env, { ...DEADLINE, kubelet });
        if (advice === undefined) assert.match(hint, /^Run `aws sso login`/);
        else {
          assert.match(hint, advice);
          assert.doesNotMatch(hint, /aws sso login/);
        }
      });
    }
  }
});

Deno.test("resolve() uses a selected profile, and ignores keys and web identity in variables", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "123456789012", name: "alice" });
  const role = aws.role({ account: "210987654321", name: "deploy", trusts: [user.arn] });
  await using home = await AmbientHome.open({
    config: `[profile env]\nrole_arn = ${role.arn}\ncredential_source = Environment\n` +
      "[profile keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n" +
      "[profile none]\nregion = eu-west-1\n",
  });
  const env = {
    ...aws.environment(user),
    AWS_ROLE_ARN: "arn:aws:iam::210987654321:role/other",
    AWS_WEB_IDENTITY_TOKEN_FILE: "/nonexistent",
  };
  const resolve = (profile: string): Promise<AmbientOutput> => home.resolve(env, { ...DEADLINE, profile });
  assert.equal((await resolve("keys")).accessKeyId, "AKIAKEYS");
  // Its source is the keys of variables, by name.
  assert.match((await resolve("env")).accessKeyId ?? "", /^ASIA/);
  assert.match((await resolve("none")).error?.message ?? "", /"none": it has no credential source$/);
  assert.match((await resolve("nope")).error?.message ?? "", /no such profile$/);
});
