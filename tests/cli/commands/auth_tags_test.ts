/** `--tags` of `auth login`, `list` and `logout`. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEV_HOST, PROD_HOST, ROLES_YAML } from "../../support/auth_bench_yaml.ts";

Deno.test("auth login --tags logs in to every identity with one of them, and logout --tags out again", async () => {
  const bench = new AuthBench();
  const { code, stdout, stderr } = await bench.run(["auth", "login", "--tags", "TEAM", "-o", "json"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual(
    JSON.parse(stdout).logins.map(({ identity }: Record<string, unknown>) => identity),
    ["dev-deploy", "prod-deploy"],
  );
  deepStrictEqual(bench.logins, [DEV_HOST, PROD_HOST, "public.ecr.aws"]);
  const out = await bench.run(["auth", "logout", "--tags", "prod"]);
  strictEqual(out.code, 0, out.stderr);
  deepStrictEqual(bench.logins, [DEV_HOST, "public.ecr.aws"]);
  deepStrictEqual(bench.sessions.actions.filter((action) => action.startsWith("remove")), [
    "remove prod-deploy",
  ]);
});

Deno.test("auth login --tags goes on after a failure, and exits with 5", async () => {
  const bench = new AuthBench(ROLES_YAML.replace("external_id: acme", "external_id: other"));
  const { code, stderr } = await bench.run(["auth", "login", "--tags", "prod, dev"]);
  strictEqual(code, 5, stderr);
  match(stderr, /✓ Logged in as dev-deploy/);
  match(stderr, /prod-deploy: Error: .*\n[\s\S]*Code: +AWS_DENIED/);
});

Deno.test("auth --tags that none has are an error that lists those there are", async () => {
  const bench = new AuthBench();
  for (const command of ["login", "list", "logout"]) {
    const { code, stderr } = await bench.run(["auth", command, "--tags", "nope"]);
    strictEqual(code, 2, stderr);
    match(
      stderr,
      /Cannot find an identity or provider with the tag "nope"[\s\S]*Available: "Dev", "base", "prod", "team"/,
    );
  }
});

Deno.test("auth list --tags shows only entries that have one, and both filters apply", async () => {
  const bench = new AuthBench();
  const list = async (...args: readonly string[]): Promise<Record<string, readonly { name: string }[]>> =>
    JSON.parse((await bench.run(["auth", "list", ...args, "-f", "json"])).stdout);
  const { identities, providers, integrations } = await list("--tags", "dev");
  deepStrictEqual([identities?.map(({ name }) => name), providers, integrations], [["dev-deploy"], [], []]);
  const both = await list("--tags", "team", "--identities", "prod-deploy,builder");
  deepStrictEqual(both["identities"]?.map(({ name }) => name), ["prod-deploy"]);
});
