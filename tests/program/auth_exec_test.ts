import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { trustPath } from "../../src/domain/files/app_directories.ts";
import { environmentIn } from "../support/helper_home.ts";
import { DEV, hostOf, World } from "./world.ts";

Deno.test("auth exec runs a program as the identity, with none of the AWS variables outside, and exits like it", async () => {
  await using world = await World.create();
  const args = ["--identity", "foo", "-o", "json", "--", "--help", ""];
  const script = 'env; printf "<%s>" "$@"; exit 7';
  const { code, stdout, stderr } = await world.run(
    ["auth", "exec", "--", "sh", "-c", script, "sh", ...args],
    {
      env: {
        AWS_ACCESS_KEY_ID: "AKIAOUTER",
        AWS_SECRET_ACCESS_KEY: "outer",
        AWS_SESSION_TOKEN: "outer",
        AWS_PROFILE: "outer",
        AWS_ROLE_ARN: "outer",
        AWS_WEB_IDENTITY_TOKEN_FILE: "/outer",
        AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/outer",
        AWS_CREDENTIAL_EXPIRATION: "outer",
        AWS_CA_BUNDLE: undefined,
        AWS_PAGER: "",
        TEAM: "blue",
      },
    },
  );
  strictEqual(code, 7, stderr);
  const lines = stdout.split("\n");
  strictEqual(lines.pop(), args.map((arg) => `<${arg}>`).join(""));
  const env = new Map(lines.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
  const directory = join(world.sandbox.home, ".config", "atmos");
  deepStrictEqual([...env.keys()].filter((name) => name.startsWith("AWS_")).toSorted(), [
    "AWS_CONFIG_FILE",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_ENDPOINT_URL",
    "AWS_PAGER",
    "AWS_PROFILE",
    "AWS_SDK_LOAD_CONFIG",
    "AWS_SHARED_CREDENTIALS_FILE",
  ]);
  strictEqual(env.get("AWS_PROFILE"), "dev-deploy");
  ok(env.get("AWS_SHARED_CREDENTIALS_FILE")?.startsWith(directory));
  strictEqual(env.get("DOCKER_CONFIG"), world.sandbox.dockerDirectory);
  strictEqual(env.get("TEAM"), "blue");
  ok(!lines.join("\n").includes("outer"));
  ok(await world.password(hostOf(DEV)) !== undefined);
});

Deno.test("auth exec fails if the session cannot be stored, since the program would read it", async () => {
  await using world = await World.create();
  await Deno.writeTextFile(join(world.sandbox.home, ".config"), "a file is in the way");
  const { code, stdout, stderr } = await world.run(["auth", "exec", "--", "echo", "ran"]);
  deepStrictEqual([code, stdout], [3, ""], stderr);
  match(stderr, /Cannot store the session in ".*credentials"[\s\S]*XDG_CONFIG_HOME[\s\S]*STATE_UNUSABLE/);
  const warnings = stderr.split("\n").filter((line) => line.startsWith("Warning: "));
  strictEqual(new Set(warnings).size, warnings.length, stderr);
});

Deno.test("the env of an identity reaches the program only from a file that is trusted", async () => {
  const yaml = World.ATMOS_YAML.replace(
    "default: true",
    "default: true\n      env: [{key: TEAM, value: blue}]",
  );
  await using world = await World.create(yaml);
  const refused = await world.run(["auth", "exec", "--", "printenv", "TEAM"]);
  deepStrictEqual([refused.code, refused.stdout], [2, ""]);
  match(
    refused.stderr,
    /atmos\.yaml:\d+:\d+: Cannot set TEAM of identity "dev-deploy"[\s\S]*CONFIG_UNTRUSTED/,
  );
  strictEqual(world.aws.requests.length, 0);
  await new TrustFile(trustPath(environmentIn(world.sandbox)))
    .trust(join(world.sandbox.project, "atmos.yaml"), new TextEncoder().encode(yaml));
  const trusted = await world.run(["auth", "exec", "--", "printenv", "TEAM"]);
  deepStrictEqual([trusted.code, trusted.stdout], [0, "blue\n"], trusted.stderr);
});

Deno.test("auth shell starts a shell with the identity, and exits like it", async () => {
  await using world = await World.create();
  const script = "echo $ATMOS_IDENTITY $ATMOS_SHLVL $AWS_PROFILE; exit 3";
  const { code, stdout, stderr } = await world.run(
    ["auth", "shell", "-i", "PROD-deploy", "--", "-c", script],
    {
      env: { SHELL: "sh", ATMOS_SHLVL: "1" },
    },
  );
  strictEqual(code, 3, stderr);
  strictEqual(stdout, "prod-deploy 2 prod-deploy\n");
  match(stderr, /Started a shell as prod-deploy; type exit to leave it\nExited the shell of prod-deploy\n$/);
});

Deno.test("SIGTERM is passed to the program of auth exec, whose exit code is returned", async () => {
  await using world = await World.create();
  const child = world.spawn([
    "auth",
    "exec",
    "--",
    "sh",
    "-c",
    "trap 'echo got it; exit 9' TERM; echo ready; while :; do sleep 0.05; done",
  ]);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("ready")) text += (await reader.read()).value ?? "";
  child.kill("SIGTERM");
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  await child.stderr.cancel();
  deepStrictEqual([(await child.status).code, text], [9, "ready\ngot it\n"]);
});
