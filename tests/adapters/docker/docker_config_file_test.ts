import assert from "node:assert/strict";
import { join } from "node:path";
import { DockerConfigFile } from "../../../src/adapters/docker/docker_config_file.ts";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { AtmosEcrError, CancelledError, DockerError } from "../../../src/domain/errors/errors.ts";
import { ACCEPTED, fixtureBytes, NOT_UTF8, REFUSED } from "../../domain/docker/fixtures.ts";
import { modeOf, namesIn, type TempDirectory, tempDirectory } from "../fs/temp_directory.ts";

const HOST = "new.example";
const AUTH = "bmV3OmV4YW1wbGU=";

function add(store: DockerConfigFile): Promise<boolean> {
  return store.update((text) => DockerConfigDocument.parse(text, store.path).setAuths([[HOST, AUTH]]).text);
}

function remove(store: DockerConfigFile): Promise<boolean> {
  return store.update((text) => DockerConfigDocument.parse(text, store.path).removeAuths([HOST]).text);
}

/** The code of the error that some work ends with; its form is checked as well. */
async function codeOf(work: Promise<unknown>, path: string): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof DockerError, Deno.inspect(error));
    assert.ok(`${error.position?.file} ${error.message}`.includes(path), error.message);
    assert.ok(error.hint !== undefined);
    return error.code;
  }
  return "none";
}

Deno.test("DockerConfigFile writes a login and removes it again, byte for byte", async () => {
  for (const name of ACCEPTED) {
    await using dir = await tempDirectory();
    const store = new DockerConfigFile(dir.path);
    await Deno.writeFile(store.path, fixtureBytes(name));
    const hadEntries = DockerConfigDocument.parse(await store.read(), store.path).auths.size > 0;
    assert.equal(await add(store), true, name);
    const written = await Deno.readFile(store.path);
    assert.equal(await add(store), false, name);
    assert.deepEqual(await Deno.readFile(store.path), written);
    assert.equal(await remove(store), true, name);
    if (hadEntries) {
      assert.deepEqual(await Deno.readFile(store.path), new Uint8Array(fixtureBytes(name)), name);
    }
    assert.deepEqual(await namesIn(dir.path), ["config.json", "config.json.lock"]);
  }
});

Deno.test("DockerConfigFile creates directory and file for the owner only", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(join(dir.path, "home/.docker"));
  assert.equal(await store.read(), undefined);
  await add(store);
  assert.equal(await modeOf(join(dir.path, "home/.docker")), 0o700);
  assert.equal(await modeOf(store.path), 0o600);
  assert.equal(
    await Deno.readTextFile(store.path),
    `{\n\t"auths": {\n\t\t"${HOST}": {\n\t\t\t"auth": "${AUTH}"\n\t\t}\n\t}\n}`,
  );
});

Deno.test("DockerConfigFile clears the mode bits of group and others when it writes", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(dir.path);
  await Deno.writeTextFile(store.path, "{}");
  await Deno.chmod(store.path, 0o644);
  await add(store);
  assert.equal(await modeOf(store.path), 0o600);
});

Deno.test("DockerConfigFile leaves refused files, their mode and their directory untouched", async () => {
  for (const name of [...REFUSED.map(([name]) => name), ...NOT_UTF8.map(([name]) => name)]) {
    await using dir = await tempDirectory();
    const store = new DockerConfigFile(dir.path);
    await Deno.writeFile(store.path, fixtureBytes(name));
    await Deno.chmod(store.path, 0o644);
    const before = await Deno.stat(store.path);
    assert.equal(await codeOf(add(store), store.path), "DOCKER_CONFIG_INVALID", name);
    const after = await Deno.stat(store.path);
    assert.deepEqual(await Deno.readFile(store.path), new Uint8Array(fixtureBytes(name)));
    assert.deepEqual([after.ino, after.mtime, after.mode], [before.ino, before.mtime, before.mode]);
    assert.deepEqual(await namesIn(dir.path), ["config.json"]);
  }
});

Deno.test("DockerConfigFile reports where a file is not UTF-8", async () => {
  for (const [name, position] of NOT_UTF8) {
    await using dir = await tempDirectory();
    const store = new DockerConfigFile(dir.path);
    await Deno.writeFile(store.path, fixtureBytes(name));
    await assert.rejects(store.read(), (error) => {
      assert.ok(error instanceof DockerError && error.code === "DOCKER_CONFIG_INVALID");
      assert.match(error.message, /not UTF-8$/);
      assert.equal(`${error.position?.line}:${error.position?.column}`, position);
      return true;
    });
  }
});

Deno.test("DockerConfigFile rejects a file of more than 50 MiB", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(dir.path);
  using file = await Deno.open(store.path, { write: true, create: true });
  await file.truncate(50 * 1024 * 1024 + 1);
  assert.equal(await codeOf(store.read(), store.path), "DOCKER_CONFIG_INVALID");
  assert.equal(await codeOf(add(store), store.path), "DOCKER_CONFIG_INVALID");
});

