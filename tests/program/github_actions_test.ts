/** What a job of GitHub Actions shows besides the log. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { annotationLine, loginSummary } from "../../src/cli/output/github.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

const ACTIONS = { GITHUB_ACTIONS: "true" };

function annotations(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("::"));
}

Deno.test("login annotates what failed and what is warned of, and adds to the summary", async () => {
  await using world = await World.create(
    World.ATMOS_YAML.replace("external_id: acme", "external_id: other\n        regoin: x"),
  );
  const summary = join(world.sandbox.root, "summary.md");
  await Deno.writeTextFile(summary, "# Before\n");
  const env = { ...ACTIONS, GITHUB_STEP_SUMMARY: summary };
  const { code, stdout, stderr } = await world.run(["login", "dev/ecr", "Prod/ECR"], { env });
  deepStrictEqual([code, stdout], [5, ""], stderr);
  const shown = annotations(stderr);
  ok(
    shown.some((line) =>
      /^::warning file=atmos\.yaml,line=\d+,col=9,title=atmos-ecr CONFIG_INVALID::.*regoin/.test(line)
    ),
    stderr,
  );
  ok(
    shown.some((line) =>
      line.startsWith(`::error title=atmos-ecr AWS_DENIED::${hostOf(PROD, "eu-west-1")}: `)
    ),
    stderr,
  );
  const text = await Deno.readTextFile(summary);
  match(text, /^# Before\n### Amazon ECR\n/);
  match(text, new RegExp(`\\| ${hostOf(DEV)} \\| dev-deploy \\| dev/ecr \\| until 20\\S+Z \\|`));
  match(text, /\| prod-deploy \| Prod\/ECR \| \*\*failed\*\*|\*\*failed\*\*/);
});

Deno.test("an error is annotated at its place; JSON, quiet and other machines are as ever", async () => {
  await using world = await World.create("auth: {identities: {a: {kind: aws/user}}\n");
  const text = await world.run(["list"], { env: ACTIONS });
  match(
    annotations(text.stderr).join("\n"),
    /^::error file=atmos\.yaml,line=\d+,col=\d+,title=atmos-ecr CONFIG_SYNTAX::Cannot/,
  );
  strictEqual(text.code, 2);
  const json = await world.run(["list", "-o", "json"], { env: ACTIONS });
  deepStrictEqual([json.stderr, JSON.parse(json.stdout).error.code], ["", "CONFIG_SYNTAX"]);
  deepStrictEqual(annotations((await world.run(["list"])).stderr), []);
});

Deno.test("a summary that cannot be written is a warning", async () => {
  await using world = await World.create();
  const env = { ...ACTIONS, GITHUB_STEP_SUMMARY: join(world.sandbox.root, "none", "summary.md") };
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env });
  strictEqual(code, 0, stderr);
  match(stderr, /^::warning title=atmos-ecr::Cannot write /m);
});

Deno.test("no text can begin another command, or break out of its cell", () => {
  const evil = "a\n::set-env name=PATH::x\r%0A::stop-commands::x,file=y:z|<img src=x>`[x](y)";
  const line = annotationLine({
    severity: "error",
    message: evil,
    hint: evil,
    position: { file: evil, line: 1, column: 2 },
  });
  strictEqual(line.split("\n").length, 2);
  strictEqual(line.match(/^::error file=([^,]*),line=1,col=2,title=atmos-ecr::/)?.[1]?.includes(":"), false);
  const target = { registry: parseRegistry(hostOf(DEV)), identity: evil };
  const summary = loginSummary([{ target, status: "ok", expiresAt: new Date(0) }]).trimEnd().split("\n");
  strictEqual(summary.length, 5);
  strictEqual(summary[4]?.split("|").length, 6);
  ok(!/[<`\[]/.test(summary[4] ?? ""));
});

Deno.test("no name in a configuration is a command of the runner, in any format", async (t) => {
  const names = ["::stop-commands::x", "##[stop-commands]y", "z ##[add-mask]z"].map((one) =>
    JSON.stringify(one)
  );
  const registry = `registry: {account_id: "${DEV}", region: us-east-1}`;
  await using world = await World.create(
    `auth:
  identities: {${names.map((name) => `${name}: {kind: aws/ambient}`).join(", ")}}
  integrations:
${
      names.map((name) => `    ${name}: {kind: aws/ecr, via: {identity: ${name}}, spec: {${registry}}}\n`)
        .join("")
    }`,
  );
  for (
    const args of [
      ["list"],
      ["list", "-o", "json"],
      ["auth", "list"],
      ["auth", "list", "-o", "mermaid"],
      ["auth", "list", "-o", "dot"],
      ["config", "show"],
      ["config", "show", "-o", "json"],
      ["config", "explain", "integrations"],
      ["login", "--all", "--dry-run"],
      ["login", "##[stop-commands]z"],
    ]
  ) {
    await t.step(args.join(" "), async () => {
      const { stdout, stderr } = await world.run(args, { env: ACTIONS });
      const shown = stdout + stderr;
      ok(shown.includes("stop-commands"), shown);
      ok(!/^\s*::(?!error |warning )|##\[/m.test(shown), shown);
    });
  }
});
