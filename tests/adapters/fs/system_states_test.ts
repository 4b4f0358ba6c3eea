import { deepStrictEqual, doesNotMatch, match, ok } from "node:assert/strict";
import { failureState, FileError, systemHint, systemState } from "../../../src/adapters/fs/file_error.ts";
import { toPinsError } from "../../../src/adapters/state/pins_error.ts";
import { tempDirectory } from "./temp_directory.ts";

/** An error as Deno throws it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`it fails (os error 1)`), { code });
}

Deno.test("a system error is described, and a full disk is not a permission problem", async (t) => {
  const rows: readonly [code: string, state: string, hint: RegExp | undefined][] = [
    ["EACCES", "permission denied", undefined],
    ["EPERM", "operation not permitted", undefined],
    ["EROFS", "the file system is read-only", /a writable file system/],
    ["ENOSPC", "no space left on the device", /^Free some space/],
    ["EDQUOT", "the disk quota is exceeded", /^Free some space/],
    ["EMFILE", "too many open files", /open file limit/],
    ["ENOENT", "no such file or directory", undefined],
    ["EIO", "system error (EIO)", undefined],
  ];
  for (const [code, state, hint] of rows) {
    await t.step(code, () => {
      const error = systemError(code);
      deepStrictEqual(failureState(error), state);
      if (hint === undefined) deepStrictEqual(systemHint(error), undefined);
      else match(systemHint(error) ?? "", hint);
      const said = toPinsError("/d", error);
      ok(said instanceof Error && said.message.endsWith(`"/d": ${state}`), String(said));
      match(String(Reflect.get(said, "hint")), hint ?? /owner and permissions/);
    });
  }
});

Deno.test("a lock that cannot be had is no matter of owners and permissions", async (t) => {
  for (const reason of ["lock-timeout", "lock-refused", "lock-unsupported"] as const) {
    await t.step(reason, () => {
      const said = toPinsError("/d", new FileError(reason, "/d/x.lock", "it is locked"));
      doesNotMatch(String(Reflect.get(said as Error, "hint")), /permissions/);
    });
  }
});

Deno.test("systemState() describes this system's errors", async () => {
  await using directory = await tempDirectory();
  const error = await Deno.readTextFile(`${directory.path}/${"x".repeat(300)}`).catch((cause: unknown) =>
    cause
  );
  if (Deno.build.os !== "windows") {
    deepStrictEqual(systemState(error), "its name is too long for the file system");
  }
  deepStrictEqual(systemState(new Deno.errors.PermissionDenied("no")), "permission denied");
  deepStrictEqual(systemState(new RangeError("offset")), undefined);
});
