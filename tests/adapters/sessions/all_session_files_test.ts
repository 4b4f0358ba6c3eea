import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { AllSessionFiles } from "../../../src/adapters/sessions/all_session_files.ts";

const SHA = "79bd718a482a3c0ed2e0def5930c30370ed00695";

/** What logins leave, in the order of the list. */
const OURS = [
  "config/acme/aws/sso/config",
  "config/acme/aws/sso/credentials",
  "config/acme/aws/team/builder/credentials",
  "config/aws/builder/credentials",
  `sso/${SHA}.json`,
  "sign-in/me-acme/refresh.json",
  "provisioned/sso/provisioned-identities.yaml",
];

/** What others keep beside it. */
const OTHERS = [
  "config/acme/aws/credentials",
  "config/acme/aws/sso/notes.txt",
  "config/acme/gcp/sso/credentials",
  "config/atmos.yaml",
  "config/other/deeper/aws/sso/credentials",
  `sso/${SHA}.txt`,
  "sso/botocore.json",
  "provisioned/sso/readme.md",
];

/** The locks of writing and of renewing a login. */
const LOCKS = [`sso/${SHA}.json.lock`, `sso/${SHA}.lock`, "sign-in/me-acme/login.lock"];

async function withFiles(
  fn: (files: AllSessionFiles, root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const path of [...OURS, ...OTHERS, ...LOCKS]) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), "x", { mode: 0o600 });
    }
    const directories = {
      sessions: `${root}/config`,
      sso: `${root}/sso`,
      signIn: `${root}/sign-in`,
      provisioned: `${root}/provisioned`,
    };
    await fn(new AllSessionFiles(directories), root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("AllSessionFiles lists what logins leave, and nothing of others", async () => {
  await withFiles(async (files, root) => {
    deepStrictEqual(await files.list(), OURS.map((path) => join(root, path)));
  });
});

Deno.test("AllSessionFiles removes files with their locks and empty folders, and leaves the rest", async () => {
  await withFiles(async (files, root) => {
    for (const path of await files.list()) strictEqual(await files.remove(path), true);
    deepStrictEqual(await files.list(), []);
    strictEqual(await files.remove(join(root, OURS[0] ?? "")), false);
    for (const path of OTHERS) strictEqual(await Deno.readTextFile(join(root, path)), "x", path);
    for (const path of ["config/aws/builder", "sign-in/me-acme", ...LOCKS]) {
      await rejects(Deno.lstat(join(root, path)), Deno.errors.NotFound, path);
    }
  });
});

Deno.test("AllSessionFiles removes a login that another process is renewing, after that", async () => {
  await withFiles(async (files, root) => {
    const rows = [[`sso/${SHA}.json`, `sso/${SHA}.lock`], ["sign-in/me-acme/refresh.json", LOCKS[2] ?? ""]];
    for (const [file = "", lockPath = ""] of rows) {
      const lock = await lockFile(join(root, lockPath));
      const removed = files.remove(join(root, file));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await Deno.writeTextFile(join(root, file), "renewed", { mode: 0o600 });
      lock[Symbol.dispose]();
      strictEqual(await removed, true);
      await rejects(Deno.lstat(join(root, file)), Deno.errors.NotFound, file);
    }
  });
});

Deno.test("AllSessionFiles follows no links, and finds nothing without a home directory", async () => {
  await withFiles(async (files, root) => {
    await Deno.rename(`${root}/config/aws`, `${root}/elsewhere`);
    await Deno.symlink(`${root}/elsewhere`, `${root}/config/aws`);
    strictEqual((await files.list()).includes(join(root, "config/aws/builder/credentials")), false);
  });
  const nowhere = { sessions: undefined, sso: undefined, signIn: undefined, provisioned: undefined };
  deepStrictEqual(await new AllSessionFiles(nowhere).list(), []);
  deepStrictEqual(await new AllSessionFiles({ ...nowhere, sso: "/nonexistent" }).list(), []);
});
