import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DEV, hostOf, World } from "./world.ts";

Deno.test("auth exec runs a program as the identity, with none of the AWS variables outside", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["auth", "exec", "--", "env"], {
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
  });
  strictEqual(code, 0, stderr);
  const env = new Map(
    stdout.trimEnd().split("\n").map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  );
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
  ok(!stdout.includes("outer"));
  ok(await world.password(hostOf(DEV)) !== undefined);
});

Deno.test("auth exec passes on all arguments after --", async () => {
  await using world = await World.create();
  const args = ["--identity", "foo", "-o", "json", "--", "--help", ""];
  const { code, stdout, stderr } = await world.run([
    "auth",
    "exec",
    "-i",
    "prod-deploy",
    "--",
    "printf",
    "<%s>",
    ...args,
  ]);
  strictEqual(code, 0, stderr);
  strictEqual(stdout, args.map((arg) => `<${arg}>`).join(""));
});

/** Program → exit code, and what is said. */
const ENDINGS: readonly (readonly [readonly string[], number, RegExp])[] = [
  [["sh", "-c", "exit 7"], 7, /^$/],
  [["sh", "-c", "kill -TERM $$"], 143, /^$/],
  [["sh", "-c", "kill -KILL $$"], 137, /^$/],
  [["no-such-program", "-o", "json"], 127, /Cannot run "no-such-program"[\s\S]*PROGRAM_NOT_FOUND/],
  [["./atmos.yaml"], 126, /Cannot run "\.\/atmos\.yaml"[\s\S]*PROGRAM_NOT_EXECUTABLE/],
];

Deno.test("auth exec exits like the program, and makes no AWS calls while session and logins are valid", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const before = world.aws.requests.length;
  for (const [program, expected, message] of ENDINGS) {
    const { code, stderr } = await world.run(["auth", "exec", "--", ...program]);
    strictEqual(code, expected, program.join(" "));
    match(stderr, message);
  }
  strictEqual(world.aws.requests.length, before);
});

Deno.test("auth exec logs Docker in if a login of a linked registry is missing or expired", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const config = JSON.parse(await world.sandbox.readDockerConfig() ?? "");
  const ended = btoa(`AWS:${btoa(JSON.stringify({ expiration: 1_000_000_000 }))}`);
  for (const auths of [{}, { ...config.auths, "public.ecr.aws": { auth: ended } }]) {
    await world.sandbox.writeDockerConfig(JSON.stringify({ ...config, auths }));
    const { code, stderr } = await world.run(["auth", "exec", "--", "true"]);
    strictEqual(code, 0, stderr);
    match(stderr, /✓ Logged in to public\.ecr\.aws/);
  }
  strictEqual(world.aws.count("sts", "AssumeRole"), 1);
});

Deno.test("auth exec needs no -- before the command: arguments after its name belong to the command", async (t) => {
  await using world = await World.create();
  const script = 'printf "%s;" "$@"';
  for (
    const rest of [
      ["--version"],
      ["--help"],
      ["-h", "-o", "json"],
      ["-i", "x", "--profile", "y", "-C", "/nowhere"],
      ["--", "--version"],
      ["", "--nope="],
    ]
  ) {
    await t.step(rest.join(" "), async () => {
      const { code, stdout, stderr } = await world.run(["auth", "exec", "sh", "-c", script, "sh", ...rest]);
      deepStrictEqual([code, stdout], [0, rest.map((word) => `${word};`).join("")], stderr);
    });
  }
});

/** What is typed → what is said. */
const MISTAKES: readonly (readonly [readonly string[], RegExp])[] = [
  [["exec"], /COMMAND is missing[\s\S]*atmos-ecr auth exec \[options\] -- COMMAND \[ARG\.\.\.\]/],
  [["exec", "--"], /COMMAND is missing/],
  [["exec", "-i", "dev-admin"], /COMMAND is missing/],
  // It may have been meant for an identity, and another one must not run the command.
  [["exec", "dev", "--", "aws"], /"dev" comes before --[\s\S]*-i dev[\s\S]*`atmos-ecr auth exec -- dev aws`/],
  [["shell", "zsh"], /"zsh" comes before --[\s\S]*`atmos-ecr auth shell -- zsh`/],
];

for (const [args, message] of MISTAKES) {
  Deno.test(`auth ${args.join(" ")} is rejected before AWS is called`, async () => {
    await using world = await World.create();
    const { code, stderr } = await world.run(["auth", ...args]);
    strictEqual(code, 2, stderr);
    match(stderr, message);
    strictEqual(world.aws.requests.length, 0);
  });
}

Deno.test("auth exec and env --login fail if the session cannot be stored, since programs would read it", async () => {
  await using world = await World.create();
  await Deno.writeTextFile(join(world.sandbox.home, ".config"), "a file is in the way");
  for (const args of [["exec", "--", "echo", "ran"], ["env", "--login"]]) {
    const { code, stdout, stderr } = await world.run(["auth", ...args]);
    deepStrictEqual([code, stdout], [3, ""], stderr);
    match(stderr, /Cannot store the session in ".*credentials"[\s\S]*XDG_CONFIG_HOME[\s\S]*STATE_UNUSABLE/);
    const warnings = stderr.split("\n").filter((line) => line.startsWith("Warning: "));
    strictEqual(new Set(warnings).size, warnings.length, stderr);
  }
});

Deno.test("the env of an identity reaches the program only from a file that is trusted", async () => {
  const yaml = World.ATMOS_YAML.replace(
    "default: true",
    "default: true\n      env: [{key: TEAM, value: blue}]",
  );
  await using world = await World.create(yaml);
  const refused = await world.run(["auth", "exec", "--", "printenv", "TEAM"]);
  strictEqual(refused.code, 2);
  match(
    refused.stderr,
    /atmos\.yaml:\d+:\d+: Cannot set TEAM of identity "dev-deploy"[\s\S]*CONFIG_UNTRUSTED/,
  );
  strictEqual(world.aws.requests.length, 0);
  // Nothing else is withheld.
  strictEqual((await world.run(["login", "dev/ecr"])).code, 0);
  strictEqual((await world.run(["trust"])).code, 0);
  const trusted = await world.run(["auth", "exec", "--", "printenv", "TEAM"]);
  deepStrictEqual([trusted.code, trusted.stdout], [0, "blue\n"], trusted.stderr);
});

Deno.test("auth exec with an identity of the environment keeps the environment's credentials", async () => {
  await using world = await World.create(
    "auth: {identities: {me: {kind: aws/ambient, principal: {region: eu-west-3}}}}\n",
  );
  const env = world.aws.environment(world.user);
  const { code, stdout, stderr } = await world.run(
    ["auth", "exec", "-i", "me", "--", "sh", "-c", "echo $AWS_ACCESS_KEY_ID $AWS_PROFILE $AWS_REGION"],
    { env },
  );
  strictEqual(code, 0, stderr);
  strictEqual(stdout, `${world.user.accessKeyId} eu-west-3\n`);
  deepStrictEqual(await world.sandbox.files(), []);
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
  strictEqual((await world.run(["auth", "login"])).code, 0);
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
