/** Registries as people have them in their clipboard: hosts where integrations are expected. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakePrograms } from "../support/helper_home.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

/** How a host is typed → the host. */
const TYPED: readonly string[] = [
  hostOf(DEV),
  `https://${hostOf(DEV)}`,
  `oci://${hostOf(DEV)}/team/chart`,
  `docker://${hostOf(DEV)}/team/app:1.2`,
  `${hostOf(DEV)}/app@sha256:${"0".repeat(64)}`,
];

Deno.test("`login`, `token`, `status`, `explain` and `logout` accept a host in every spelling", async (t) => {
  await using world = await World.create();
  for (const text of TYPED) {
    await t.step(text, async () => {
      const login = await world.run(["login", text]);
      strictEqual(login.code, 0, login.stderr);
      match(login.stderr, new RegExp(`Logged in to ${hostOf(DEV)} as dev-deploy, for dev/ecr`));
      match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\//);
      const token = await world.run(["token", text]);
      match(world.aws.describePassword(token.stdout.trim())?.principal ?? "", /assumed-role\/deploy\//);
      strictEqual(
        JSON.parse((await world.run(["status", text, "-o", "json"])).stdout).registries[0].registry,
        hostOf(DEV),
      );
      strictEqual(JSON.parse((await world.run(["explain", text, "-o", "json"])).stdout).host, hostOf(DEV));
      const logout = await world.run(["logout", text]);
      strictEqual(logout.code, 0, logout.stderr);
      strictEqual(await world.password(hostOf(DEV)), undefined);
    });
  }
});

Deno.test("logout --all outside of a project removes every login of ECR, and nothing of others", async () => {
  await using world = await World.create();
  const { sandbox } = world;
  const outside = { cwd: sandbox.home };
  await sandbox.writeDockerConfig(
    JSON.stringify({ auths: { "ghcr.io": { auth: "eDp5" } }, credHelpers: { [hostOf(PROD)]: "atmos-ecr" } }),
  );
  strictEqual((await world.run(["login", "--all"])).code, 0);
  strictEqual((await world.run(["login", hostOf(PROD), "-i", "prod-deploy"])).code, 0);
  const preview = await world.run(["logout", "--all", "--dry-run"], outside);
  match(preview.stderr, new RegExp(`^Would log out of ${hostOf(DEV)}$`, "m"));
  const { code, stdout } = await world.run(["logout", "--all", "-o", "json"], outside);
  strictEqual(code, 0);
  const hosts: string[] = JSON.parse(stdout).registries.map(({ registry }: { registry: string }) => registry);
  ok(hosts.includes(hostOf(DEV)) && hosts.includes(hostOf(PROD)) && hosts.includes("public.ecr.aws"), stdout);
  ok(!hosts.includes("ghcr.io"));
  deepStrictEqual(JSON.parse(await sandbox.readDockerConfig() ?? "").auths, { "ghcr.io": { auth: "eDp5" } });
  deepStrictEqual((await sandbox.files()).filter((file) => /tokens\/\w+\.json$/.test(file)), []);
  const again = await world.run(["logout", "--all"], outside);
  deepStrictEqual([again.code, again.stderr], [0, "No logins to remove\n"]);
});

/** What is meant for a host → why it is none. */
const NEARLY: readonly (readonly [text: string, reason: RegExp])[] = [
  [hostOf(DEV).replace(".com", ".co"), /not an ECR domain/],
  [hostOf(DEV).slice(1), /12 digits/],
  [`http://${hostOf(DEV)}`, /only https:\/\//],
  [`${hostOf(DEV)}:443`, /port/],
  [`${hostOf(DEV)}.`, /./],
  [hostOf(DEV).toUpperCase(), /./],
  ["https://example.com/app", /it is not an Amazon ECR host/],
  ["public.ecr.amazonaws.com", /it is not an Amazon ECR host/],
];

Deno.test("an invalid host is reported with the reason, with and without an atmos.yaml", async (t) => {
  for (const yaml of [World.ATMOS_YAML, ""]) {
    await using world = await World.create(yaml);
    for (const [text, reason] of NEARLY) {
      for (const args of [["login", text], ["logout", text], ["login", text, "--aws-profile", "x"]]) {
        await t.step(`${args.join(" ")} ${yaml === "" ? "without" : "with"} an atmos.yaml`, async () => {
          const { code, stdout } = await world.run([...args, "-o", "json"]);
          const { error } = JSON.parse(stdout);
          deepStrictEqual([code, error.code], [2, "REGISTRY_INVALID"], stdout);
          match(error.message, reason);
        });
      }
    }
    deepStrictEqual(world.aws.requests, []);
  }
});

Deno.test("a host without an integration uses the environment's credentials, with a note", async () => {
  for (const yaml of [World.ATMOS_YAML, ""]) {
    await using world = await World.create(yaml);
    const env = world.aws.environment(world.user);
    const { code, stderr } = await world.run(["login", hostOf(HUB)], { env });
    strictEqual(code, 0, stderr);
    match(
      stderr,
      new RegExp(`^Warning: Using the environment's AWS credentials for ${hostOf(HUB)}: no `, "m"),
    );
    match(await world.principalOf(hostOf(HUB)) ?? "", /:user\/builder$/);
    const token = await world.run(["token", hostOf(HUB)], { env });
    match(token.stderr, /^Warning: Using the environment's AWS credentials for \S+: no /);
  }
});

Deno.test("every command with a host warns of an integration that cannot be read, and of a second identity", async (t) => {
  const rows = [
    {
      name: "unreadable",
      host: hostOf(DEV),
      edit: (yaml: string) => yaml.replaceAll("kind: aws/ecr\n", "kind: aws/ecrr\n"),
      says: /Cannot use integration "dev\/ecr": "kind" is "aws\/ecrr"/,
    },
    {
      name: "two identities",
      host: hostOf(PROD, "eu-west-1"),
      edit: (yaml: string) => yaml.replaceAll(`account_id: "${DEV}"`, `account_id: "${PROD}"`),
      says:
        /configured for two identities: using "dev-deploy" \(dev\/ecr\/eu\), not "prod-deploy" \(Prod\/ECR\)/,
    },
  ];
  for (const { name, host, edit, says } of rows) {
    await using world = await World.create(edit(World.ATMOS_YAML));
    const env = world.aws.environment(world.user);
    const commands = ["login --dry-run", "token", "docker install --pin-only", "explain"];
    for (const command of commands) {
      await t.step(`${name}: ${command}`, async () => {
        match((await world.run([...command.split(" "), host], { env })).stderr, says);
      });
    }
  }
});

Deno.test("a host with --identity uses that identity, and integrations can be combined with hosts", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["login", hostOf(DEV), "-i", "builder"])).code, 0);
  match(await world.principalOf(hostOf(DEV)) ?? "", /:user\/builder$/);
  const both = await world.run(["login", "prod/ecr", hostOf(DEV), "--dry-run"]);
  deepStrictEqual(
    [...both.stderr.matchAll(/Would log in to (\S+) as (\S+),/g)].map(([, host, who]) => [host, who]),
    [
      [hostOf(PROD, "eu-west-1"), "prod-deploy"],
      [hostOf(DEV), "dev-deploy"],
    ],
  );
  const refused = await world.run(["login", "prod/ecr", hostOf(DEV), "-i", "builder"]);
  strictEqual(refused.code, 2);
  match(refused.stderr, /Cannot combine integration "prod\/ecr" with --registry/);
  strictEqual((await world.run(["login", hostOf(DEV), "--all"])).code, 2);
});

