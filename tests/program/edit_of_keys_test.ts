import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HOST, NO_KEYS, NOT_FOUND, UNREACHABLE } from "./helper_world.ts";
import { HUB } from "./world.ts";
import { createEditWorld } from "./edit_world.ts";

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

Deno.test("an edit of a pinned profile of the AWS files is effective with the next get", async () => {
  await using test = await createEditWorld();
  const { aws, sandbox, user } = test.world;
  const other = aws.user({ account: HUB, name: "another" });
  const directory = join(sandbox.home, ".aws");
  await Deno.mkdir(directory);
  const files = { configFile: join(directory, "config"), credentialsFile: join(directory, "credentials") };
  await test.pins.set([{ kind: "aws-profile", host: HOST, profile: "work", ...files }]);
  const as = async ({ accessKeyId, secretAccessKey }: typeof user): Promise<string | undefined> => {
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    await Deno.writeTextFile(files.credentialsFile, `[work]\n${keys}`);
    return test.principalOf(await test.get());
  };
  strictEqual(await as(other), other.arn);
  strictEqual(await as(user), user.arn);
  await Deno.writeTextFile(files.credentialsFile, "");
  strictEqual((await test.get()).stdout, NOT_FOUND);
});
