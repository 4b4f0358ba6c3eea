/** Root in a directory of somebody else: whoever owns it may exchange names for links, and gets nothing by it. */
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { replaceFile } from "../../../src/adapters/fs/atomic_replace.ts";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { resolveLinkTarget } from "../../../src/adapters/fs/link_target.ts";
import { updateLocked } from "../../../src/adapters/fs/locked_update.ts";
import { ensurePrivateDirectory } from "../../../src/adapters/fs/private_directory.ts";
import { removeFile } from "../../../src/adapters/fs/guarded_directory.ts";
import { HAS_HOSTS } from "../../support/hosts/hosted.ts";
import { tempDirectory } from "./temp_directory.ts";

/** `nobody` on Linux: a user who owns nothing else here. */
const OTHER = 65_534;
const ignore = Deno.build.os !== "linux" || Deno.uid() !== 0;
const BYTES = new TextEncoder().encode("{}\n");

/** For how long names are exchanged: CI runs this file by itself, too. */
const RACE_MS = HAS_HOSTS ? 300 : 3000;

interface Scene extends AsyncDisposable {
  /** A home of another user. */
  readonly home: string;
  /** A directory of root's, with a file that root keeps to itself. */
  readonly own: string;
  readonly secret: string;
}

async function scene(): Promise<Scene> {
  const dir = await tempDirectory();
  await Deno.chmod(dir.path, 0o755);
  const [home, own] = [join(dir.path, "home"), join(dir.path, "root")];
  await Deno.mkdir(home);
  await Deno.mkdir(own, { mode: 0o700 });
  await Deno.chown(home, OTHER, OTHER);
  const secret = join(own, "secret");
  await Deno.writeTextFile(secret, "root's own", { mode: 0o600 });
  return { home, own, secret, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

async function asOther(work: (scene: Scene) => Promise<void>): Promise<void> {
  await using place = await scene();
  await work(place);
}

/** Nothing of root's was given away, opened or written. */
async function intact({ own, secret }: Scene): Promise<void> {
  const { uid, mode } = await Deno.stat(secret);
  deepStrictEqual([uid, (mode ?? 0) & 0o777], [0, 0o600]);
  strictEqual(await Deno.readTextFile(secret), "root's own");
  deepStrictEqual(await Array.fromAsync(Deno.readDir(own), ({ name }) => name), ["secret"]);
}

Deno.test({
  name: "what root writes for a user belongs to the user",
  ignore,
  fn: () =>
    asOther(async ({ home }) => {
      const path = join(home, ".docker", "config.json");
      await updateLocked(path, () => BYTES, { maxBytes: 1000 });
      for (const one of [join(home, ".docker"), path, `${path}.lock`]) {
        const { uid, gid, mode } = await Deno.stat(one);
        deepStrictEqual([uid, gid, (mode ?? 0) & 0o077], [OTHER, OTHER, 0], one);
      }
      await ensurePrivateDirectory(join(home, ".cache", "atmos", "ecr"));
      strictEqual((await Deno.stat(join(home, ".cache"))).uid, OTHER);
    }),
});

const LINKS: Readonly<Record<string, (place: Scene) => Promise<string>>> = {
  "the file is a link": async ({ home, secret }) => {
    await Deno.symlink(secret, join(home, "config.json"));
    await Deno.lstat(join(home, "config.json"));
    await chownLink(join(home, "config.json"));
    return join(home, "config.json");
  },
  "the file is a link to nothing": async ({ home, own }) => {
    await Deno.symlink(join(own, "new"), join(home, "config.json"));
    await chownLink(join(home, "config.json"));
    return join(home, "config.json");
  },
  "its directory is a link": async ({ home, own }) => {
    await Deno.symlink(own, join(home, ".docker"));
    await chownLink(join(home, ".docker"));
    return join(home, ".docker", "config.json");
  },
  "a directory above is a link": async ({ home, own }) => {
    await Deno.symlink(own, join(home, "way"));
    await chownLink(join(home, "way"));
    return join(home, "way", "sub", "config.json");
  },
  "the lock file is a link": async ({ home, secret }) => {
    await Deno.symlink(secret, join(home, "config.json.lock"));
    await chownLink(join(home, "config.json.lock"));
    return join(home, "config.json");
  },
};

async function chownLink(path: string): Promise<void> {
  await new Deno.Command("chown", { args: ["-h", String(OTHER), path] }).output();
}

for (const [name, make] of Object.entries(LINKS)) {
  Deno.test({
    name: `root follows no link of another user: ${name}`,
    ignore,
    fn: () =>
      asOther(async (place) => {
        const path = await make(place);
        await rejects(updateLocked(path, () => BYTES, { maxBytes: 1000 }));
        await intact(place);
      }),
  });
}

Deno.test({
  name: "root removes nothing through a link of another user",
  ignore,
  fn: () =>
    asOther(async (place) => {
      const { home, own } = place;
      await Deno.symlink(own, join(home, "aws"));
      await chownLink(join(home, "aws"));
      await rejects(removeFile(join(home, "aws", "secret")), { reason: "link-foreign" });
      await intact(place);
      await Deno.writeTextFile(join(home, "credentials"), "x");
      deepStrictEqual(
        [await removeFile(join(home, "credentials")), await removeFile(join(home, "credentials"))],
        [true, false],
      );
      strictEqual(await removeFile(join(home, "nowhere", "credentials")), false);
    }),
});

Deno.test({
  name: "root follows its own links, above all",
  ignore,
  fn: () =>
    asOther(async ({ home, own }) => {
      const way = join(own, "..", "way");
      await Deno.symlink(home, way);
      await updateLocked(join(way, "config.json"), () => BYTES, { maxBytes: 1000 });
      strictEqual((await Deno.stat(join(home, "config.json"))).uid, OTHER);
      await Deno.symlink(join(own, "secret"), join(own, "link"));
      strictEqual(resolveLinkTarget(join(own, "link")), join(own, "secret"));
    }),
});

/** Exchanges names in a loop, as the other user: each new file or directory for a link to root's. */
const ATTACK = `import os, sys
os.setgid(${OTHER}); os.setuid(${OTHER})
home, own, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
import time
end = time.time() + seconds
print("ready", flush=True)
while time.time() < end:
    for name in os.listdir(home):
        path = os.path.join(home, name)
        try:
            if os.path.islink(path): os.unlink(path); continue
            if os.path.isdir(path): os.rename(path, path + ".old" + str(time.time_ns())); os.symlink(own, path)
            elif name.endswith(".tmp") or name.endswith(".lock") or name == "config.json":
                os.unlink(path); os.symlink(os.path.join(own, "secret"), path)
        except OSError: pass
`;

Deno.test({
  name: "a user who exchanges names while root writes wins nothing",
  ignore: ignore || !await hasPython(),
  fn: () =>
    asOther(async (place) => {
      const { home, own } = place;
      const child = new Deno.Command("python3", {
        // Longer than the test: it goes on until it is ended.
        args: ["-c", ATTACK, home, own, "120"],
        stdout: "piped",
        stderr: "inherit",
      })
        .spawn();
      await using _ended = {
        [Symbol.asyncDispose]: async () => {
          child.kill("SIGKILL");
          await child.status;
        },
      };
      const reader = child.stdout.getReader();
      await reader.read();
      const least = performance.now() + RACE_MS;
      for (let rounds = 0; rounds <= 20 || performance.now() < least; rounds++) {
        const results = await Promise.allSettled([
          replaceFile(join(home, "config.json"), BYTES),
          lockFile(join(home, "config.json"), { timeoutMs: 50 }).then((lock) => lock[Symbol.dispose]()),
          ensurePrivateDirectory(join(home, "cache", "atmos")),
          updateLocked(join(home, "docker", "config.json"), () => BYTES, { maxBytes: 1000, timeoutMs: 50 }),
          removeFile(join(home, "docker", "secret")),
        ]);
        ok(results.length === 5);
        await intact(place);
      }
      await reader.cancel();
      await intact(place);
    }),
});

Deno.test({
  name: "a lock file that others can read becomes private, so that they cannot hold the lock",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using dir = await tempDirectory();
    for (const mode of [0o644, 0o666, 0o640, 0o600]) {
      const path = join(dir.path, `${mode}.lock`);
      await Deno.writeTextFile(path, "");
      await Deno.chmod(path, mode);
      using _lock = await lockFile(path);
      strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
    }
  },
});

async function hasPython(): Promise<boolean> {
  try {
    return (await new Deno.Command("python3", { args: ["--version"], stdout: "null", stderr: "null" })
      .output()).success;
  } catch {
    return false;
  }
}
