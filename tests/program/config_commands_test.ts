import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Sandbox } from "../support/sandbox.ts";

const FILES = {
  "atmos.yaml": `import: [team.yaml]
base_path: .
auth:
  realm: acme
  providers:
    sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    Dev:
      default: true
      principal: {name: Admin}
    private/user:
      kind: aws/user
      credentials: {access_key_id: !env KEY_ID, secret_access_key: canary-secret}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: 012345678901, region: us-east-1}}}
`,
  "team.yaml": `auth:
  identities:
    dev: {kind: aws/permission-set, via: {provider: sso}, principal: {name: "View\\e[31m", account: {id: "123456789012"}}}
`,
};
const ENV = { KEY_ID: "canary-key-id" };

Deno.test("config path prints the files that are read, in order, and with --verbose why", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "path"]);
  deepStrictEqual([code, stdout, stderr], [0, "team.yaml\natmos.yaml\n", ""]);
  const verbose = await sandbox.run(["config", "path", "-v"]);
  strictEqual(verbose.stdout, stdout);
  match(verbose.stderr, /^Read team\.yaml \(import of atmos\.yaml:1:10\)$/m);
  match(verbose.stderr, /^Read atmos\.yaml \(working directory\)$/m);
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
  const json = JSON.parse((await sandbox.run(["config", "show", "--output=json"], { env: ENV })).stdout);
  deepStrictEqual(Object.keys(json.auth), ["realm", "providers", "identities", "integrations", "keyring"]);
  deepStrictEqual(json.auth.identities["private/user"].credentials, {
    access_key_id: "***",
    secret_access_key: "***",
  });
});

Deno.test("config show without any file has the realm default", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout } = await sandbox.run(["config", "show", "-o", "json"]);
  strictEqual(code, 0);
  deepStrictEqual(JSON.parse(stdout), {
    auth: { realm: "default", providers: {}, identities: {}, integrations: {}, keyring: {} },
  });
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
  for (
    const [key, near] of [["identities.Dve.kind", "identities.Dev.kind"], [
      "auth.reelm",
      "auth.realm",
    ]] as const
  ) {
    const { code, stdout, stderr } = await sandbox.run(["config", "explain", key]);
    deepStrictEqual([code, stdout], [2, ""]);
    ok(stderr.includes(`Did you mean "${near}"?`), stderr);
  }
});

const BROKEN = `auth:
  identities:
    dev: {kind: aws/ambient, vai: x}
    deploy: {kind: aws/assume-role, via: {identity: dve}, principal: {}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: deploy}, spec: {registry: {account_id: 12345678901, region: us-east-1}}}
`;

Deno.test("config validate prints every problem by position, and exits with 2", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": BROKEN });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"]);
  strictEqual(code, 2);
  strictEqual(
    stdout,
    `atmos.yaml:3:30: warning: Ignoring the unknown key "vai" of identity "dev" [CONFIG_INVALID]
  hint: Did you mean "via"?
atmos.yaml:4:5: error: Cannot use identity "deploy": "principal.assume_role" is missing [CONFIG_INVALID]
  hint: Add the ARN of the role, such as "arn:aws:iam::123456789012:role/name"
atmos.yaml:4:53: error: Cannot use identity "deploy": there is no identity "dve" [IDENTITY_NOT_FOUND]
  hint: Did you mean "dev"?
atmos.yaml:6:85: error: Cannot use integration "dev/ecr": "spec.registry.account_id" is "12345678901", and an account id has 12 digits [CONFIG_INVALID]
  hint: Write the 12 digits in quotes, without dashes or spaces
`,
  );
  strictEqual(stderr, "The configuration is not valid: 3 errors, 1 warning\n");
});

Deno.test("config validate -o json has the documented shape", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": BROKEN });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate", "-o", "json"]);
  deepStrictEqual([code, stderr], [2, ""]);
  const { valid, problems } = JSON.parse(stdout);
  deepStrictEqual([valid, problems.length], [false, 4]);
  deepStrictEqual(problems[2], {
    severity: "error",
    code: "IDENTITY_NOT_FOUND",
    message: `Cannot use identity "deploy": there is no identity "dve"`,
    hint: `Did you mean "dev"?`,
    position: { file: "atmos.yaml", line: 4, column: 53 },
  });
});

Deno.test("config validate exits with 0 for warnings alone, and says where Atmos would differ", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"], { env: ENV });
  strictEqual(code, 0, stdout);
  match(
    stdout,
    /^atmos\.yaml:8:5: warning: Atmos does not merge identity "Dev": it takes what team\.yaml:3:11 says alone, without "default" and with its own "principal\.name", and nothing of atmos\.yaml:9:7 /m,
  );
  match(stderr, /^The configuration is valid: 2 warnings$/m);
});

Deno.test("config validate takes a file that cannot be read as one problem", async () => {
  for (
    const [files, problemCode, at] of [
      [{ "atmos.yaml": "auth:\n  a: [\n" }, "CONFIG_SYNTAX", [3, 1]],
      [{ "atmos.yaml": "auth: {}\nvars: {}\nauth: {}\n" }, "CONFIG_SYNTAX", [3, 1]],
      [{ "atmos.yaml": "import:\n  - nowhere.yaml\n" }, "CONFIG_IMPORT_NOT_FOUND", [2, 5]],
      [{}, "CONFIG_NOT_FOUND", undefined],
    ] as const
  ) {
    await using sandbox = await Sandbox.create(files);
    const { code, stdout } = await sandbox.run(["config", "validate", "-o", "json"]);
    const { valid, problems: [problem, ...others] } = JSON.parse(stdout);
    deepStrictEqual([code, valid, problem.code, others], [2, false, problemCode, []]);
    deepStrictEqual(problem.position && [problem.position.line, problem.position.column], at ?? null);
  }
});

