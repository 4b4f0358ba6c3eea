import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ConfigTextFiles } from "../../../../src/adapters/config/files/config_text_files.ts";
import { CONFIG_LIMITS } from "../../../../src/domain/config/config_limits.ts";
import { tempDirectory } from "../../fs/temp_directory.ts";

/** The files of a working directory. */
function filesOf(cwd: string): ConfigTextFiles {
  return new ConfigTextFiles({ get: () => undefined, cwd, os: "linux" });
}

Deno.test("ConfigTextFiles.read() gives a file as it is, by all of its names", async () => {
  await using directory = await tempDirectory();
  const root = await Deno.realPath(directory.path);
  const [project, link] = [join(root, "project"), join(root, "link")];
  await Deno.mkdir(project);
  await Deno.symlink(project, link);
  const text = "auth: {realm: !exec echo acme}\n";
  await Deno.writeTextFile(join(project, "atmos.yaml"), text);
  const plain = await filesOf(project).read("atmos.yaml");
  deepStrictEqual([plain.file, plain.paths, new TextDecoder().decode(plain.content), plain.tree.kind], [
    "atmos.yaml",
    [join(project, "atmos.yaml")],
    text,
    "mapping",
  ]);
  deepStrictEqual((await filesOf(project).read(join(link, "atmos.yaml"))).paths, [
    join(link, "atmos.yaml"),
    join(project, "atmos.yaml"),
  ]);
  deepStrictEqual(await filesOf(link).pathsOf("gone.yaml"), [join(link, "gone.yaml")]);
});

Deno.test("ConfigTextFiles.read() refuses what is missing, no file, too large or not YAML", async () => {
  await using directory = await tempDirectory();
  await Deno.mkdir(join(directory.path, "folder.yaml"));
  await Deno.writeTextFile(join(directory.path, "large.yaml"), " ".repeat(CONFIG_LIMITS.fileBytes + 1));
  await Deno.writeTextFile(join(directory.path, "broken.yaml"), "a: [");
  const codes: Readonly<Record<string, string>> = {
    "nowhere.yaml": "CONFIG_NOT_FOUND",
    "folder.yaml": "CONFIG_UNREADABLE",
    "large.yaml": "CONFIG_LIMIT",
    "broken.yaml": "CONFIG_SYNTAX",
  };
  for (const [path, code] of Object.entries(codes)) {
    await rejects(filesOf(directory.path).read(path), (error: Error & { code?: string }) => {
      strictEqual(error.code, code, error.message);
      return error.message.includes(path);
    });
  }
});
