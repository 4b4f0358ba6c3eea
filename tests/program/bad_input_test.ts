import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DEV, hostOf, World } from "./world.ts";

/** An input that must be refused: the files of the project, the arguments, and what the program has to say. */
interface BadInput {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly exit: number;
  readonly code: string;
  /** `line:column` in atmos.yaml. */
  readonly at?: string;
  readonly says: RegExp;
}

const ROLE = `    deploy:
      kind: aws/assume-role
      via: {identity: user}
      principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}
    user:
      kind: aws/user
      credentials: {access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: canary-secret}
`;

/** An auth section with one integration, `dev`, of the given fields, beginning at line 11. */
function integration(fields: string): Readonly<Record<string, string>> {
  return { "atmos.yaml": `auth:\n  identities:\n${ROLE}  integrations:\n    dev:\n${fields}` };
}

const GOOD = integration(
  "      kind: aws/ecr\n      via: {identity: deploy}\n      spec: {registry: {account_id: '222233334444', region: us-east-1}}\n",
);

const BAD_INPUTS: readonly BadInput[] = [
  {
    name: "an unknown command",
    args: ["lgoin"],
    exit: 2,
    code: "USAGE",
    says: /login/,
  },
  {
    name: "an unknown option",
    args: ["login", "--regsitry", "x"],
    exit: 2,
    code: "USAGE",
    says: /--registry/,
  },
  {
    name: "an integration with --registry",
    files: GOOD,
    args: ["login", "dev", "--registry", hostOf(DEV)],
    exit: 2,
    code: "USAGE",
    says: /integration "dev" with --registry/,
  },
  {
    name: "an integration with --identity",
    files: GOOD,
    args: ["login", "dev", "--identity", "deploy"],
    exit: 2,
    code: "USAGE",
    says: /--identity/,
  },
  {
    name: "--identity without a name and without a terminal",
    files: GOOD,
    args: ["login", "--identity"],
    exit: 2,
    code: "SELECTION_REQUIRED",
    says: /no terminal.*deploy/s,
  },
  {
    name: "nothing named and no default",
    files: GOOD,
    args: ["login"],
    exit: 2,
    code: "SELECTION_REQUIRED",
    says: /dev.*deploy.*--registry/s,
  },
  { name: "no atmos.yaml", args: ["login", "dev"], exit: 2, code: "CONFIG_NOT_FOUND", says: /atmos\.yaml/ },
  {
    name: "a --config that is not there",
    args: ["login", "dev", "--config", "nowhere.yaml"],
    exit: 2,
    code: "CONFIG_NOT_FOUND",
    says: /nowhere\.yaml/,
  },
  {
    name: "an unknown integration",
    files: GOOD,
    args: ["login", "dve"],
    exit: 2,
    code: "INTEGRATION_NOT_FOUND",
    says: /"dve".*"dev"/s,
  },
  {
    name: "an unknown identity",
    files: GOOD,
    args: ["login", "-i", "deplyo"],
    exit: 2,
    code: "IDENTITY_NOT_FOUND",
    says: /"deplyo".*"deploy"/s,
  },
  {
    name: "an identity without integrations",
    files: GOOD,
    args: ["login", "-i", "user"],
    exit: 2,
    code: "INTEGRATION_NOT_LINKED",
    says: /"user"/,
  },
  {
    name: "an integration whose identity is not there",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deplyo}\n      spec: {registry: {account_id: '222233334444', region: us-east-1}}\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "IDENTITY_NOT_FOUND",
    at: "13:23",
    says: /"deplyo"/,
  },
  {
    name: "a host that is not ECR",
    args: ["login", "-r", "docker.io"],
    exit: 2,
    code: "REGISTRY_INVALID",
    says: /docker\.io/,
  },
  {
    name: "a host that only looks like ECR",
    args: ["login", "-r", `${hostOf(DEV)}.evil.example`],
    exit: 2,
    code: "REGISTRY_INVALID",
    says: /not a domain of ECR/,
  },
  {
    name: "one bad host of several",
    args: ["login", "-r", hostOf(DEV), "-r", "nope"],
    env: { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "canary-secret" },
    exit: 2,
    code: "REGISTRY_INVALID",
    says: /"nope"/,
  },
  {
    name: "an account id of eleven digits",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec:\n        registry:\n          account_id: '22223333444'\n          region: us-east-1\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "16:23",
    says: /22223333444.*12 digits/s,
  },
  {
    name: "a region that is none",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec:\n        registry:\n          account_id: '222233334444'\n          region: us-east\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "17:19",
    says: /us-east/,
  },
  {
    name: "a missing field",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec: {registry: {region: us-east-1}}\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    says: /account_id/,
  },
  {
    name: "a misspelt field",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec:\n        registry:\n          acount_id: '222233334444'\n          region: us-east-1\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "16:11",
    says: /account_id.*acount_id/s,
  },
  {
    name: "a variable that is not set",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec: {registry: {account_id: !env ACCOUNT, region: us-east-1}}\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "14:37",
    says: /account_id.*ACCOUNT/s,
  },
  {
    name: "a section of the wrong type",
    files: { "atmos.yaml": "auth: []\n" },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "1:7",
    says: /config validate/,
  },
  {
    name: "keys of a user that are not there",
    files: {
      "atmos.yaml": `auth:
  identities:
    user: {kind: aws/user}
  integrations:
    dev: {kind: aws/ecr, via: {identity: user}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "3:5",
    says: /no access key/,
  },
  {
    name: "a role of another partition",
    files: {
      "atmos.yaml": `auth:
  identities:
    env: {kind: aws/ambient}
    role: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "arn:aws-cn:iam::222233334444:role/x"}}
  integrations:
    dev: {kind: aws/ecr, via: {identity: role}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "IDENTITY_CHAIN_INVALID",
    at: "4:82",
    says: /aws-cn/,
  },
  {
    name: "a profile that is not there",
    files: { ...GOOD, "profiles/dev/auth.yaml": "auth: {}\n" },
    args: ["login", "dev", "--profile", "dve"],
    exit: 2,
    code: "PROFILE_NOT_FOUND",
    says: /dve.*dev/s,
  },
  {
    name: "a cycle of identities",
    files: {
      "atmos.yaml": `auth:
  identities:
    a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: "arn:aws:iam::222233334444:role/x"}}
    b: {kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::222233334444:role/x"}}
  integrations:
    dev: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "IDENTITY_CYCLE",
    at: "4:48",
    says: /"a" → "b" → "a"/,
  },
  {
    name: "a provider that is not there",
    files: {
      "atmos.yaml": `auth:
  identities:
    a: {kind: aws/assume-role, via: {provider: nope}, principal: {assume_role: "arn:aws:iam::222233334444:role/x"}}
  integrations:
    dev: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "PROVIDER_NOT_FOUND",
    at: "3:48",
    says: /"nope"/,
  },
  {
    name: "a YAML syntax error",
    files: { "atmos.yaml": "auth:\n  identities: {a: [}\n" },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_SYNTAX",
    says: /atmos\.yaml:2:/,
  },
  {
    name: "an import that is missing",
    files: { "atmos.yaml": "import:\n  - auth/missing.yaml\n" },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_IMPORT_NOT_FOUND",
    at: "2:5",
    says: /auth\/missing\.yaml/,
  },
  {
    name: "imports that loop",
    files: {
      "atmos.yaml": "import: [a.yaml]\n",
      "a.yaml": "import: [b.yaml]\n",
      "b.yaml": "import: [a.yaml]\n",
    },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_IMPORT_CYCLE",
    says: /a\.yaml.*b\.yaml/s,
  },
  {
    name: "a file of 2 MiB",
    files: { "atmos.yaml": `auth: {}\n${"# padding\n".repeat(210_000)}` },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_LIMIT",
    says: /atmos\.yaml.*1 MiB/s,
  },
  {
    name: "an unknown YAML function",
    files: { "atmos.yaml": "auth:\n  realm: !evn REALM\n" },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_TAG_UNKNOWN",
    at: "2:10",
    says: /!evn.*!env/s,
  },
  {
    name: "an endpoint of somebody else in the configuration",
    files: {
      "atmos.yaml": `auth:
  identities:
    user:
      kind: aws/user
      credentials: {access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: canary-secret}
      spec: {endpoint_url: "https://sts.evil.example"}
  integrations:
    dev: {kind: aws/ecr, via: {identity: user}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_UNTRUSTED",
    at: "6:28",
    says: /sts\.evil\.example/,
  },
  {
    name: "an identity of a kind that cannot be used",
    files: {
      "atmos.yaml": `auth:
  identities:
    mock: {kind: mock/aws}
  integrations:
    dev: {kind: aws/ecr, via: {identity: mock}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "IDENTITY_UNSUPPORTED",
    at: "3:5",
    says: /mock/,
  },
  {
    name: "an endpoint in the environment that is not encrypted",
    args: ["login", "-r", hostOf(DEV)],
    env: {
      AWS_ENDPOINT_URL: "http://aws.example:4566",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "canary-secret",
    },
    exit: 2,
    code: "AWS_ENDPOINT_REFUSED",
    says: /AWS_ENDPOINT_URL/,
  },
  {
    name: "no AWS credentials",
    args: ["login", "-r", hostOf(DEV)],
    exit: 4,
    code: "AWS_CREDENTIALS_MISSING",
    says: /AWS_PROFILE|aws sso login/,
  },
  {
    name: "no home directory",
    args: ["login", "-r", hostOf(DEV)],
    env: { HOME: undefined },
    exit: 3,
    code: "HOME_NOT_FOUND",
    says: /DOCKER_CONFIG/,
  },
  {
    name: "a working directory that is not there",
    args: ["-C", "nowhere", "list"],
    exit: 2,
    code: "USAGE",
    says: /nowhere/,
  },
];

for (const { name, files = {}, args, env = {}, exit, code, at, says } of BAD_INPUTS) {
  Deno.test(`${name}: exit ${exit}, ${code}, nothing asked and nothing written`, async () => {
    await using world = await World.create("");
    for (const [path, content] of Object.entries(files)) await world.sandbox.write(path, content);
    const text = await world.run(args, { env });
    strictEqual(text.code, exit, text.stderr);
    strictEqual(text.stdout, "");
    match(text.stderr, says);
    ok(text.stderr.includes(code), text.stderr);
    if (at !== undefined) ok(text.stderr.includes(`atmos.yaml:${at}: `), `${at} in:\n${text.stderr}`);
    ok(!text.stderr.includes("canary-secret"), "no secret is shown");
    ok(!/\bat .*:\d+:\d+\)?$/m.test(text.stderr), "no stack trace is shown");
    strictEqual(world.aws.requests.length, 0);
    deepStrictEqual(await world.sandbox.files(), []);

    // The shape of errors is tested beside the command line; here it is about their places.
    if (at === undefined) return;
    const json = await world.run([...args, "-o", "json"], { env });
    strictEqual(json.code, exit, json.stdout);
    const parsed = JSON.parse(json.stdout);
    const error = parsed.error ?? parsed.registries[0].error;
    strictEqual(error.code, code);
    strictEqual(`${error.position.line}:${error.position.column}`, at);
    ok(error.hint === null || error.hint.length > 0);
  });
}

const CONFIGS: readonly [name: string, config: string, says: RegExp][] = [
  ["not JSON", `{"auths": {`, /config\.json:1:\d+/],
  ["an array", "[]", /config\.json:1:1/],
  ["auths as an array", `{\n  "auths": []\n}`, /config\.json:2:12/],
  ["an entry that is a text", `{"auths": {"${hostOf(DEV)}": "x"}}`, /config\.json:1:/],
  ["a key twice", `{"auths": {}, "auths": {}}`, /config\.json:1:15/],
];

for (const [name, config, says] of CONFIGS) {
  Deno.test(`Docker's configuration is refused and left alone: ${name}`, async () => {
    await using world = await World.create();
    await world.sandbox.writeDockerConfig(config);
    for (const verb of ["login", "logout"]) {
      const { code, stderr } = await world.run([verb, "dev/ecr"]);
      strictEqual(code, 2, stderr);
      match(stderr, says);
      ok(stderr.includes("DOCKER_CONFIG_INVALID"));
      strictEqual(await world.sandbox.readDockerConfig(), config);
    }
    strictEqual(world.aws.requests.length, 0);
  });
}

Deno.test("a Docker directory that cannot be written is found before AWS is asked", async () => {
  await using world = await World.create();
  await Deno.writeTextFile(join(world.sandbox.home, ".docker"), "a file");
  const { code, stderr } = await world.run(["login", "dev/ecr"]);
  strictEqual(code, 3, stderr);
  ok(stderr.includes("DOCKER_CONFIG_UNWRITABLE"), stderr);
  strictEqual(world.aws.requests.length, 0);
});

Deno.test("AWS that cannot be reached is exit 3 with the address", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login", "dev/ecr"], {
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
  });
  strictEqual(code, 3, stderr);
  ok(stderr.includes("AWS_UNREACHABLE"));
  match(stderr, /127\.0\.0\.1:9|refused/);
});

