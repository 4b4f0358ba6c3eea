/** `auth logout` and the keys that `auth user configure` keeps. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { ProgramResult } from "../support/sandbox.ts";
import { configure, FILE_KEYRING, worldOf } from "./auth_user_world.ts";

Deno.test("auth logout reports remaining keys, and --keychain removes them", async () => {
  await using world = await worldOf();
  strictEqual((await configure(world)).code, 0);
  strictEqual((await world.run(["auth", "login"], { env: FILE_KEYRING })).code, 0);
  const logout = (...args: readonly string[]): Promise<ProgramResult> =>
    world.run(["auth", "logout", "Builder", ...args], { env: FILE_KEYRING });
  match(
    (await logout()).stderr,
    /The access keys of Builder remain in the keyring; to remove them, add --keychain\n/,
  );
  const keyring = async (): Promise<readonly string[]> =>
    (await world.sandbox.files()).filter((path) => path.endsWith("atmos_acme_builder"));
  strictEqual((await keyring()).length, 1);
  match(
    (await logout("--keychain", "--dry-run")).stderr,
    /^Would remove the access keys of Builder in the keyring\n/,
  );
  strictEqual((await keyring()).length, 1);
  const { code, stdout, stderr } = await logout("--keychain", "-o", "json");
  strictEqual(code, 0, stderr);
  deepStrictEqual(JSON.parse(stdout).removed, [
    { kind: "keyring", identity: "Builder", provider: null, registry: null, path: null, status: "ok" },
  ]);
  deepStrictEqual(await keyring(), []);
  doesNotMatch((await logout()).stderr, /remain in the keyring/);
});

Deno.test("auth logout --keychain reports an unusable keyring", async () => {
  await using world = await worldOf();
  const { code, stderr } = await world.run(["auth", "logout", "Builder", "--keychain"], {
    env: { PATH: "/nonexistent" },
  });
  strictEqual(code, 3, stderr);
  match(stderr, /✗ the access keys of Builder in the keyring: .*\[KEYRING_UNUSABLE\]/);
});
