/** `--tags` of `auth login`, `list` and `logout`, and the formats of `auth list`. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEV, hostOf, PROD, World } from "./world.ts";

const YAML = World.ATMOS_YAML
  .replace("      default: true\n", "      default: true\n      tags: [team, Dev]\n")
  .replace("    prod-deploy:\n", "    prod-deploy:\n      tags: team,prod\n")
  .replace("    builder:\n", "    builder:\n      tags: [base]\n");

Deno.test("auth login --tags logs in to every identity with one of them, and logout --tags out again", async () => {
  await using world = await World.create(YAML);
  const { code, stdout, stderr } = await world.run(["auth", "login", "--tags", "TEAM", "-o", "json"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual(
    JSON.parse(stdout).logins.map(({ identity }: Record<string, unknown>) => identity),
    ["dev-deploy", "prod-deploy"],
  );
  ok(await world.password(hostOf(DEV)) !== undefined);
  ok(await world.password(hostOf(PROD, "eu-west-1")) !== undefined);
  const out = await world.run(["auth", "logout", "--tags", "prod"]);
  strictEqual(out.code, 0, out.stderr);
  ok(await world.password(hostOf(DEV)) !== undefined);
  strictEqual(await world.password(hostOf(PROD, "eu-west-1")), undefined);
  ok(!(await world.credentialsFile()).includes("[prod-deploy]"));
});

Deno.test("auth login --tags goes on after a failure, and exits with 5", async () => {
  await using world = await World.create(YAML.replace("external_id: acme", "external_id: other"));
  const { code, stderr } = await world.run(["auth", "login", "--tags", "prod, dev"]);
  strictEqual(code, 5, stderr);
  match(stderr, /✓ Logged in as dev-deploy/);
  match(stderr, /prod-deploy: Error: .*\n[\s\S]*Code: +AWS_DENIED/);
});

Deno.test("auth --tags that none has are an error that lists those there are", async () => {
  await using world = await World.create(YAML);
  for (const command of ["login", "list", "logout"]) {
    const { code, stderr } = await world.run(["auth", command, "--tags", "nope"]);
    strictEqual(code, 2, stderr);
    match(
      stderr,
      /Cannot find an identity or provider with the tag "nope"[\s\S]*Available: "Dev", "base", "prod", "team"/,
    );
  }
  const both = await world.run(["auth", "login", "dev-deploy", "--tags", "dev"]);
  strictEqual(both.code, 2);
  match(both.stderr, /Cannot combine --tags/);
  strictEqual((await world.run(["auth", "logout", "--all", "--tags", "dev"])).code, 2);
});

Deno.test("auth list shows entries by their tags, as YAML and as Markdown too", async () => {
  await using world = await World.create(YAML);
  const json = JSON.parse((await world.run(["auth", "list", "--tags", "dev", "-f", "json"])).stdout);
  deepStrictEqual(json.identities.map(({ name }: { name: string }) => name), ["dev-deploy"]);
  deepStrictEqual([json.providers, json.integrations], [[], []]);
  const both = await world.run([
    "auth",
    "list",
    "--tags",
    "team",
    "--identities",
    "prod-deploy,builder",
    "-f",
    "json",
  ]);
  deepStrictEqual(JSON.parse(both.stdout).identities.map(({ name }: { name: string }) => name), [
    "prod-deploy",
  ]);
  match((await world.run(["auth", "list", "-f", "graphviz"])).stdout, /^digraph/);
  const yaml = await world.run(["auth", "list", "--tags", "dev", "-f", "yaml"]);
  match(yaml.stdout, /^identities:\n {2}- \{name: dev-deploy, kind: aws\/assume-role, /m);
  const markdown = await world.run(["auth", "list", "--tags", "prod", "-f", "markdown"]);
  strictEqual(
    markdown.stdout,
    "| TYPE | NAME | KIND | VIA | SESSION |\n| --- | --- | --- | --- | --- |\n" +
      "| identity | prod-deploy | aws/assume-role | builder | - |\n",
  );
});
