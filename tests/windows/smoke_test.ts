/** What only Windows can show, on a machine with it or under wine: `deno task test:windows`. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { DEV, hostOf, PROD, World } from "../program/world.ts";

const IS_WINDOWS = Deno.build.os === "windows";
/** A credential store, built from `store/`; unset where there is no Go. */
const STORE = Deno.env.get("ATMOS_ECR_TEST_STORE") ?? "";
const HOST = hostOf(DEV);
/** A path with separators of both kinds. */
const MIXED_REGEXP = /[A-Za-z]:\\[^\s"']*\/|[A-Za-z]:\/[^\s"']*\\/;

function onWindows(name: string, test: () => Promise<void>, needs = true): void {
  Deno.test({ name, ignore: !IS_WINDOWS || !needs, fn: test });
}

function succeeded(result: ProgramResult): ProgramResult {
  strictEqual(result.code, 0, `${result.stdout}${result.stderr}`);
  return result;
}

async function dockerConfig({ sandbox }: World): Promise<Record<string, Record<string, { auth?: string }>>> {
  return JSON.parse(await sandbox.readDockerConfig() ?? "{}");
}

onWindows("the demo runs", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", "--cached-only", fromFileUrl("../scripts/demo.ts")],
  }).output();
  const decoder = new TextDecoder();
  ok(success, decoder.decode(stderr));
  match(decoder.decode(stdout), /HTTP 200/);
});

onWindows("a login from a configuration that imports by a pattern, with line ends of Windows", async () => {
  await using world = await World.create('import: ["auth/*.yaml", "../project/aut?/**/*.yaml"]\r\n');
  await world.sandbox.write("auth/all of it.yaml", World.ATMOS_YAML.replaceAll("\n", "\r\n"));
  const { stderr } = succeeded(await world.run(["login", "dev/ecr"]));
  doesNotMatch(stderr, MIXED_REGEXP);
  const { auths } = await dockerConfig(world);
  const [, password = ""] = atob(auths?.[HOST]?.auth ?? "").split(":");
  match(world.aws.describePassword(password)?.principal ?? "", /:assumed-role\/deploy\//);
});

onWindows("docker install, doctor, status and get", async () => {
  await using world = await World.create();
  const bin = join(world.sandbox.root, "bin with blanks");
  await Deno.mkdir(bin);
  const env = { PATH: `${bin};${Deno.env.get("PATH")}` };
  const run = async (...args: readonly string[]): Promise<ProgramResult> => await world.run(args, { env });
  succeeded(await run("docker", "install", "--link", bin));
  strictEqual((await dockerConfig(world))["credHelpers"]?.[HOST], "atmos-ecr");
  // Without --link the helper is looked for on the PATH.
  const again = succeeded(await run("docker", "install"));
  doesNotMatch(again.stderr, /warning|not on the PATH/i);
  const doctor = await run("doctor");
  doesNotMatch(doctor.stdout, /chmod|chown|not on the PATH|DOCKER_HELPER_MISSING/);
  const shown = [
    await run("config", "path"),
    await run("auth", "env"),
    await run("docker", "uninstall", "--dry-run"),
  ];
  for (const { stdout, stderr } of [doctor, again, ...shown.map(succeeded)]) {
    doesNotMatch(`${stdout}${stderr}`, MIXED_REGEXP);
  }
  const got = succeeded(await world.run(["credential", "get"], { env, stdin: HOST }));
  match(
    world.aws.describePassword(JSON.parse(got.stdout).Secret)?.principal ?? "",
    /:assumed-role\/deploy\//,
  );
  match(succeeded(await run("status", HOST)).stdout, /helper/);
  succeeded(await run("docker", "uninstall", "--all"));
});

onWindows("logins go to a credential store that is an .exe", async () => {
  await using world = await World.create();
  const bin = join(world.sandbox.root, "bin");
  await Deno.mkdir(bin);
  await Deno.copyFile(STORE, join(bin, "docker-credential-stub.exe"));
  await world.sandbox.writeDockerConfig('{"credsStore":"stub"}');
  const env = { PATH: `${bin};${Deno.env.get("PATH")}` };
  succeeded(await world.run(["login", "dev/ecr"], { env }));
  const { Secret: password } = JSON.parse(await Deno.readTextFile(join(bin, `${HOST}.json`)));
  match(world.aws.describePassword(password)?.principal ?? "", /:assumed-role\/deploy\//);
  deepStrictEqual(
    Object.keys((await dockerConfig(world))["auths"] ?? {}).filter((host) => host !== HOST),
    [],
  );
  succeeded(await world.run(["logout", "dev/ecr"], { env }));
  deepStrictEqual((await Array.fromAsync(Deno.readDir(bin))).map(({ name }) => name), [
    "docker-credential-stub.exe",
  ]);
}, STORE !== "");

onWindows("a profile of the AWS files in the user's own directory", async () => {
  await using world = await World.create("");
  const { accessKeyId, secretAccessKey } = world.aws.user({ account: DEV, name: "ci" });
  const directory = join(world.sandbox.home, ".aws");
  await Deno.mkdir(directory);
  const keys = [`aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
  await Deno.writeTextFile(join(directory, "credentials"), ["[build]", ...keys, ""].join("\r\n"));
  const { stdout } = succeeded(await world.run(["token", HOST], { env: { AWS_PROFILE: "build" } }));
  match(world.aws.describePassword(stdout.trim())?.principal ?? "", /:user\/ci$/);
});

onWindows("eight logins at once lose nothing", async () => {
  await using world = await World.create();
  const regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3"];
  const hosts = [...regions.map((region) => hostOf(DEV, region)), hostOf(PROD, "eu-west-1")];
  const ends = await Promise.all(
    hosts.map((host) =>
      world.run(["login", "-r", host, "-i", host.startsWith(PROD) ? "prod-deploy" : "dev-deploy"])
    ),
  );
  for (const end of ends) succeeded(end);
  deepStrictEqual(Object.keys((await dockerConfig(world))["auths"] ?? {}).toSorted(), hosts.toSorted());
});

onWindows("!exec without a shell says what to install", async () => {
  await using world = await World.create(`auth:\n  realm: !exec echo acme\n`);
  const env = { PATH: "", ATMOS_ECR_TRUST: "all" };
  const { code, stderr } = await world.run(["auth", "list"], { env });
  ok(code !== 0);
  match(stderr, /install Git for Windows/);
});
