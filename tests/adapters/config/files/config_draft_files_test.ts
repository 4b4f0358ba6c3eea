import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ConfigDraftFiles } from "../../../../src/adapters/config/files/config_draft_files.ts";
import { Sandbox } from "../../../support/sandbox.ts";

Deno.test({
  name: "a new file is not written through a link to a file that does not exist",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using sandbox = await Sandbox.create();
    const project = join(sandbox.root, "project");
    const target = join(sandbox.root, ".profile");
    const path = join(project, "atmos.yaml");
    await Deno.mkdir(project, { recursive: true });
    await Deno.symlink("../.profile", path);
    const drafts = new ConfigDraftFiles({ cwd: project, os: "linux", get: () => undefined });
    await rejects(drafts.write("atmos.yaml", "auth: {}\n", undefined), {
      code: "OUTPUT_UNWRITABLE",
      message: /it is a link to ".*\.profile", which does not exist$/,
    });
    await rejects(Deno.stat(target));
    // A link to a file is followed, as those of dotfile managers.
    await Deno.writeTextFile(target, "a: 1\n");
    await drafts.write("atmos.yaml", "a: 1\nauth: {}\n", "a: 1\n");
    strictEqual(await Deno.readTextFile(target), "a: 1\nauth: {}\n");
    strictEqual((await Deno.lstat(path)).isSymlink, true);
  },
});
