/** What a job of GitHub Actions shows besides the log. `tests/cli/output/github_test.ts` has what is escaped, and all formats. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
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

Deno.test("a summary that cannot be written is a warning", async () => {
  await using world = await World.create();
  const env = { ...ACTIONS, GITHUB_STEP_SUMMARY: join(world.sandbox.root, "none", "summary.md") };
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env });
  strictEqual(code, 0, stderr);
  match(stderr, /^::warning title=atmos-ecr::Cannot write /m);
});
