/** Pins whose directory is not what it should be, not the only one, or in use. */
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { DockerConfigFile } from "../../../src/adapters/docker/docker_config_file.ts";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { PinFiles } from "../../../src/adapters/state/pin_files.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, pin } from "../../support/helper_fixtures.ts";
import { pinsIn } from "../../support/helper_home.ts";
import { namesIn, tempDirectory } from "../fs/temp_directory.ts";

const REGISTRY = parseRegistry(HOST);

function danglingLink(path: string): Promise<void> {
  return Deno.symlink("/nonexistent/place", path);
}

function emptyFile(path: string): Promise<void> {
  return Deno.writeTextFile(path, "");
}

Deno.test("pins that are out of reach are an error that says what to do, never no pins", async (t) => {
  const rows = [
    { name: "a dangling link of the pins directory", place: "docker/atmos-ecr", make: danglingLink },
    { name: "a file in the place of the pins", place: "docker/atmos-ecr", make: emptyFile },
    { name: "a dangling link of Docker's directory", place: "docker", make: danglingLink },
    { name: "a file in the place of Docker's directory", place: "docker", make: emptyFile },
  ];
  for (const { name, place, make } of rows) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const pins = pinsIn(join(dir.path, "docker"));
      await pins.set([pin()]);
      const path = join(dir.path, place);
      await Deno.rename(path, `${path}.x`);
      await make(path);
      strictEqual(pins.peek(REGISTRY), undefined);
      await rejects(pins.find(REGISTRY), (error: unknown) => {
        ok(error instanceof AtmosEcrError && error.code === "STATE_UNUSABLE");
        ok(error.message.startsWith(`Cannot use the pin for ${HOST} in "${path}": `), error.message);
        strictEqual(error.hint, `Remove it, and run \`atmos-ecr docker install ${HOST}\``);
        return true;
      });
      await Deno.remove(path);
      await pins.set([pin()]);
      deepStrictEqual(await pins.find(REGISTRY), pin());
    });
  }
});

Deno.test("a Docker directory that cannot be used is an error that names it, and nothing is written", async (t) => {
  const rows: readonly {
    readonly name: string;
    readonly make: (directory: string) => Promise<void>;
    readonly code: string;
    readonly says: RegExp;
  }[] = [
    { name: "a dangling link", make: danglingLink, code: "DOCKER_CONFIG_UNWRITABLE", says: /docker/ },
    {
      name: "a file",
      make: emptyFile,
      code: "DOCKER_CONFIG_UNWRITABLE",
      says: /a part of the path is not a directory/,
    },
    {
      name: "a file in the place of the pins",
      make: async (directory) => {
        await Deno.mkdir(directory);
        await Deno.writeTextFile(join(directory, "atmos-ecr"), "mine");
      },
      code: "STATE_UNUSABLE",
      says: /atmos-ecr/,
    },
  ];
  for (const { name, make, code, says } of rows) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const docker = join(dir.path, "docker");
      await make(docker);
      const before = await namesIn(dir.path);
      await rejects(pinsIn(docker).set([pin()]), (error: unknown) => {
        ok(error instanceof AtmosEcrError);
        deepStrictEqual([error.code, says.test(error.message)], [code, true], error.message);
        ok(error.message.includes(docker), error.message);
        return true;
      });
      deepStrictEqual(await namesIn(dir.path), before);
      if (code === "STATE_UNUSABLE") {
        deepStrictEqual(await namesIn(docker), ["atmos-ecr"]);
        strictEqual(await Deno.readTextFile(join(docker, "atmos-ecr")), "mine");
      }
    });
  }
});

Deno.test("each Docker directory has its own pins", async () => {
  await using dir = await tempDirectory();
  const [a, b] = ["a", "b"].map((name) => pinsIn(join(dir.path, name)));
  ok(a !== undefined && b !== undefined);
  await a.set([pin({ identity: "a" })]);
  await b.set([pin({ identity: "b" })]);
  await b.remove([HOST]);
  deepStrictEqual([await a.all(), await b.all()], [[pin({ identity: "a" })], []]);
  await Deno.remove(dirname(a.path ?? ""), { recursive: true });
  deepStrictEqual([await a.find(REGISTRY), await a.remove([HOST])], [undefined, false]);
  deepStrictEqual(await namesIn(dir.path), ["b"]);
});

Deno.test("parallel changes of a directory that is not there yet lose no pin, and leave nothing else", async () => {
  await using dir = await tempDirectory();
  const docker = join(dir.path, "kubelet/docker");
  const hosts = Array.from({ length: 10 }, (_, index) => HOST.replace("4444.", `444${index}.`));
  // Each has opened the lock file by itself, as in a process of its own: it makes and deletes it.
  await Promise.all(hosts.map((host) => pinsIn(docker).set([pin({ host })])));
  deepStrictEqual(await namesIn(docker), ["atmos-ecr"]);
  deepStrictEqual(await namesIn(join(docker, "atmos-ecr")), hosts.map((host) => `${host}.json`));
});

Deno.test("pins are changed under the lock of Docker's configuration, or not at all", async () => {
  await using dir = await tempDirectory();
  await pinsIn(dir.path).set([pin()]);
  const store = new DockerConfigFile(dir.path, { timeoutMs: 30 });
  const directories = { docker: join(dir.path, "atmos-ecr"), machine: undefined };
  const pins = new PinFiles(directories, (work) => store.exclusively(work));
  using _held = await lockFile(join(dir.path, "config.json.lock"));
  for (const change of [() => pins.set([pin({ identity: "other" })]), () => pins.remove([HOST])]) {
    await rejects(change(), { code: "DOCKER_CONFIG_LOCKED" });
  }
  deepStrictEqual(await pins.all(), [pin()]);
});
