import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Sandbox } from "../support/sandbox.ts";
import { ENV, FILES } from "./team_config.ts";

Deno.test("config path prints the files that are read, in order, and with --verbose why", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "path", "-v"]);
  deepStrictEqual([code, stdout], [0, "team.yaml\natmos.yaml\n"]);
  match(stderr, /^Read team\.yaml \(import of atmos\.yaml:1:10\)$/m);
  match(stderr, /^Read atmos\.yaml \(working directory\)$/m);
  const json = JSON.parse((await sandbox.run(["config", "path", "-o", "json"])).stdout);
  deepStrictEqual(json.files.filter(({ read }: { read: boolean }) => read), [
    { path: "team.yaml", read: true, reason: "import of atmos.yaml:1:10" },
    { path: "atmos.yaml", read: true, reason: "working directory" },
  ]);
});

Deno.test("config show prints the merged section with secrets masked", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "show"], { env: ENV });
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout,
    `auth:
  realm: acme
  providers:
    sso:
      kind: aws/iam-identity-center
      start_url: https://acme.awsapps.com/start
      region: us-east-1
  identities:
    Dev:
      kind: aws/permission-set
      via:
        provider: sso
      principal:
        name: Admin
        account:
          id: "123456789012"
      default: true
    private/user:
      kind: aws/user
      credentials:
        access_key_id: "***"
        secret_access_key: "***"
  integrations:
    dev/ecr:
      kind: aws/ecr
      via:
        identity: dev
      spec:
        registry:
          account_id: "012345678901"
          region: us-east-1
  keyring: {}
`,
  );
});

Deno.test("config show without any file has the realm default", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout } = await sandbox.run(["config", "show", "-o", "json"]);
  strictEqual(code, 0);
  deepStrictEqual(JSON.parse(stdout), {
    version: 1,
    auth: { realm: "default", providers: {}, identities: {}, integrations: {}, keyring: {} },
  });
});

Deno.test("config show of a file that cannot be read fails, in JSON with the files that were searched", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "import: [missing.yaml]\n" });
  const { code, stdout } = await sandbox.run(["config", "show", "-o", "json"]);
  const { error, files } = JSON.parse(stdout);
  deepStrictEqual([code, error.code], [2, "CONFIG_IMPORT_NOT_FOUND"]);
  ok(files.some(({ path }: { path: string }) => path === "atmos.yaml"), stdout);
});

Deno.test("config explain prints where the values of a key come from", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "explain", "identities"], { env: ENV });
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout,
    `NAME                                                        VALUE               SOURCE  LOCATION
auth.identities.Dev.kind                                    aws/permission-set  file    team.yaml:3:17
auth.identities.Dev.via.provider                            sso                 file    team.yaml:3:53
auth.identities.Dev.principal.name                          Admin               file    atmos.yaml:10:25
  overrides                                                 View\\u{1b}[31m      file    team.yaml:3:77
auth.identities.Dev.principal.account.id                    123456789012        file    team.yaml:3:105
auth.identities.Dev.default                                 true                file    atmos.yaml:9:16
auth.identities.private/user.kind                           aws/user            file    atmos.yaml:12:13
auth.identities.private/user.credentials.access_key_id      ***                 file    atmos.yaml:13:36
auth.identities.private/user.credentials.secret_access_key  ***                 file    atmos.yaml:13:68
`,
  );
});

Deno.test("config explain -o json has the documented shape", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { stdout } = await sandbox.run([
    "config",
    "explain",
    "auth.identities.DEV.principal.name",
    "-o",
    "json",
  ]);
  deepStrictEqual(JSON.parse(stdout), {
    version: 1,
    values: [{
      name: "auth.identities.Dev.principal.name",
      value: "Admin",
      source: "file",
      location: "atmos.yaml:10:25",
      position: { file: "atmos.yaml", line: 10, column: 25 },
      overrides: [{
        value: "View\u001b[31m",
        source: "file",
        location: "team.yaml:3:77",
        position: { file: "team.yaml", line: 3, column: 77 },
      }],
    }],
  });
});

