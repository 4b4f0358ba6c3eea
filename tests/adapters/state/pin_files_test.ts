import { deepStrictEqual, doesNotMatch, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pinFault } from "../../../src/adapters/state/pins_error.ts";
import { PinFiles } from "../../../src/adapters/state/pin_files.ts";
import { PERMISSION_DENIED } from "../../../src/adapters/state/pin_files_reader.ts";
import { encodePin } from "../../../src/domain/helper/pin_format.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";
import { pinsIn } from "../../support/helper_home.ts";
import { modeOf, namesIn, tempDirectory } from "../fs/temp_directory.ts";

const REGISTRY = parseRegistry(HOST);

/** A Docker directory with a pin. */
async function pinned(
  root: string,
): Promise<{ readonly pins: PinFiles; readonly docker: string; readonly file: string }> {
  const docker = join(root, "docker");
  const pins = pinsIn(docker);
  await pins.set([pin()]);
  return { pins, docker, file: join(docker, "atmos-ecr", `${HOST}.json`) };
}

Deno.test("a pin is readable by everyone, and writable only by its owner", async () => {
  await using dir = await tempDirectory();
  const { docker, file } = await pinned(dir.path);
  deepStrictEqual(
    [await modeOf(docker), await modeOf(join(docker, "atmos-ecr")), await modeOf(file)],
    [0o700, 0o755, 0o644],
  );
  strictEqual(await Deno.readTextFile(file), encodePin(pin()));
  deepStrictEqual(await namesIn(join(docker, "atmos-ecr")), [`${HOST}.json`]);
});

Deno.test("a pin that another process removes while they are listed is not one of the machine", async () => {
  await using dir = await tempDirectory();
  const { docker, file } = await pinned(dir.path);
  const { readDir } = Deno;
  try {
    Deno.readDir = async function* (path): AsyncGenerator<Deno.DirEntry> {
      yield* await Array.fromAsync(readDir(path));
      await Deno.remove(file).catch(() => {});
    };
    deepStrictEqual(await pinsIn(docker, join(dir.path, "etc")).survey(), { pins: [], faults: [] });
  } finally {
    Deno.readDir = readDir;
  }
});

Deno.test("nothing is created for missing pins", async () => {
  await using dir = await tempDirectory();
  const pins = pinsIn(join(dir.path, "docker"));
  deepStrictEqual([await pins.remove([HOST]), await pins.set([]), await pins.all()], [false, false, []]);
  deepStrictEqual(await namesIn(dir.path), []);
});

Deno.test("without a home directory there are no pins, and none can be set", async () => {
  const pins = new PinFiles({ docker: undefined, machine: undefined }, (work) => work());
  deepStrictEqual(await pins.all(), []);
  deepStrictEqual(pins.peek(REGISTRY), { pin: undefined });
  strictEqual(await pins.remove([HOST]), false);
  await rejects(pins.set([pin()]), { code: "HOME_NOT_FOUND" });
});

