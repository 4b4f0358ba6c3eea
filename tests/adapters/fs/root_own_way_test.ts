import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { isRootsOwnWay } from "../../../src/adapters/fs/guarded_directory.ts";
import { tempDirectory } from "./temp_directory.ts";

const OTHER = 65_534;

/** What is made below a directory of root's, and whether the way to `a/b` there is root's own. */
const WAYS: Readonly<
  Record<string, { readonly make?: (a: string, b: string) => Promise<void>; readonly isOwn: boolean }>
> = {
  "root's alone": { isOwn: true },
  "above, the group may write": { make: (a) => Deno.chmod(a, 0o775), isOwn: false },
  "above, everyone may write": { make: (a) => Deno.chmod(a, 0o777), isOwn: false },
  "above, everyone may write, and take away only what is his": {
    make: (a) => Deno.chmod(a, 0o1777),
    isOwn: true,
  },
  "above, another user's": { make: (a) => Deno.chown(a, OTHER, OTHER), isOwn: false },
  "above, another user's where names are safe": {
    make: async (a) => {
      await Deno.chown(a, OTHER, OTHER);
      await Deno.chmod(a, 0o1777);
    },
    isOwn: false,
  },
  "everyone may write": { make: (_, b) => Deno.chmod(b, 0o777), isOwn: false },
  "the group may write": { make: (_, b) => Deno.chmod(b, 0o770), isOwn: false },
  "everyone may write, and take away only what is his": {
    make: (_, b) => Deno.chmod(b, 0o1777),
    isOwn: false,
  },
  "another user's": { make: (_, b) => Deno.chown(b, OTHER, OTHER), isOwn: false },
  "another user's in a directory such as /tmp": {
    make: async (a, b) => {
      await Deno.chmod(a, 0o1777);
      await Deno.chown(b, OTHER, OTHER);
    },
    isOwn: false,
  },
  "a link of root's": {
    make: async (a, b) => {
      await Deno.remove(b);
      await Deno.symlink(a, b);
    },
    isOwn: false,
  },
  "not there": { make: (_, b) => Deno.remove(b), isOwn: true },
  "not there, nor what is above": { make: (a) => Deno.remove(a, { recursive: true }), isOwn: true },
  "not there, and everyone may make it": {
    make: async (a, b) => {
      await Deno.remove(b);
      await Deno.chmod(a, 0o1777);
    },
    isOwn: false,
  },
  "a file": {
    make: async (_, b) => {
      await Deno.remove(b);
      await Deno.writeTextFile(b, "");
    },
    isOwn: false,
  },
};

Deno.test({
  name: "whether only root can change where a path leads",
  ignore: Deno.build.os !== "linux" || Deno.uid() !== 0,
  fn: async (t) => {
    for (const [name, { make, isOwn }] of Object.entries(WAYS)) {
      await t.step(name, async () => {
        await using dir = await tempDirectory();
        const [a, b] = [join(dir.path, "a"), join(dir.path, "a/b")];
        await Deno.mkdir(b, { recursive: true, mode: 0o700 });
        await make?.(a, b);
        strictEqual(isRootsOwnWay(b), isOwn);
        strictEqual(isRootsOwnWay(`${a}/./b`), false);
        strictEqual(isRootsOwnWay(`${b}/../b`), false);
        strictEqual(isRootsOwnWay("a/b"), false);
      });
    }
  },
});
