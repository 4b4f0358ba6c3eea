import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HOST, NO_KEYS, NOT_FOUND, UNREACHABLE } from "./helper_world.ts";
import { HUB } from "./world.ts";
import { createEditWorld, ROLE } from "./edit_world.ts";

Deno.test("keys in the environment that change, or go, are another principal, or none", async () => {
  await using test = await createEditWorld();
  const first = await test.get();
  strictEqual(test.principalOf(first), test.world.user.arn);
  const other = test.world.aws.user({ account: HUB, name: "another" });
  const env = { AWS_ACCESS_KEY_ID: other.accessKeyId, AWS_SECRET_ACCESS_KEY: other.secretAccessKey };
  strictEqual(test.principalOf(await test.get(HOST, { env })), other.arn);
  deepStrictEqual((await test.get(HOST, { env: NO_KEYS })).stdout, NOT_FOUND);
  strictEqual((await test.get(HOST, { env: UNREACHABLE })).stdout, first.stdout);
});

Deno.test("an edit of a profile of the AWS files is effective with the next get, also where it is pinned", async (t) => {
  await using test = await createEditWorld();
  const { aws, sandbox, user } = test.world;
  const other = aws.user({ account: HUB, name: "another" });
  aws.role({ account: HUB, name: "profiled", trusts: [user.arn] });
  const directory = join(sandbox.home, ".aws");
  await Deno.mkdir(directory);
  const files = { configFile: join(directory, "config"), credentialsFile: join(directory, "credentials") };
  const keys = ({ accessKeyId, secretAccessKey }: typeof user): string =>
    `[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  for (const [name, env] of [["ambient", { ...NO_KEYS, AWS_PROFILE: "work" }], ["pinned", {}]] as const) {
    await t.step(name, async () => {
      if (name === "pinned") {
        await test.pins.set([{ kind: "aws-profile", host: HOST, profile: "work", ...files }]);
      }
      const who = async (): Promise<string | undefined> => {
        const answer = await test.get(HOST, { env });
        return answer.code === 0 ? test.principalOf(answer) : answer.stdout;
      };
      await Deno.writeTextFile(files.configFile, "[profile work]\nregion = us-east-1\n");
      await Deno.writeTextFile(files.credentialsFile, keys(user));
      strictEqual(await who(), user.arn);
      const { count } = { count: aws.requests.length };
      strictEqual(await who(), user.arn);
      strictEqual(aws.requests.length, count);
      await Deno.writeTextFile(files.credentialsFile, keys(other));
      strictEqual(await who(), other.arn);
      await Deno.writeTextFile(files.credentialsFile, keys(user).replace("work", "base"));
      await Deno.writeTextFile(
        files.configFile,
        `[profile work]\nrole_arn = ${ROLE(HUB, "profiled")}\nsource_profile = base\nregion = us-east-1\n`,
      );
      match(await who() ?? "", /111122223333:assumed-role\/profiled\//);
      await Deno.writeTextFile(files.configFile, "");
      await Deno.writeTextFile(files.credentialsFile, "");
      strictEqual(await who(), NOT_FOUND);
    });
  }
});