Deno.test("config commands leave no file, and print no secret", async () => {
  await using sandbox = await Sandbox.create(FILES);
  for (const args of [["path"], ["show"], ["explain"], ["validate"]]) {
    for (const output of ["text", "json"]) {
      // With these the YAML library writes everything that it reads to standard output, if it is let.
      const env = { ...ENV, LOG_TOKENS: "1", LOG_STREAM: "1" };
      const { stdout, stderr } = await sandbox.run(["config", ...args, "-v", "-o", output], { env });
      ok(!(stdout + stderr).includes("canary") && !(stdout + stderr).includes("\u001b"), stdout + stderr);
    }
  }
  deepStrictEqual(await sandbox.files(), []);
});

Deno.test("config without a command says that one is missing", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout, stderr } = await sandbox.run(["config"]);
  deepStrictEqual([code, stdout], [2, ""]);
  match(stderr, /name of a command is missing/);
});

Deno.test("config show and explain refuse to show another realm than the one that cannot be evaluated", async () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["!exec id", ["config", "show"]],
    ["!exec id", ["config", "explain", "auth.realm"]],
    ["!secret foo", ["config", "show"]],
    ["A__b", ["config", "explain", "auth.realm"]],
  ];
  for (const [realm, args] of cases) {
    await using sandbox = await Sandbox.create({ "atmos.yaml": `auth:\n  realm: ${realm}\n` });
    const { code, stdout, stderr } = await sandbox.run(args);
    deepStrictEqual([code, stdout], [2, ""], `${realm}: ${args.join(" ")}`);
    match(stderr, /atmos\.yaml:2:/);
  }
});

Deno.test("config validate finds what is wrong behind an import that fails", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": "import: [./x.yaml, ./y.yaml]\nauth: {identites: {}, realm: A/b}\n",
  });
  const { code, stdout } = await sandbox.run(["config", "validate", "-o", "json"]);
  strictEqual(code, 2);
  const { valid, problems } = JSON.parse(stdout);
  strictEqual(valid, false);
  deepStrictEqual(
    problems.map(({ severity, position }: { severity: string; position: { line: number; column: number } }) =>
      `${severity} ${position.line}:${position.column}`
    ),
    ["error 1:10", "error 1:20", "warning 2:8", "error 2:30"],
  );
  const lenient = await sandbox.run(["config", "validate", "--lenient", "-o", "json"]);
  deepStrictEqual(JSON.parse(lenient.stdout).problems[0].severity, "warning");
});

Deno.test("config validate shows the first 200 problems, and counts all", async () => {
  const identities = Array.from({ length: 300 }, (_, index) => `    i${index}: {}\n`).join("");
  await using sandbox = await Sandbox.create({ "atmos.yaml": `auth:\n  identities:\n${identities}` });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"]);
  deepStrictEqual([code, stderr], [2, "The configuration is not valid: 300 errors\n"]);
  strictEqual(stdout.match(/: error: /g)?.length, 200);
  match(stdout, /\nand 100 more problems\n$/);
  const json = JSON.parse((await sandbox.run(["config", "validate", "-o", "json"])).stdout);
  deepStrictEqual([json.valid, json.count, json.problems.length], [false, 300, 200]);
});

Deno.test("config path, show and explain say what was read before a broken file", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": "import: [team.yaml, broken.yaml]\nauth: {realm: acme}\n",
    "team.yaml": "auth: {}\n",
    "broken.yaml": "a: [\n",
  });
  const path = await sandbox.run(["config", "path"]);
  deepStrictEqual([path.code, path.stdout], [2, "team.yaml\nbroken.yaml (broken)\natmos.yaml\n"]);
  match(path.stderr, /^Left out .*atmos\.yaml \(.*: there is none\)$/m);
  match(path.stderr, /^Error: broken\.yaml:2:1: /m);
  for (const command of ["path", "show", "explain"]) {
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

Deno.test("a log level that is none ends the work, and is one problem among others for config validate", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth: {realm: UPPER}\n" });
  const env = { ATMOS_LOGS_LEVEL: "loud" };
  const show = await sandbox.run(["config", "path"], { env });
  strictEqual(show.code, 2);
  match(show.stderr, /^Error: Cannot use ATMOS_LOGS_LEVEL: "loud" is no level$/m);
  const validate = await sandbox.run(["config", "validate"], { env });
  strictEqual(validate.code, 2);
  match(validate.stdout, /^error: Cannot use ATMOS_LOGS_LEVEL: "loud" is no level \[CONFIG_INVALID\]$/m);
  match(validate.stdout, /^atmos\.yaml:1:15: error: Cannot use "auth\.realm"/m);
});

Deno.test("--chdir takes ~ for the home directory", async () => {
  await using sandbox = await Sandbox.create({ "sub/atmos.yaml": "auth: {}\n" });
  const { code, stdout } = await sandbox.run(["-C", "~/sub", "config", "path"], {
    env: { HOME: sandbox.project },
  });
  deepStrictEqual([code, stdout], [0, "atmos.yaml\n"]);
});
