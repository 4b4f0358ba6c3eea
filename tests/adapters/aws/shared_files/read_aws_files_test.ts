import assert from "node:assert/strict";
import { join } from "node:path";
import { readAwsFile } from "../../../../src/adapters/aws/shared_files/read_aws_files.ts";

Deno.test("readAwsFile() rejects another user's home, and no other path with a tilde", async () => {
  const directory = await Deno.makeTempDir({ prefix: "atmos-ecr-files-" });
  await using _directory = { [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }) };
  const file = join(directory, "~old", "config");
  await Deno.mkdir(join(file, ".."));
  await Deno.writeTextFile(file, "[default]\n");
  assert.deepEqual(await readAwsFile(file), { file, text: "[default]\n" });
  const foreign = await readAwsFile("~old/config");
  assert.equal(foreign.text, undefined);
  assert.match(foreign.unreadable ?? "", /^it is in another user's home: /);
});
