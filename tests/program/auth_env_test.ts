import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DEV, hostOf, World } from "./world.ts";

Deno.test("auth env prints where the session is, and nothing secret, without asking AWS", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["auth", "env", "-i", "prod-deploy"]);
  strictEqual(code, 0, stderr);
  match(stdout, /^unset AWS_ACCESS_KEY_ID .*AWS_WEB_IDENTITY_TOKEN_FILE\n(export [A-Z0-9_]+=\S+\n)+$/);
  match(stdout, /\nexport AWS_DEFAULT_REGION=eu-west-1\n/);
  match(stdout, /\nexport AWS_PROFILE=prod-deploy\n/);
  ok(stdout.includes(`\nexport DOCKER_CONFIG=${world.sandbox.dockerDirectory}\n`));
  match(
    stderr,
    /Warning: No session for "prod-deploy": add --login, or run `atmos-ecr auth login prod-deploy`/,
  );
  strictEqual(world.aws.requests.length, 0);
  deepStrictEqual(await world.sandbox.files(), []);
});

Deno.test("auth env --login logs in, Docker too, and its variables lead to the session, in a file that is its owner's alone", async () => {
  await using world = await World.create();
  // As for Atmos, -o is a file unless it is a format.
  const { code, stdout, stderr } = await world.run([
    "auth",
    "env",
    "--login",
    "-f",
    "dotenv",
    "-o",
    "./out.env",
  ]);
  deepStrictEqual([code, stdout], [0, ""], stderr);
  ok(stderr.includes(`✓ Logged in to ${hostOf(DEV)} as dev-deploy, for dev/ecr`));
  deepStrictEqual(world.aws.requests.map(({ action }) => action), [
    "GetSessionToken",
    "AssumeRole",
    "GetAuthorizationToken",
    "GetAuthorizationToken",
  ]);
  ok(await world.password(hostOf(DEV)) !== undefined);
  // It says auto_provision: false.
  strictEqual(await world.password(hostOf(DEV, "eu-west-1")), undefined);
  const path = join(world.sandbox.project, "out.env");
  strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  const text = await Deno.readTextFile(path);
  const env = Object.fromEntries(text.trimEnd().split("\n").map((line) => line.split(/=(.*)/s, 2)));
  const session = await Deno.readTextFile(env.AWS_SHARED_CREDENTIALS_FILE);
  ok(session.includes(`[${env.AWS_PROFILE}]`));
  const secret = /aws_secret_access_key *= *(\S+)/.exec(session)?.[1] ?? "";
  ok(secret.length > 10 && !text.includes(secret));
});
