/** What `auth list` shows, in each of its formats. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { Secret } from "../../../src/domain/secret.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { HUB_KEY, PROD_HOST, ROLES_YAML } from "../../support/auth_bench_yaml.ts";

const START_URL = "https://acme.awsapps.com/start";
const YAML = ROLES_YAML.replace(
  "  identities:\n",
  `  providers:
    sso: {kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}
  identities:
`,
);

Deno.test("auth list shows how long the sessions and logins last", async (t) => {
  const bench = new AuthBench(YAML);
  const shown = async (): Promise<string[]> => {
    const { stdout } = await bench.run(["auth", "list", "--identities", "--providers"]);
    return stdout.split("\n").slice(1, -1)
      .map((line) => line.replace(/ \(\d{4}.*UTC\)/, "").split(/ {2,}/).at(-1) ?? "");
  };
  await t.step("none", async () => deepStrictEqual(await shown(), ["-", "-", "-", "-"]));
  await bench.ssoSessions.write({
    startUrl: START_URL,
    region: "us-east-1",
    accessToken: new Secret("token"),
    expiresAt: new Date(bench.now.getTime() + 3_600_000),
  });
  await bench.run(["auth", "login"]);
  const rows: readonly (readonly [minutes: number, role: string])[] = [
    [0, "valid, expires in 1h"],
    [50, "expiring, expires in 10m"],
    [70, "expired"],
  ];
  const begin = bench.now.getTime();
  for (const [minutes, role] of rows) {
    await t.step(role, async () => {
      bench.now = new Date(begin + minutes * 60_000);
      const [sso, builder, deploy, prod] = await shown();
      match(builder ?? "", /^valid, expires in 1/);
      deepStrictEqual([sso, deploy, prod], [role, role, "-"]);
    });
  }
});

Deno.test("auth list -o json has the documented shape", async () => {
  const { stdout } = await new AuthBench(YAML).run(["auth", "list", "-o", "json"]);
  const { providers, identities, integrations } = JSON.parse(stdout);
  deepStrictEqual(providers, [{ name: "sso", kind: "aws/iam-identity-center", session: null }]);
  deepStrictEqual(identities[1], {
    name: "dev-deploy",
    kind: "aws/assume-role",
    via: { identity: "builder" },
    default: true,
    session: null,
  });
  deepStrictEqual(integrations[2], {
    name: "Prod/ECR",
    kind: "aws/ecr",
    via: { identity: "prod-deploy" },
    auto_provision: true,
    registries: [PROD_HOST],
  });
});

/** Format → the first line, or what is in it. */
const FORMATS: Readonly<Record<string, RegExp>> = {
  table: /^TYPE +NAME +KIND +VIA +SESSION\n/,
  tree: /^builder \(aws\/user\)\n├─ dev-deploy /,
  json: /^\{/,
  yaml: /^ {2}- \{name: dev-deploy, kind: aws\/assume-role, /m,
  markdown: /^\| TYPE \| NAME \| KIND \| VIA \| SESSION \|\n\| --- \|/,
  mermaid: /^flowchart LR\n/,
  dot: /^digraph auth \{/,
  graphviz: /^digraph auth \{/,
};

Deno.test("auth list shows no secret, in any format", async (t) => {
  const bench = new AuthBench(ROLES_YAML.replace("secret_access_key: secret", "secret_access_key: hush"));
  for (const [format, expected] of Object.entries(FORMATS)) {
    await t.step(format, async () => {
      const { code, stdout } = await bench.run(["auth", "list", "-f", format]);
      strictEqual(code, 0);
      match(stdout, expected);
      match(stdout, /prod-deploy/);
      for (const secret of [HUB_KEY, "hush"]) strictEqual(stdout.includes(secret), false);
    });
  }
  await t.step("a whole table in Markdown", async () => {
    const { stdout } = await bench.run(["auth", "list", "--tags", "prod", "-f", "md"]);
    strictEqual(
      stdout,
      "| TYPE | NAME | KIND | VIA | SESSION |\n| --- | --- | --- | --- | --- |\n" +
        "| identity | prod-deploy | aws/assume-role | builder | - |\n",
    );
  });
});

Deno.test("auth list accepts names, and draws what they are based on", async () => {
  const bench = new AuthBench();
  const { stdout } = await bench.run([
    "auth",
    "list",
    "--identities=prod-deploy",
    "--integrations",
    "prod/ecr",
  ]);
  deepStrictEqual(stdout.split("\n").map((line) => line.split(/ {2,}/)[1]), [
    "NAME",
    "prod-deploy",
    "Prod/ECR",
    undefined,
  ]);
  match(
    (await bench.run(["auth", "list", "--integrations", "prod/ecr", "-f", "tree"])).stdout,
    /^builder \(aws\/user\)\n└─ prod-deploy .*\n {3}└─ Prod\/ECR .*\n$/,
  );
  const unknown = await bench.run(["auth", "list", "--providers", "ssso"]);
  deepStrictEqual([unknown.code, /PROVIDER_NOT_FOUND/.test(unknown.stderr)], [2, true]);
});

Deno.test("auth validate equals config validate", async () => {
  const bench = new AuthBench(ROLES_YAML.replace("identity: builder", "identity: bilder"));
  const auth = await bench.run(["auth", "validate", "-v"]);
  deepStrictEqual(auth, await bench.run(["config", "validate", "-v"]));
  strictEqual(auth.code, 2);
  match(auth.stdout, /atmos\.yaml:\d+:\d+: error: .*"bilder"/);
});