Deno.test("expired credentials, an unknown key and a wrong clock are told apart", async () => {
  await using world = await World.create();
  const role = world.aws.role({ account: DEV, name: "session", trusts: [world.user.arn] });
  const session = world.aws.session(role, { name: "old" });
  world.aws.expire(session.accessKeyId);
  const expired = await world.run(["login", "-r", hostOf(DEV)], { env: world.aws.environment(session) });
  strictEqual(expired.code, 1, expired.stderr);
  ok(expired.stderr.includes("AWS_CREDENTIALS_EXPIRED"), expired.stderr);
  const unknown = await world.run(["login", "-r", hostOf(DEV)], {
    env: { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "canary-secret" },
  });
  strictEqual(unknown.code, 1, unknown.stderr);
  ok(unknown.stderr.includes("AWS_DENIED"), unknown.stderr);
  ok(!unknown.stderr.includes("canary-secret"));
});

Deno.test("unquoted account ids and unknown keys are warned of with their place, and the login goes on", async () => {
  await using world = await World.create(
    World.ATMOS_YAML.replace(
      `account_id: "${DEV}", region: us-east-1`,
      `account_id: ${DEV}, region: us-east-1, colour: red`,
    ),
  );
  const { code, stderr } = await world.run(["login", "dev/ecr"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Warning: atmos\.yaml:24:\d+: .*quote/is);
  match(stderr, /Warning: atmos\.yaml:24:\d+: .*colour/s);
});
