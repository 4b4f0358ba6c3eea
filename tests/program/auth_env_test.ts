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

Deno.test("auth env --login logs in first, and Docker in, unless session and login last", async () => {
  await using world = await World.create();
  for (let round = 0; round < 2; round++) {
    const { code, stdout, stderr } = await world.run(["auth", "env", "--login"]);
    strictEqual(code, 0, stderr);
    ok(!stdout.includes("Logged in"));
    strictEqual(stderr.includes(`✓ Logged in to ${hostOf(DEV)} as dev-deploy, for dev/ecr`), round === 0);
    deepStrictEqual(world.aws.requests.map(({ action }) => action), [
      "GetSessionToken",
      "AssumeRole",
      "GetAuthorizationToken",
      "GetAuthorizationToken",
    ]);
  }
  ok(await world.password(hostOf(DEV)) !== undefined);
  // It says auto_provision: false.
  strictEqual(await world.password(hostOf(DEV, "eu-west-1")), undefined);
  const env = JSON.parse((await world.run(["auth", "env", "-o", "json"])).stdout);
  const session = await Deno.readTextFile(env.AWS_SHARED_CREDENTIALS_FILE);
  ok(session.includes(`[${env.AWS_PROFILE}]`));
  const secret = /aws_secret_access_key *= *(\S+)/.exec(session)?.[1] ?? "";
  ok(secret.length > 10 && !JSON.stringify(env).includes(secret));
});

Deno.test("auth env adds to a file, which is its owner's alone, and replaces one of json", async () => {
  await using world = await World.create();
  const path = join(world.sandbox.project, ".env");
  for (const name of ["builder", "dev-deploy"]) {
    const { code, stdout } = await world.run([
      "auth",
      "env",
      "-i",
      name,
      "-f",
      "dotenv",
      "--output-file",
      ".env",
    ]);
    deepStrictEqual([code, stdout], [0, ""]);
  }
  match(
    await Deno.readTextFile(path),
    /^AWS_CONFIG_FILE=[\s\S]*\nAWS_PROFILE=builder\n[\s\S]*\nAWS_PROFILE=dev-deploy\n/,
  );
  strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  for (const name of ["builder", "dev-deploy"]) {
    await world.run(["auth", "env", "-i", name, "-f", "json", "--output-file", "env.json"]);
  }
  strictEqual(
    JSON.parse(await Deno.readTextFile(join(world.sandbox.project, "env.json"))).AWS_PROFILE,
    "dev-deploy",
  );
  const refused = await world.run(["auth", "env", "--output-file", "no/such/folder/x"]);
  strictEqual(refused.code, 3, refused.stderr);
  match(refused.stderr, /Cannot write "no\/such\/folder\/x"[\s\S]*OUTPUT_UNWRITABLE/);
});

Deno.test("auth env -f github adds to $GITHUB_ENV, also behind a line that has no end", async () => {
  await using world = await World.create();
  const file = join(world.sandbox.root, "github-env");
  await Deno.writeTextFile(file, "BEFORE=1");
  const env = { GITHUB_ENV: file, AWS_ACCESS_KEY_ID: "AKIAOUTER" };
  const { code, stdout, stderr } = await world.run(["auth", "env", "-f", "github"], { env });
  deepStrictEqual([code, stdout], [0, ""]);
  match(await Deno.readTextFile(file), /^BEFORE=1\nAWS_CONFIG_FILE=/);
  match(
    stderr,
    /AWS_ACCESS_KEY_ID is set here and may go before AWS_PROFILE; github has no way to unset variables/,
  );
  const nowhere = await world.run(["auth", "env", "-f", "github"]);
  strictEqual(nowhere.code, 2);
  match(nowhere.stderr, /GITHUB_ENV is not set/);
});

Deno.test("auth env needs a home for the session", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["auth", "env"], {
    env: { HOME: undefined, XDG_CONFIG_HOME: undefined, DOCKER_CONFIG: "/nonexistent" },
  });
  strictEqual(code, 3, stderr);
  match(stderr, /HOME_NOT_FOUND/);
});

Deno.test("auth env -o FILE is --output-file FILE, as for Atmos; a format stays a format", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["auth", "env", "-f", "env", "-o", "./out.env"]);
  deepStrictEqual([code, stdout], [0, ""], stderr);
  match(await Deno.readTextFile(join(world.sandbox.project, "out.env")), /^AWS_PROFILE=dev-deploy$/m);
  strictEqual((await world.run(["auth", "env", "-o", "jsno"])).code, 2);
  ok("AWS_PROFILE" in JSON.parse((await world.run(["auth", "env", "-o", "json"])).stdout));
});

Deno.test("auth env --login reports a failed registry on stderr, and prints the variables", async () => {
  await using world = await World.create();
  world.aws.deny(world.role.arn, "ecr:GetAuthorizationToken");
  const { code, stdout, stderr } = await world.run(["auth", "env", "--login", "-f", "json"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Warning: Integration "dev\/ecr" failed/);
  ok("AWS_PROFILE" in JSON.parse(stdout));
});

Deno.test("auth env does not lead programs to the session of another principal", async (t) => {
  await using world = await World.create();
  const edited = World.ATMOS_YAML.replace(`${DEV}:role/deploy`, `${DEV}:role/other`);
  const ambient = (yaml: string): string =>
    yaml.replace(/kind: aws\/user\n +credentials:\n.*\n.*\n/, "kind: aws/ambient\n");
  const keys = world.aws.environment(world.user);
  for (
    const [name, change, expected, said] of [
      [
        "a user",
        (yaml: string) => yaml,
        4,
        /^Error: Cannot use identity "dev-deploy": the session stored .*LOGIN_REQUIRED\n$/s,
      ],
      [
        "the environment",
        ambient,
        0,
        /^Warning: Programs may act as another identity: the session stored for "dev-deploy" is/,
      ],
    ] as const
  ) {
    await t.step(`below ${name}`, async () => {
      await world.sandbox.write("atmos.yaml", change(World.ATMOS_YAML));
      const login = await world.run(["auth", "login"], { env: keys });
      strictEqual(login.code, 0, login.stderr);
      const before = await world.run(["auth", "env"], { env: keys });
      deepStrictEqual([before.code, before.stderr], [0, ""]);
      await world.sandbox.write("atmos.yaml", change(edited));
      const { code, stdout, stderr } = await world.run(["auth", "env"], { env: keys });
      deepStrictEqual([code, stdout === ""], [expected, expected !== 0]);
      match(stderr, said);
    });
  }
});
