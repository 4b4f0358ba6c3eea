/** The helper and the files of its cache. */
import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { namesIn } from "../adapters/fs/temp_directory.ts";
import { HelperWorld, HOST } from "../program/helper_world.ts";
import { callHere, getHere } from "./helper_calls.ts";

Deno.test("damaged files in the cache are replaced, and leave nothing behind", async (t) => {
  await using test = await HelperWorld.create();
  let last = (await getHere(test)).stdout;
  const file = await test.cacheFile();
  for (const damage of ["", "null", "{", '{"Registries":null}', "\0\0\0"]) {
    await t.step(JSON.stringify(damage), async () => {
      await Deno.writeTextFile(file, damage);
      const { code, stdout, stderr } = await getHere(test);
      deepStrictEqual([code, stderr], [0, ""]);
      notStrictEqual(stdout, last);
      last = stdout;
      strictEqual((await callHere(test, ["list"], "")).stdout, `{"https://${HOST}":"AWS"}\n`);
    });
  }
  const names = await namesIn(test.tokens);
  deepStrictEqual(names.map((name) => name.replace(/^[0-9a-f]{64}/, "")), [
    ".hosts",
    ".pruned",
    ".json",
    ".lock",
  ]);
});

Deno.test("a cache that cannot be written costs a call, and nothing else", async () => {
  await using test = await HelperWorld.create();
  await Deno.writeTextFile(join(test.world.sandbox.home, ".cache"), "");
  for (let run = 1; run <= 2; run++) {
    const { code, stderr } = await getHere(test);
    deepStrictEqual([code, stderr], [0, ""]);
    strictEqual(test.world.aws.count("ecr"), run);
  }
  strictEqual((await callHere(test, ["list"], "")).stdout, "{}\n");
  const homeless = await getHere(test, HOST, {
    env: { HOME: undefined, XDG_CACHE_HOME: undefined, XDG_STATE_HOME: undefined },
  });
  deepStrictEqual([homeless.code, homeless.stderr], [0, ""]);
});

Deno.test("AWS_ECR_DISABLE_CACHE and AWS_ECR_CACHE_DIR mean what they mean to amazon-ecr-credential-helper", async () => {
  await using test = await HelperWorld.create();
  for (let run = 1; run <= 2; run++) {
    strictEqual((await getHere(test, HOST, { env: { AWS_ECR_DISABLE_CACHE: "false" } })).code, 0);
    strictEqual(test.world.aws.count("ecr"), run);
  }
  deepStrictEqual(await test.world.sandbox.files(), []);
  const env = { AWS_ECR_CACHE_DIR: "~/.ecr" };
  const first = await getHere(test, HOST, { env });
  strictEqual(first.code, 0, first.stderr);
  strictEqual((await getHere(test, HOST, { env })).stdout, first.stdout);
  strictEqual(test.world.aws.count("ecr"), 3);
  const files = await test.world.sandbox.files();
  ok(files.length > 0 && files.every((file) => file.startsWith("home/.ecr/tokens/")), files.join());
});
