/** What `auth exec` and `auth shell` start, with which variables, and after which login. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ProgramError } from "../../../src/domain/errors/errors.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEV_HOST, ROLES_YAML } from "../../support/auth_bench_yaml.ts";

/** What is typed → the program and its arguments. */
const STARTED: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["-i", "prod-deploy", "--", "printf", "<%s>", "--identity", "foo", "-o", "json", "--", "--help", ""], [
    "printf",
    "<%s>",
    "--identity",
    "foo",
    "-o",
    "json",
    "--",
    "--help",
    "",
  ]],
  // It needs no -- before the command: arguments after its name belong to the command.
  ...[
    ["--version"],
    ["--help"],
    ["-h", "-o", "json"],
    ["-i", "x", "--profile", "y", "-C", "/nowhere"],
    ["--", "--version"],
    ["", "--nope="],
  ].map((rest) => ["sh", "-c", "true", "sh", ...rest]).map((typed) => [typed, typed] as const),
];

Deno.test("auth exec passes arguments on as they are typed", async (t) => {
  const bench = new AuthBench();
  for (const [typed, expected] of STARTED) {
    await t.step(typed.join(" "), async () => {
      const { code, stderr } = await bench.run(["auth", "exec", ...typed]);
      strictEqual(code, 0, stderr);
      const { program, args } = bench.started.at(-1) ?? {};
      deepStrictEqual([program, ...args ?? []], expected);
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

Deno.test("what is no command is rejected before AWS is called", async (t) => {
  const bench = new AuthBench();
  for (const [args, message] of MISTAKES) {
    await t.step(args.join(" "), async () => {
      const { code, stderr } = await bench.run(["auth", ...args]);
      strictEqual(code, 2, stderr);
      match(stderr, message);
      deepStrictEqual([bench.asked, bench.started], [[], []]);
    });
  }
});

Deno.test("auth exec exits like the program, and asks AWS nothing while session and logins are valid", async () => {
  const bench = new AuthBench();
  strictEqual((await bench.run(["auth", "login"])).code, 0);
  const before = bench.asked;
  bench.ending = () => 7;
  const { code, stdout, stderr } = await bench.run(["auth", "exec", "--", "false"]);
  deepStrictEqual([code, stdout, stderr], [7, "", ""]);
  bench.ending = ({ program }) => {
    throw new ProgramError("PROGRAM_NOT_FOUND", `Cannot run "${program}": command not found`);
  };
  const absent = await bench.run(["auth", "exec", "--", "no-such-program", "-o", "json"]);
  strictEqual(absent.code, 127);
  match(absent.stderr, /Cannot run "no-such-program"[\s\S]*PROGRAM_NOT_FOUND/);
  deepStrictEqual(bench.asked, before);
});

Deno.test("auth exec logs Docker in if a login of a linked registry is missing or expired", async () => {
  const bench = new AuthBench();
  strictEqual((await bench.run(["auth", "login"])).code, 0);
  const { auths } = JSON.parse(bench.docker.text ?? "");
  const ended = btoa(`AWS:${btoa(JSON.stringify({ expiration: 1_000_000_000 }))}`);
  for (const kept of [{}, { ...auths, "public.ecr.aws": { auth: ended } }]) {
    bench.docker.text = JSON.stringify({ auths: kept });
    const { code, stderr } = await bench.run(["auth", "exec", "--", "true"]);
    strictEqual(code, 0, stderr);
    match(stderr, /✓ Logged in to public\.ecr\.aws/);
    deepStrictEqual(bench.logins, [DEV_HOST, "public.ecr.aws"]);
  }
  strictEqual(bench.sts.calls.filter(({ action }) => action === "AssumeRole").length, 1);
});

Deno.test("auth exec runs nothing if the session cannot be stored, since the program would read it", async () => {
  const bench = new AuthBench();
  bench.sessions.write = () => Promise.resolve();
  const { code, stderr } = await bench.run(["auth", "exec", "--", "echo", "ran"]);
  deepStrictEqual([code, bench.started], [3, []]);
  match(stderr, /Cannot store the session in ".*credentials"[\s\S]*XDG_CONFIG_HOME[\s\S]*STATE_UNUSABLE/);
});

Deno.test("the env of an identity reaches the program only from a file that is trusted", async () => {
  const bench = new AuthBench(
    ROLES_YAML.replace("default: true", "default: true\n      env: [{key: TEAM, value: blue}]"),
  );
  const refused = await bench.run(["auth", "exec", "--", "true"]);
  strictEqual(refused.code, 2);
  match(
    refused.stderr,
    /atmos\.yaml:\d+:\d+: Cannot set TEAM of identity "dev-deploy"[\s\S]*CONFIG_UNTRUSTED/,
  );
  deepStrictEqual([bench.asked, bench.started], [[], []]);
  // Nothing else is withheld.
  strictEqual((await bench.run(["login", "dev/ecr"])).code, 0);
  await bench.trust.trust("/project/atmos.yaml", new TextEncoder().encode(bench.yaml));
  const trusted = await bench.run(["auth", "exec", "--", "true"]);
  strictEqual(trusted.code, 0, trusted.stderr);
  deepStrictEqual(bench.started.map(({ env }) => env["TEAM"]), ["blue"]);
});

Deno.test("auth exec with an identity of the environment keeps the environment's credentials", async () => {
  const bench = new AuthBench(
    "auth: {identities: {me: {kind: aws/ambient, principal: {region: eu-west-3}}}}\n",
  );
  const env = { AWS_ACCESS_KEY_ID: "AKIAENV" };
  const { code, stderr } = await bench.run(["auth", "exec", "-i", "me", "--", "true"], { env });
  strictEqual(code, 0, stderr);
  deepStrictEqual(bench.started.map(({ env }) => env), [
    { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_REGION: "eu-west-3", AWS_DEFAULT_REGION: "eu-west-3" },
  ]);
  deepStrictEqual(bench.sessions.actions, []);
});

Deno.test("auth shell tries the next usual shell only where one is not there", async () => {
  const bench = new AuthBench();
  bench.ending = ({ program }) => {
    if (program === "sh") return 3;
    throw new ProgramError("PROGRAM_NOT_FOUND", `Cannot run "${program}": command not found`);
  };
  const { code } = await bench.run(["auth", "shell"]);
  deepStrictEqual([code, bench.started.map(({ program }) => program)], [3, ["bash", "sh"]]);
  const named = await bench.run(["auth", "shell", "--shell", "zsh"], { env: { ATMOS_SHLVL: "1" } });
  strictEqual(named.code, 127, named.stderr);
  const { program, args, env } = bench.started.at(-1) ?? {};
  deepStrictEqual([program, args], ["zsh", ["-l"]]);
  ok(env !== undefined);
  deepStrictEqual([env["ATMOS_IDENTITY"], env["ATMOS_SHLVL"], env["AWS_PROFILE"]], [
    "dev-deploy",
    "2",
    "dev-deploy",
  ]);
});
