import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { join } from "node:path";
import { IS_ROOT, namesIn, tempDirectory } from "../fs/temp_directory.ts";

const WORKER = fileURLToPath(new URL("login_worker.ts", import.meta.url));

/** Takes from root what lets it write where the mode bits forbid it, so that it is like any other user. */
const SETPRIV = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"];

Deno.test({
  name: "DockerConfigFile reports missing permissions on the directory, and leaves nothing",
  ignore: Deno.build.os === "windows" || (IS_ROOT && !canDropPrivileges()),
  fn: async () => {
    for (const mode of [0o555, 0o000]) {
      await using dir = await tempDirectory();
      const config = join(dir.path, ".docker");
      await Deno.mkdir(config);
      await Deno.writeTextFile(join(config, "config.json"), "{}");
      await Deno.chmod(config, mode);
      try {
        const { code, stderr } = await loginAsUser(config);
        assert.equal(code, 1);
        const said = new TextDecoder().decode(stderr);
        assert.match(said, /^DOCKER_CONFIG_UNWRITABLE: /);
        assert.match(said, /config\.json": permission denied/);
      } finally {
        await Deno.chmod(config, 0o700);
      }
      assert.deepEqual(await namesIn(config), ["config.json"]);
      assert.equal(await Deno.readTextFile(join(config, "config.json")), "{}");
    }
  },
});

function loginAsUser(directory: string): Promise<Deno.CommandOutput> {
  const line = [
    ...(IS_ROOT ? SETPRIV : []),
    Deno.execPath(),
    "run",
    "-A",
    "--no-check",
    WORKER,
    directory,
    "h.example",
  ];
  const [program = "", ...args] = line;
  return new Deno.Command(program, { args, env: { NO_COLOR: "1" }, stdout: "null", stderr: "piped" })
    .output();
}

function canDropPrivileges(): boolean {
  try {
    const [program = "", ...args] = [...SETPRIV, "true"];
    return new Deno.Command(program, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}