Deno.test("an integration of the very name of a host wins", async () => {
  const name = hostOf(DEV);
  await using world = await World.create(
    World.ATMOS_YAML.replace("    dev/ecr:\n", `    ${name}:\n`).replace(
      `spec: {registry: {account_id: "${DEV}", region: us-east-1}}`,
      `spec: {registry: {account_id: "${PROD}", region: us-east-1}}`,
    ),
  );
  const { stderr } = await world.run(["login", name, "--dry-run"]);
  match(stderr, new RegExp(`Would log in to ${hostOf(PROD)} as dev-deploy, for ${name}`));
  match((await world.run(["logout", name])).stderr, new RegExp(hostOf(PROD)));
});

Deno.test("an integration of the host that cannot be used is an error, and not the environment's login", async () => {
  await using world = await World.create(World.ATMOS_YAML.replace("via: {identity: dev-deploy}\n", "\n"));
  const { code, stderr } = await world.run(["login", hostOf(DEV)], {
    env: world.aws.environment(world.user),
  });
  strictEqual(code, 2);
  match(stderr, /integration "dev\/ecr"/);
  strictEqual(await world.password(hostOf(DEV)), undefined);
});

Deno.test("names of another kind get the right hint", async (t) => {
  const yaml = World.ATMOS_YAML.replace(
    "  integrations:\n",
    `    sandbox admin:
      kind: aws/permission-set
      via: {provider: acme}
      principal: {name: Admin, account: {name: Acme-Sandbox}}
  providers:
    acme: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  integrations:
`,
  );
  await using world = await World.create(yaml);
  for (
    const [name, hint] of [
      ["dev-deploy", /It is an identity: use --identity dev-deploy/],
      ["Builder", /It is an identity: use --identity builder/],
      ["sandbox admin", /It is an identity: use --identity 'sandbox admin'/],
      ["acme-sandbox", /It is an account: use --identity 'sandbox admin'/],
      [DEV, /It is an account: use dev\/ecr, or dev\/ecr\/eu/],
      ["acme", /It is a provider: log in to it with `atmos-ecr auth login --provider acme`/],
      ["dev/erc", /Did you mean "dev\/ecr"\?/],
    ] as const
  ) {
    await t.step(name, async () => {
      for (const command of ["login", "logout"]) {
        const { code, stderr } = await world.run([command, name]);
        strictEqual(code, 2);
        match(stderr, /INTEGRATION_NOT_FOUND/);
        match(stderr, hint);
      }
    });
  }
});

