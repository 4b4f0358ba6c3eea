import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { LoginClocksFile } from "../../../src/adapters/cache/login_clocks_file.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { ownTime } from "../../../src/domain/time/own_time.ts";
import { modeOf, namesIn, tempDirectory } from "../fs/temp_directory.ts";

const END = new Date("2026-01-01T12:00:00Z");
const HOUR = 3_600_000;
const PASSWORD = new Secret("a password");

Deno.test("the expiry of a login follows its clock, in a private file without the password", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "cache", "logins.json");
  let now = new Date("2026-01-01T13:00:00Z");
  const clocks = new LoginClocksFile(path, () => now);
  await clocks.note(PASSWORD, ownTime(END, 13 * HOUR));
  deepStrictEqual(await clocks.ownEnd(PASSWORD, END), ownTime(END, 13 * HOUR));
  strictEqual(await clocks.ownEnd(new Secret("another"), END), undefined);
  strictEqual((await Deno.readTextFile(path)).includes("a password"), false);
  if (Deno.build.os !== "windows") strictEqual(await modeOf(path), 0o600);
  // Set right since.
  now = new Date("2026-01-01T00:00:00Z");
  strictEqual(await clocks.ownEnd(PASSWORD, END), undefined);
});

/** Lets another process create a file right after the first look for it. */
function appearAtFirstLook(path: string, text: string): void {
  const { lstatSync } = Deno;
  Deno.lstatSync = (one) => {
    if (one !== path) return lstatSync(one);
    Deno.lstatSync = lstatSync;
    try {
      return lstatSync(path);
    } finally {
      Deno.writeTextFileSync(path, text, { mode: 0o600 });
    }
  };
}

Deno.test("a record that another process makes at the same time is kept", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "logins.json");
  const clocks = new LoginClocksFile(path, () => END);
  const other = new Secret("of another login");
  await clocks.note(other, ownTime(END, HOUR));
  const text = await Deno.readTextFile(path);
  await Deno.remove(path);
  appearAtFirstLook(path, text);
  await clocks.note(PASSWORD, ownTime(END, 2 * HOUR));
  deepStrictEqual(await clocks.ownEnd(PASSWORD, END), ownTime(END, 2 * HOUR));
  deepStrictEqual(await clocks.ownEnd(other, END), ownTime(END, HOUR));
});

Deno.test("where both clocks agree nothing is written", async () => {
  await using dir = await tempDirectory();
  const clocks = new LoginClocksFile(join(dir.path, "logins.json"), () => END);
  await clocks.note(PASSWORD, END);
  deepStrictEqual(await namesIn(dir.path), []);
  await new LoginClocksFile(undefined, () => END).note(PASSWORD, ownTime(END, HOUR));
});

Deno.test({
  name: "a file that others may write is ignored; a directory in its place is harmless",
  ignore: Deno.build.os === "windows",
  async fn(): Promise<void> {
    await using dir = await tempDirectory();
    const path = join(dir.path, "logins.json");
    const clocks = new LoginClocksFile(path, () => END);
    await clocks.note(PASSWORD, ownTime(END, HOUR));
    await Deno.chmod(path, 0o666);
    strictEqual(await clocks.ownEnd(PASSWORD, END), undefined);
    await Deno.remove(path);
    await Deno.mkdir(path);
    await Deno.writeTextFile(join(path, "x"), "");
    await clocks.note(PASSWORD, ownTime(END, HOUR));
    strictEqual(await clocks.ownEnd(PASSWORD, END), undefined);
  },
});
