/** The way of a new user, from the README alone: its configuration, its commands, and Docker's question for two accounts. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { programUnderTest, Sandbox } from "../support/sandbox.ts";
import { fencesOf } from "./markdown.ts";

const FENCES = fencesOf("README.md", await Deno.readTextFile(`${fromFileUrl("../")}README.md`));

/** The text of the first block that has a language. */
function first(language: string): string {
  return FENCES.find((fence) => fence.language === language)?.text ?? "";
}

Deno.test("the README's example logs in to two accounts", async () => {
  await using aws = await startFakeAws();
  await using sandbox = await Sandbox.create({ "atmos.yaml": first("yaml") });
  const me = aws.user({ account: "111122223333", name: "me" });
  aws.role({ account: "123456789012", name: "dev-admin", trusts: [me.arn] });
  aws.role({ account: "210987654321", name: "prod-read", trusts: [me.arn] });
  const bin = join(sandbox.home, ".local", "bin");
  await Deno.mkdir(bin, { recursive: true });
  const env = {
    ...aws.environment(),
    AWS_ACCESS_KEY_ID: me.accessKeyId,
    AWS_SECRET_ACCESS_KEY: me.secretAccessKey,
    PATH: `${bin}:${Deno.env.get("PATH") ?? ""}`,
  };

  const [command = "", words = ""] = first("console").split("\n");
  const login = await sandbox.run(command.replace("$ atmos-ecr ", "").split(" "), { env });
  const withoutTime = (text: string): string => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "…");
  deepStrictEqual([withoutTime(login.stderr), login.code], [withoutTime(`${words}\n`), 0]);

  const shown = FENCES.find(({ text }) => text.includes("docker install --link"))?.text ?? "";
  const install = /atmos-ecr (docker install --link) ~/.exec(shown)?.[1]?.split(" ") ?? [];
  ok(install.length > 0);
  const { code, stderr } = await sandbox.run([...install, bin], { env });
  strictEqual(code, 0, stderr);
  // A link to Deno is not the program when that runs from source.
  ok((await Deno.lstat(join(bin, "docker-credential-atmos-ecr"))).isSymlink || programUnderTest().length > 1);
  for (const [account, region] of [["123456789012", "eu-west-1"], ["210987654321", "us-east-1"]] as const) {
    const stdin = `${account}.dkr.ecr.${region}.amazonaws.com`;
    const answer = await sandbox.run(["credential", "get"], { env, stdin, cwd: sandbox.root });
    strictEqual(answer.code, 0, answer.stderr);
    strictEqual(aws.describePassword(JSON.parse(answer.stdout).Secret)?.account, account);
  }
});
