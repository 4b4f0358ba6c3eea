import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { isRefusedSync, readPrivateSync } from "../../../src/adapters/fs/private_read.ts";
import { IS_ROOT, OTHER_USER, tempDirectory } from "./temp_directory.ts";

const BYTES = new TextEncoder().encode("content");

Deno.test("readPrivateSync() reads a file of the user's own", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  deepStrictEqual(readPrivateSync(path, 100), { kind: "absent" });
  strictEqual(isRefusedSync(path), false);
  for (const mode of [0o600, 0o400, 0o700]) {
    await Deno.writeFile(path, BYTES);
    await Deno.chmod(path, mode);
    deepStrictEqual(readPrivateSync(path, BYTES.length), { kind: "read", bytes: BYTES });
    strictEqual(isRefusedSync(path), false);
    await Deno.remove(path);
  }
  await Deno.writeFile(path, new Uint8Array(), { mode: 0o600 });
  deepStrictEqual(readPrivateSync(path, 0), { kind: "read", bytes: new Uint8Array() });
});

Deno.test("readPrivateSync() rejects everything else, with a reason", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  const refused = (state: string): unknown => ({ kind: "refused", state });
  await Deno.writeFile(path, BYTES, { mode: 0o600 });
  deepStrictEqual(readPrivateSync(path, BYTES.length - 1), refused("is too large"));
  for (const mode of [0o640, 0o604, 0o610, 0o602, 0o644]) {
    await Deno.chmod(path, mode);
    deepStrictEqual(readPrivateSync(path, 100), refused("is accessible to other users"), mode.toString(8));
    strictEqual(isRefusedSync(path), true);
  }
  await Deno.chmod(path, 0o600);
  const link = join(dir.path, "link");
  await Deno.symlink(path, link);
  deepStrictEqual(readPrivateSync(link, 100), refused("is not a regular file"));
  deepStrictEqual(readPrivateSync(dir.path, 100), refused("is not a regular file"));
  deepStrictEqual(readPrivateSync("/dev/zero", 100), refused("is not a regular file"));
});

Deno.test({
  name: "readPrivateSync() looks at the owner, and lets root read for the owner of the directory",
  ignore: !IS_ROOT,
  fn: async () => {
    await using dir = await tempDirectory();
    const path = join(dir.path, "file");
    await Deno.writeFile(path, BYTES, { mode: 0o600 });
    await Deno.chown(path, OTHER_USER, OTHER_USER);
    deepStrictEqual(readPrivateSync(path, 100), { kind: "refused", state: "is owned by another user" });
    await Deno.chown(dir.path, OTHER_USER, OTHER_USER);
    deepStrictEqual(readPrivateSync(path, 100), { kind: "read", bytes: BYTES });
  },
});
