import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import { isTempFileName, tempFilePath } from "../../../src/adapters/fs/temp_files.ts";

Deno.test("tempFilePath() names a hidden file beside the target, differently each time", () => {
  const paths = new Set(Array.from({ length: 100 }, () => tempFilePath("/d/config.json")));
  assert.equal(paths.size, 100);
  for (const path of paths) {
    assert.equal(dirname(path), "/d");
    assert.match(
      basename(path),
      new RegExp(`^\\.config\\.json\\.${Deno.pid}\\.[0-9a-f]{16}\\.atmos-ecr\\.tmp$`),
    );
    assert.ok(isTempFileName(basename(path), "/d/config.json"));
  }
});

Deno.test("isTempFileName() only matches its own pattern for its own target", () => {
  const own = ".config.json.12.0123456789abcdef.atmos-ecr.tmp";
  assert.ok(isTempFileName(own, "/d/config.json"));
  assert.ok(!isTempFileName(own, "/d/config"));
  for (
    const name of [
      "config.json",
      ".config.json.12.0123456789abcdef.tmp",
      ".config.json.12.0123456789abcde.atmos-ecr.tmp",
      ".config.json.x.0123456789abcdef.atmos-ecr.tmp",
      ".config.json.atmos-ecr.tmp",
      "a.config.json.12.0123456789abcdef.atmos-ecr.tmp",
      ".config.json.12.0123456789abcdef.atmos-ecr.tmp~",
    ]
  ) assert.ok(!isTempFileName(name, "/d/config.json"), name);
});