Deno.test("other arguments are names of integrations, and invalid hosts are rejected with the reason", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login", "registry.example.com/app"]);
  strictEqual(code, 2);
  match(stderr, /Cannot find integration "registry\.example\.com\/app"/);
  for (
    const text of [`oci://${hostOf(DEV)}:5000/x`, `ftp://${hostOf(DEV)}`, `oci://https://${hostOf(DEV)}`]
  ) {
    const refused = await world.run(["token", text]);
    strictEqual(refused.code, 2, text);
    ok(/REGISTRY_INVALID/.test(refused.stderr), text);
  }
});

Deno.test("a pinned host keeps its identity outside its project: the configuration here, then the pin, then the environment", async () => {
  await using world = await World.create();
  const path = await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]);
  const install = await world.run(["docker", "install", hostOf(DEV)], { env: { PATH: path } });
  strictEqual(install.code, 0, install.stderr);
  const env = { ...world.aws.environment(world.aws.user({ account: HUB, name: "other" })) };
  const cwd = world.sandbox.home;
  const login = await world.run(["login", `oci://${hostOf(DEV)}/chart`], { env, cwd });
  strictEqual(login.code, 0, login.stderr);
  match(
    login.stderr,
    /Warning: Using identity "dev-deploy" of \S+atmos\.yaml, which 222233334444\S+ is pinned to/,
  );
  match(login.stderr, /Logged in to 222233334444\S+ as dev-deploy, for dev\/ecr/);
  const token = await world.run(["token", hostOf(DEV)], { env, cwd });
  match(token.stderr, /Using identity "dev-deploy"/);
  match(world.aws.describePassword(token.stdout.trim())?.principal ?? "", /assumed-role\/deploy\//);
  // Another project that links the host to somebody else: its login is refused, as the helper keeps to the pin.
  await world.sandbox.write(
    "other/atmos.yaml",
    World.ATMOS_YAML.replace("default: true", "").replaceAll(
      "via: {identity: dev-deploy}",
      "via: {identity: builder}",
    ),
  );
  const other = await world.run(["login", hostOf(DEV)], { cwd: `${world.sandbox.project}/other` });
  strictEqual(other.code, 2, other.stderr);
  match(other.stderr, /docker install 222233334444\S+ --chdir \S+\/other --repin/);
  // A pin that cannot be used is an error: the environment does not take its place.
  await Deno.remove(`${world.sandbox.project}/atmos.yaml`);
  for (const command of ["login", "token"]) {
    const broken = await world.run([command, hostOf(DEV)], { env, cwd });
    strictEqual(broken.code, 2, broken.stderr);
    strictEqual(broken.stdout, "");
  }
});

Deno.test("logout reports missing logins, and --dry-run removes nothing", async () => {
  await using world = await World.create();
  const none = await world.run(["logout", hostOf(DEV)]);
  deepStrictEqual([none.code, none.stderr], [0, `Not logged in to ${hostOf(DEV)}\n`]);
  strictEqual((await world.run(["login", "dev/ecr"])).code, 0);
  const planned = await world.run(["logout", "dev/ecr", hostOf(HUB), "--dry-run"]);
  strictEqual(
    planned.stderr,
    `Would log out of ${hostOf(DEV)} as dev-deploy, for dev/ecr\nNot logged in to ${hostOf(HUB)}\n`,
  );
  ok(await world.password(hostOf(DEV)) !== undefined);
  const { dry_run: dryRun, registries: [row] } = JSON.parse(
    (await world.run(["logout", "dev/ecr", "--dry-run", "-o", "json"])).stdout,
  );
  deepStrictEqual([dryRun, row.status], [true, "planned"]);
  match((await world.run(["logout", "dev/ecr"])).stderr, /Logged out of 222233334444/);
  strictEqual(await world.password(hostOf(DEV)), undefined);
});
