import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { TrustFile } from "../../../src/adapters/trust/trust_file.ts";
import { trustPath } from "../../../src/domain/files/app_directories.ts";
import { EnvironmentError } from "../../../src/domain/errors/errors.ts";
import { IS_ROOT, modeOf, namesIn, OTHER_USER, tempDirectory } from "../fs/temp_directory.ts";

const FILE = "/work/atmos.yaml";
const CONTENT = new TextEncoder().encode("a: b\n");

Deno.test("TrustFile writes the documented format, for this user alone", async () => {
  await using directory = await tempDirectory();
  const path = `${directory.path}/state/atmos/ecr/trust.json`;
  await new TrustFile(path).trust(FILE, CONTENT);
  strictEqual(
    await Deno.readTextFile(path),
    // printf '/work/atmos.yaml\na: b\n' | sha256sum
    `{
  "version": 1,
  "files": {
    "/work/atmos.yaml": "20ea21460f74d93182e7566d3f778034dd0d0ed537c448e6752d5721e8f1dfab"
  }
}
`,
  );
  deepStrictEqual([await modeOf(path), await modeOf(`${directory.path}/state/atmos/ecr`)], [0o600, 0o700]);
  deepStrictEqual(await namesIn(`${directory.path}/state/atmos/ecr`), ["trust.json", "trust.json.lock"]);
});

Deno.test("TrustFile writes nothing where nothing changes", async () => {
  await using directory = await tempDirectory();
  const path = `${directory.path}/ecr/trust.json`;
  const records = new TrustFile(path);
  strictEqual(await records.untrust(FILE), false);
  strictEqual(await records.isTrusted(FILE, CONTENT), false);
  deepStrictEqual(await namesIn(directory.path), []);
});

const DAMAGED = [
  "",
  "{",
  "[]",
  "null",
  '{"version": 2, "files": {}}',
  '{"version": 1}',
  '{"version": 1, "files": {"relative": "' + "0".repeat(64) + '"}}',
  '{"version": 1, "files": {"/work/atmos.yaml": true}}',
  '{"version": 1, "files": {"/work/atmos.yaml": "abc"}}',
];

Deno.test("TrustFile rejects a damaged file and leaves it unchanged", async () => {
  await using directory = await tempDirectory();
  const path = `${directory.path}/trust.json`;
  for (const text of DAMAGED) {
    await Deno.writeTextFile(path, text, { mode: 0o600 });
    await refusesAll(path, /corrupted/);
    strictEqual(await Deno.readTextFile(path), text);
  }
});

Deno.test("TrustFile rejects a link, a directory, and a file that others may read or write", async () => {
  await using directory = await tempDirectory();
  const good = `${directory.path}/good.json`;
  await new TrustFile(good).trust(FILE, CONTENT);
  await Deno.symlink(good, `${directory.path}/link.json`);
  await refusesAll(`${directory.path}/link.json`);
  await Deno.mkdir(`${directory.path}/directory.json`);
  await refusesAll(`${directory.path}/directory.json`);
  for (const mode of [0o660, 0o606, 0o644]) {
    await Deno.chmod(good, mode);
    await refusesAll(good);
  }
});

Deno.test({
  name: "TrustFile rejects another user's file",
  ignore: !IS_ROOT,
  fn: async () => {
    await using directory = await tempDirectory();
    const path = `${directory.path}/trust.json`;
    await new TrustFile(path).trust(FILE, CONTENT);
    await Deno.chown(path, OTHER_USER, OTHER_USER);
    await refusesAll(path);
  },
});

Deno.test("TrustFile without a home directory trusts nothing, and fails to record trust", async () => {
  const records = new TrustFile(undefined);
  strictEqual(await records.isTrusted(FILE, CONTENT), false);
  strictEqual(await records.untrust(FILE), false);
  await rejects(
    records.trust(FILE, CONTENT),
    (error) => error instanceof EnvironmentError && error.code === "HOME_NOT_FOUND",
  );
});

Deno.test("trustPath() is below the state directory", () => {
  const pathOf = (variables: Record<string, string>): string | undefined =>
    trustPath({ get: (name) => variables[name], os: "linux" });
  strictEqual(pathOf({ HOME: "/home/me" }), "/home/me/.local/state/atmos/ecr/trust.json");
  strictEqual(pathOf({ HOME: "/home/me", XDG_STATE_HOME: "/s" }), "/s/atmos/ecr/trust.json");
  strictEqual(
    pathOf({ HOME: "/home/me", XDG_STATE_HOME: "/s", ATMOS_XDG_STATE_HOME: "/a/" }),
    "/a/atmos/ecr/trust.json",
  );
  strictEqual(pathOf({ XDG_STATE_HOME: "relative" }), undefined);
});

/** Every method fails with a clear error; nothing counts as trusted. */
async function refusesAll(path: string, state = /: it /): Promise<void> {
  const records = new TrustFile(path);
  const isClear = (error: unknown): boolean =>
    error instanceof EnvironmentError && error.code === "STATE_UNUSABLE" && error.message.includes(path) &&
    state.test(error.message) &&
    error.hint !== undefined;
  await rejects(records.isTrusted(FILE, CONTENT), isClear);
  await rejects(records.trust(FILE, CONTENT), isClear);
  await rejects(records.untrust(FILE), isClear);
}
