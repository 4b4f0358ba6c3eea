/** Root who runs the program in the home of another user, as with sudo. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf } from "./world.ts";

const HOST = hostOf(DEV);
const OTHER = 4711;
// Only root can be root.
const ignore = Deno.build.os !== "linux" || Deno.uid() !== 0;

/** A sandbox whose home is another user's. */
async function otherHome(): Promise<Sandbox> {
  const sandbox = await Sandbox.create();
  await Deno.chmod(sandbox.root, 0o755);
  await Deno.mkdir(sandbox.home, { recursive: true });
  await Deno.chown(sandbox.home, OTHER, OTHER);
  return sandbox;
}

const INSTALL = ["docker", "install", "--pin-only", HOST];

Deno.test({
  name: "what root leaves in the home of another user belongs to that user",
  ignore,
  fn: async () => {
    await using sandbox = await otherHome();
    const { code, stderr } = await sandbox.run(INSTALL);
    strictEqual(code, 0, stderr);
    for (const path of [".", "atmos-ecr", `atmos-ecr/${HOST}.json`]) {
      strictEqual((await Deno.lstat(join(sandbox.dockerDirectory, path))).uid, OTHER, path);
    }
  },
});

Deno.test({
  name: "root follows no link of another user",
  ignore,
  fn: async () => {
    await using sandbox = await otherHome();
    const target = join(sandbox.root, "elsewhere");
    await Deno.mkdir(target);
    await Deno.symlink(target, sandbox.dockerDirectory);
    await new Deno.Command("chown", { args: ["-h", String(OTHER), sandbox.dockerDirectory] }).output();
    const { code, stderr } = await sandbox.run(INSTALL);
    strictEqual(code, 3, stderr);
    match(stderr, /root does not follow/);
    match(stderr, /without sudo/);
    deepStrictEqual(await Array.fromAsync(Deno.readDir(target)), []);
  },
});
