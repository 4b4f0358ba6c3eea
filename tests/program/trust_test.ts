import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, World } from "./world.ts";

/** Everything that a repository of somebody else could try. */
function hostile(canary: string): string {
  return `auth:
  realm: !exec touch ${canary}-realm; echo acme
  identities:
    user:
      kind: aws/user
      credentials:
        access_key_id: !exec touch ${canary}-key; echo AKIAIOSFODNN7EXAMPLE
        secret_access_key: !exec touch ${canary}-secret; echo canary
    ../../../../escape:
      kind: aws/assume-role
      default: true
      via: {identity: user}
      principal: {assume_role: "arn:aws:iam::${DEV}:role/deploy"}
      spec: {endpoint_url: "https://sts.us-east-1.amazonaws.com.evil.example/"}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: ../../../../escape}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
env:
  ATMOS_LOGS_LEVEL: !exec touch ${canary}-level; echo Debug
`;
}

const COMMANDS: readonly (readonly string[])[] = [
  ["list"],
  ["login", "--all"],
  ["login", "dev/ecr", "--dry-run"],
  ["logout", "dev/ecr"],
  ["config", "path"],
  ["config", "show"],
  ["config", "explain"],
  ["config", "validate"],
];

Deno.test("a foreign repository causes no process, no request and no file before trust", async () => {
  await using world = await World.create();
  const canary = join(world.sandbox.home, "canary");
  await world.sandbox.write("atmos.yaml", hostile(canary));
  for (const args of COMMANDS) {
    const { stdout, stderr } = await world.run(args);
    ok(!/canary(?!-)/.test(stdout), stdout);
    deepStrictEqual(await world.sandbox.files(), [], `${args.join(" ")}: ${stderr}`);
  }
  strictEqual(world.aws.requests.length, 0);
  deepStrictEqual(await Array.fromAsync(Deno.readDir(world.sandbox.project), ({ name }) => name), [
    "atmos.yaml",
  ]);
});

Deno.test("what needs trust is refused with its place and the command that gives it", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": hostile("/nowhere/canary") });
  const { code, stdout } = await sandbox.run(["config", "validate"]);
  strictEqual(code, 2);
  match(
    stdout,
    /^atmos\.yaml:2:10: error: .*runs a program.*\[CONFIG_UNTRUSTED\]\n {2}Hint: .*`atmos-ecr trust atmos\.yaml`$/m,
  );
  match(
    stdout,
    /^atmos\.yaml:14:28: error: .*sends AWS requests to .*evil\.example.*\[CONFIG_UNTRUSTED\]$/m,
  );
});

Deno.test("trust shows what a file may do, and applies until it is revoked", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": `auth:
  identities:
    dev: {kind: aws/ambient, alias: !exec "echo ran"}
`,
  });
  const alias = async (): Promise<unknown> => {
    const { stdout } = await sandbox.run(["config", "show", "-o", "json"]);
    return JSON.parse(stdout).auth.identities.dev.alias;
  };
  const trust = await sandbox.run(["trust"]);
  deepStrictEqual([trust.code, trust.stdout], [0, ""]);
  strictEqual(
    trust.stderr,
    `Trusting atmos.yaml allows this:
  atmos.yaml:3:37: runs "echo ran"
Trusted the current content of atmos.yaml
`,
  );
  deepStrictEqual(await sandbox.files(), [
    "home/.local/state/atmos/ecr/trust.json",
    "home/.local/state/atmos/ecr/trust.json.lock",
  ]);
  strictEqual(await alias(), "ran");
  const untrust = await sandbox.run(["untrust", "atmos.yaml", "--output=json"]);
  deepStrictEqual(JSON.parse(untrust.stdout), {
    version: 1,
    files: [{ file: "atmos.yaml", trusted: false, changed: true }],
  });
  strictEqual(await alias(), "!exec ***");
});

Deno.test("trust -o json lists the directives, and --quiet prints nothing", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": hostile("/nowhere/canary") });
  const { code, stdout, stderr } = await sandbox.run(["trust", "-o", "json"]);
  deepStrictEqual([code, stderr], [0, ""]);
  const { files: [file, ...others] } = JSON.parse(stdout);
  deepStrictEqual(others, []);
  deepStrictEqual([file.file, file.path, file.trusted], [
    "atmos.yaml",
    join(sandbox.project, "atmos.yaml"),
    true,
  ]);
  deepStrictEqual(file.directives.map(({ kind }: { kind: string }) => kind), [
    "exec",
    "exec",
    "exec",
    "endpoint",
    "exec",
  ]);
  deepStrictEqual(file.directives[3], {
    kind: "endpoint",
    effect: `sends AWS requests to "https://sts.us-east-1.amazonaws.com.evil.example/"`,
    position: { file: "atmos.yaml", line: 14, column: 28 },
  });
  const quiet = await sandbox.run(["trust", "-q"]);
  deepStrictEqual([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);
});

Deno.test("trust of a file that is not there exits with 2, and untrust without one with 0", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout, stderr } = await sandbox.run(["trust", "nowhere.yaml"]);
  deepStrictEqual([code, stdout], [2, ""]);
  match(stderr, /CONFIG_NOT_FOUND/);
  const none = await sandbox.run(["untrust"]);
  deepStrictEqual([none.code, none.stderr], [0, "No file in this configuration was trusted\n"]);
  deepStrictEqual(await sandbox.files(), []);
});

Deno.test("a damaged record of trust is an error and never trust", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth: {realm: !exec echo acme}\n" });
  const path = join(sandbox.home, ".local/state/atmos/ecr/trust.json");
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, "{}", { mode: 0o600 });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"]);
  strictEqual(code, 3);
  match(stdout + stderr, /trust\.json.*corrupted/);
});

Deno.test("an endpoint in a file is used once that file and the one that leads there are trusted", async () => {
  await using world = await World.create("import: [team.yaml]\n");
  const endpoint = `spec: {endpoint_url: "${world.aws.url}"}\n      principal: {assume_role:`;
  await world.sandbox.write(
    "team.yaml",
    World.ATMOS_YAML.replace("principal: {assume_role:", endpoint),
  );
  const login = await world.run(["login", "dev/ecr"]);
  strictEqual(login.code, 2);
  match(login.stderr, /and its file is not trusted .*\n.*`atmos-ecr trust team\.yaml`/);
  const records = new TrustFile(join(world.sandbox.home, ".local/state/atmos/ecr/trust.json"));
  for (const name of ["team.yaml", "atmos.yaml"]) {
    const file = join(world.sandbox.project, name);
    await records.trust(file, await Deno.readFile(file));
  }
  match((await world.run(["login", "dev/ecr"])).stderr, /✓ Logged in/);
});