Deno.test("config explain names the variable or default that a value comes from", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const variable = await sandbox.run(["config", "explain", "realm"], { env: { ATMOS_AUTH_REALM: "other" } });
  match(
    variable.stdout,
    /^auth\.realm +other +variable +\$ATMOS_AUTH_REALM\n +overrides +acme +file +atmos\.yaml:4:10$/m,
  );
  await using empty = await Sandbox.create();
  match((await empty.run(["config", "explain", "realm"])).stdout, /^auth\.realm +default +default +-$/m);
});

Deno.test("config explain of an unknown key exits with 2 and names the nearest", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "explain", "identities.Dve.kind"]);
  deepStrictEqual([code, stdout], [2, ""]);
  ok(stderr.includes('Did you mean "identities.Dev.kind"?'), stderr);
});

Deno.test("config commands leave no file, and print no secret", async () => {
  await using sandbox = await Sandbox.create(FILES);
  // With these the YAML library writes everything that it reads to standard output, if it is let.
  const env = { ...ENV, LOG_TOKENS: "1", LOG_STREAM: "1" };
  for (const command of ["path", "show", "explain", "validate"]) {
    const { stdout, stderr } = await sandbox.run(["config", command, "-v", "-o", "json"], { env });
    JSON.parse(stdout);
    ok(!(stdout + stderr).includes("canary") && !(stdout + stderr).includes("\u001b"), stdout + stderr);
  }
  deepStrictEqual(await sandbox.files(), []);
});

Deno.test("config without a command shows its help", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout, stderr } = await sandbox.run(["config"]);
  deepStrictEqual([code, stderr], [0, ""]);
  match(stdout, /^Usage: atmos-ecr config /);
});

Deno.test("config show and explain refuse to show another realm than the one that cannot be evaluated", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth:\n  realm: !exec id\n" });
  for (const args of [["config", "show"], ["config", "explain", "auth.realm"]]) {
    const { code, stdout, stderr } = await sandbox.run(args);
    deepStrictEqual([code, stdout], [2, ""], args.join(" "));
    match(stderr, /atmos\.yaml:2:/);
  }
});

Deno.test("config path, show and explain list the files read before a broken one", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": "import: [team.yaml, broken.yaml]\nauth: {realm: acme}\n",
    "team.yaml": "auth: {}\n",
    "broken.yaml": "a: [\n",
  });
  const path = await sandbox.run(["config", "path"]);
  deepStrictEqual([path.code, path.stdout], [2, "team.yaml\nbroken.yaml (broken)\natmos.yaml\n"]);
  match(path.stderr, /^Skipped .*atmos\.yaml \(.*: not found\)$/m);
  match(path.stderr, /^Error: broken\.yaml:2:1: /m);
  for (const command of ["path", "explain"]) {
    const { code, stdout } = await sandbox.run(["config", command, "-o", "json"]);
    const { error, files } = JSON.parse(stdout);
    deepStrictEqual([code, error.code, error.position.file], [2, "CONFIG_SYNTAX", "broken.yaml"], command);
    deepStrictEqual(files.slice(-3), [
      { path: "team.yaml", read: true, reason: "import of atmos.yaml:1:10" },
      { path: "broken.yaml", read: false, broken: true, reason: "import of atmos.yaml:1:21" },
      { path: "atmos.yaml", read: true, reason: "working directory" },
    ], command);
  }
  const show = await sandbox.run(["config", "show"]);
  deepStrictEqual([show.code, show.stdout], [2, ""]);
  match(show.stderr, /^Read team\.yaml .*\nBroken broken\.yaml .*\nRead atmos\.yaml .*\nError: broken/m);
});

Deno.test("an invalid log level stops commands", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stderr } = await sandbox.run(["config", "path"], { env: { ATMOS_LOGS_LEVEL: "loud" } });
  strictEqual(code, 2);
  match(stderr, /^Error: Cannot use ATMOS_LOGS_LEVEL: "loud" is not a log level$/m);
});

Deno.test("--chdir expands ~", async () => {
  await using sandbox = await Sandbox.create({ "sub/atmos.yaml": "auth: {}\n" });
  const { code, stdout, stderr } = await sandbox.run(["-C", "~/sub", "config", "path"], {
    env: { HOME: sandbox.project },
  });
  deepStrictEqual([code, stdout, stderr], [0, "atmos.yaml\n", ""]);
});
