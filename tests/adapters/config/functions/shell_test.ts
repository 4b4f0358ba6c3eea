import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { createShell, startFailure } from "../../../../src/adapters/config/functions/shell.ts";
import { promptly } from "../../../support/promptly.ts";

Deno.test("createShell() runs a command in a directory and gives what it prints", async () => {
  const cwd = await Deno.realPath(await Deno.makeTempDir());
  try {
    deepStrictEqual(await createShell()("pwd; printf x", cwd), {
      kind: "ended",
      code: 0,
      stdout: `${cwd}\nx`,
    });
    deepStrictEqual(await createShell()("exit 3", cwd), { kind: "ended", code: 3, stdout: "" });
  } finally {
    await Deno.remove(cwd);
  }
});

Deno.test("createShell() gives a command no standard input", async () => {
  deepStrictEqual(await createShell()("cat", "/"), { kind: "ended", code: 0, stdout: "" });
});

Deno.test("createShell() stops a command that prints too much", async () => {
  const result = await createShell()("while :; do printf '%01000d' 1; done", "/");
  deepStrictEqual(result, { kind: "failed", state: "it printed more than 1 MiB" });
});

Deno.test("createShell() reports a command that cannot be started", async () => {
  strictEqual((await createShell()("true", "/does/not/exist")).kind, "failed");
});

Deno.test("createShell() stops a command that takes too long, without waiting for its children", async () => {
  const shell = createShell({ timeoutMs: 100 });
  const expected = { kind: "failed", state: "it took longer than 0.1 s" };
  deepStrictEqual(await promptly(10_000, () => shell("exec sleep 30", "/")), expected);
  deepStrictEqual(await promptly(10_000, () => shell("sleep 30 2>/dev/null & exit 0", "/")), expected);
});

Deno.test("startFailure() has a hint for Windows, where no shell is part of the system", () => {
  const missing = new Deno.errors.NotFound("x");
  match(startFailure("sh", missing, true), /^"sh" is not on the PATH: install Git for Windows/);
  strictEqual(startFailure("sh", new Deno.errors.PermissionDenied("x"), true), '"sh" could not be started');
  strictEqual(startFailure("/bin/sh", missing, false), '"/bin/sh" could not be started');
});