Deno.test("a pin that cannot be trusted is an error with the command that mends it, and the command does", async (t) => {
  const rows: readonly {
    readonly name: string;
    readonly damage: (file: string, directory: string) => Promise<void>;
    readonly says: RegExp;
  }[] = [
    {
      name: "writable by others",
      damage: (file) => Deno.chmod(file, 0o666),
      says: /other users can write to it/,
    },
    {
      name: "writable by the group",
      damage: (file) => Deno.chmod(file, 0o664),
      says: /other users can write to it/,
    },
    {
      name: "a directory that is writable by others",
      damage: (_, directory) => Deno.chmod(directory, 0o777),
      says: /other users can write to it/,
    },
    { name: "damaged", damage: (file) => Deno.writeTextFile(file, "{"), says: /it is corrupted/ },
    { name: "empty", damage: (file) => Deno.writeTextFile(file, ""), says: /it is corrupted/ },
    {
      name: "of a newer version",
      damage: (file) => Deno.writeTextFile(file, '{"version": 7}'),
      says: /newer version/,
    },
    {
      name: "of another registry",
      damage: (file) => Deno.writeTextFile(file, encodePin(pin({ host: OTHER_HOST }))),
      says: /for another registry/,
    },
    {
      name: "a directory in its place",
      damage: async (file) => {
        await Deno.remove(file);
        await Deno.mkdir(file);
      },
      says: /not a file/,
    },
    {
      name: "endless",
      damage: async (file) => {
        await Deno.remove(file);
        await Deno.symlink("/dev/zero", file);
      },
      says: /not a file/,
    },
    {
      name: "too large",
      damage: (file) => Deno.writeTextFile(file, `${encodePin(pin())}${" ".repeat(300_000)}`),
      says: /too large/,
    },
    {
      name: "with something behind it",
      damage: (file) => Deno.writeTextFile(file, "x", { append: true }),
      says: /it is corrupted/,
    },
    {
      name: "a pipe that nobody writes to",
      damage: async (file) => {
        await Deno.remove(file);
        await new Deno.Command("mkfifo", { args: [file] }).output();
      },
      says: /not a file/,
    },
    {
      name: "a link to what others may write",
      damage: async (file) => {
        await Deno.rename(file, `${file}.x`);
        await Deno.chmod(`${file}.x`, 0o666);
        await Deno.symlink(`${file}.x`, file);
      },
      says: /other users can write to it/,
    },
    {
      name: "a link to what is not there",
      damage: async (file) => {
        await Deno.remove(file);
        await Deno.symlink("/nonexistent/pin.json", file);
      },
      says: /a link whose target does not exist/,
    },
  ];
  for (const { name, damage, says } of rows) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const { pins, docker, file } = await pinned(dir.path);
      await damage(file, join(docker, "atmos-ecr"));
      strictEqual(pins.peek(REGISTRY), undefined);
      await rejects(pins.find(REGISTRY), { code: "STATE_UNUSABLE", message: says, hint: /^Run `/ });
      await pins.set([pin()]);
      deepStrictEqual(await pins.find(REGISTRY), pin());
    });
  }
});

Deno.test("pins of another user are not believed, those of root and of the directory's owner are", {
  ignore: Deno.build.os === "windows" || Deno.uid() !== 0,
}, async (t) => {
  const rows = [
    { name: "another user's file", file: 1234, directory: 0, docker: 0, isGood: false },
    { name: "another user's directory", file: 0, directory: 1234, docker: 0, isGood: false },
    {
      name: "all of another user, whose Docker directory it is",
      file: 1234,
      directory: 1234,
      docker: 1234,
      isGood: true,
    },
    { name: "root's file in another user's directory", file: 0, directory: 0, docker: 1234, isGood: true },
    { name: "a third user's file", file: 4321, directory: 1234, docker: 1234, isGood: false },
  ];
  for (const { name, file: owner, directory, docker: home, isGood } of rows) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const { pins, docker, file } = await pinned(dir.path);
      await Deno.chown(file, owner, owner);
      await Deno.chown(join(docker, "atmos-ecr"), directory, directory);
      await Deno.chown(docker, home, home);
      deepStrictEqual(pins.peek(REGISTRY), isGood ? { pin: pin() } : undefined);
      if (!isGood) await rejects(pins.find(REGISTRY), { message: /is owned by another user/ });
    });
  }
});

Deno.test("Docker's directory goes before the machine's, which is never changed", async () => {
  await using dir = await tempDirectory();
  const machine = join(dir.path, "etc/atmos-ecr");
  const baked = pin({ identity: "baked" });
  await Deno.mkdir(machine, { recursive: true });
  await Deno.writeTextFile(join(machine, `${HOST}.json`), encodePin(baked));
  await Deno.writeTextFile(join(machine, `${OTHER_HOST}.json`), encodePin({ ...baked, host: OTHER_HOST }));
  const pins = pinsIn(join(dir.path, "docker"), machine);
  deepStrictEqual(pins.peek(REGISTRY), { pin: baked });
  deepStrictEqual((await pins.survey()).ofMachine?.toSorted(), [HOST, OTHER_HOST].toSorted());
  await pins.set([pin()]);
  deepStrictEqual((await pins.survey()).ofMachine, [OTHER_HOST]);
  deepStrictEqual(await pins.find(REGISTRY), pin());
  deepStrictEqual((await pins.all()).map(({ host }) => host), [HOST, OTHER_HOST]);
  await pins.remove([HOST, OTHER_HOST]);
  deepStrictEqual(await pins.find(REGISTRY), baked);
  // A pin that cannot be used is never passed over for the machine's.
  await pins.set([pin()]);
  await Deno.writeTextFile(join(dir.path, "docker/atmos-ecr", `${HOST}.json`), "");
  strictEqual(pins.peek(REGISTRY), undefined);
});

Deno.test("files that are not pins are ignored", async () => {
  await using dir = await tempDirectory();
  const { pins, docker } = await pinned(dir.path);
  for (
    const name of ["README", "example.com.json", ".x.tmp", `${HOST.replace("dkr.ecr", "dkr.ecr-fips")}.json`]
  ) {
    await Deno.writeTextFile(join(docker, "atmos-ecr", name), "?");
  }
  deepStrictEqual(await pins.survey(), { pins: [pin()], faults: [] });
});

Deno.test("a Docker directory may be a link: its pins are the same through any path", async () => {
  await using dir = await tempDirectory();
  const { docker } = await pinned(dir.path);
  const link = join(dir.path, "link");
  await Deno.symlink(docker, link);
  const pins = pinsIn(link);
  deepStrictEqual(await pins.find(REGISTRY), pin());
  await pins.remove([HOST]);
  deepStrictEqual(await pinsIn(docker).all(), []);
});

Deno.test("pins beside a config.json that is a link are not those of its target", async () => {
  await using dir = await tempDirectory();
  const { docker } = await pinned(dir.path);
  const other = join(dir.path, "other");
  await Deno.mkdir(other);
  await Deno.writeTextFile(join(docker, "config.json"), "{}");
  await Deno.symlink(join(docker, "config.json"), join(other, "config.json"));
  deepStrictEqual(await pinsIn(other).all(), []);
});

Deno.test("a directory of pins that this user may not enter is a matter of rights, not of removal", () => {
  const { remedy } = pinFault(HOST, { path: "/d/atmos-ecr", state: PERMISSION_DENIED, isDirectory: true });
  match(remedy, /^Check the owner and permissions of it/);
  doesNotMatch(remedy, /[Rr]emove/);
});