/** Symbolic links at `config.json`: how to make them, and the file that is written, or the code of the error. */
const LINKS: readonly (readonly [name: string, link: (dir: string) => string, outcome: string])[] = [
  ["absolute", (dir) => join(dir, "other/real.json"), "other/real.json"],
  ["relative", () => "../other/real.json", "other/real.json"],
  ["chain", () => "../other/chain", "other/real.json"],
  ["dangling", () => "../other/missing.json", "other/missing.json"],
  ["loop", () => "config.json", "DOCKER_CONFIG_UNWRITABLE"],
  ["into a missing directory", () => "../missing/real.json", "DOCKER_CONFIG_UNWRITABLE"],
  ["to a directory", () => "../other", "DOCKER_CONFIG_UNWRITABLE"],
];

for (const [name, link, outcome] of LINKS) {
  Deno.test(`DockerConfigFile keeps a symbolic link and writes its target: ${name}`, async () => {
    await using dir = await tempDirectory();
    await linkedConfig(dir, link(dir.path));
    const store = new DockerConfigFile(join(dir.path, ".docker"));
    if (outcome.startsWith("DOCKER_")) {
      assert.equal(await codeOf(add(store), store.path), outcome);
      assert.equal(await codeOf(store.checkWritable().then(() => store.read()), store.path), outcome);
    } else {
      await store.checkWritable();
      await add(store);
      assert.match(await Deno.readTextFile(join(dir.path, outcome)), /new\.example/);
      assert.deepEqual(await namesIn(join(dir.path, ".docker")), ["config.json", "config.json.lock"]);
    }
    assert.ok((await Deno.lstat(store.path)).isSymlink);
    assert.ok((await namesIn(join(dir.path, "other"))).every((name) => !name.startsWith(".")));
  });
}

/** `.docker/config.json` as a link, and a directory `other` with `real.json` and the link `chain` to it. */
async function linkedConfig(dir: TempDirectory, target: string): Promise<void> {
  for (const name of [".docker", "other"]) await Deno.mkdir(join(dir.path, name));
  await Deno.writeTextFile(join(dir.path, "other/real.json"), "{}");
  await Deno.symlink("real.json", join(dir.path, "other/chain"));
  await Deno.symlink(target, join(dir.path, ".docker/config.json"));
}

Deno.test("DockerConfigFile reports why it cannot write, before and during a write", async () => {
  await using dir = await tempDirectory();
  await Deno.writeTextFile(join(dir.path, "plain"), "");
  await Deno.symlink("nowhere", join(dir.path, "dangling"));
  for (const directory of ["plain", "plain/deep", "dangling"]) {
    const store = new DockerConfigFile(join(dir.path, directory));
    assert.equal(await codeOf(store.checkWritable(), store.path), "DOCKER_CONFIG_UNWRITABLE", directory);
    assert.equal(await codeOf(add(store), store.path), "DOCKER_CONFIG_UNWRITABLE", directory);
  }
  assert.deepEqual(await namesIn(dir.path), ["dangling", "plain"]);
});

Deno.test("DockerConfigFile.checkWritable() leaves nothing behind, and changes nothing", async () => {
  await using dir = await tempDirectory();
  await new DockerConfigFile(join(dir.path, "no/such")).checkWritable();
  const store = new DockerConfigFile(dir.path);
  await store.checkWritable();
  assert.deepEqual(await namesIn(dir.path), []);
});

Deno.test("DockerConfigFile fails with DOCKER_CONFIG_LOCKED when the lock is not to be had in time", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(dir.path, { timeoutMs: 30 });
  using _held = await lockFile(`${store.path}.lock`);
  assert.equal(await codeOf(add(store), store.path), "DOCKER_CONFIG_LOCKED");
  assert.deepEqual(await namesIn(dir.path), ["config.json.lock"]);
});

Deno.test("DockerConfigFile fails with CANCELLED when it is aborted while it waits", async () => {
  await using dir = await tempDirectory();
  const abort = new AbortController();
  const store = new DockerConfigFile(dir.path, { signal: abort.signal });
  using _held = await lockFile(`${store.path}.lock`);
  const adding = add(store);
  abort.abort();
  await assert.rejects(adding, CancelledError);
});

Deno.test("DockerConfigFile does not report a bug as a file system failure", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(dir.path);
  const defect = new TypeError("x is not a function");
  await assert.rejects(
    store.update(() => {
      throw defect;
    }),
    (error) => error === defect && !(error instanceof AtmosEcrError),
  );
});

Deno.test("DockerConfigFile writes nothing, not even the time, when nothing changes", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(join(dir.path, ".docker"));
  assert.equal(await remove(store), false);
  assert.deepEqual(await namesIn(dir.path), []);
});
