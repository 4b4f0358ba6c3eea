import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HelperLinkFiles } from "../../../src/adapters/docker/helper_link_files.ts";
import { HelperProgramsOnPath } from "../../../src/adapters/docker/helper_programs_on_path.ts";
import { commandLauncher, type OwnProgram, shellLauncher } from "../../../src/adapters/docker/own_program.ts";
import type { Environment } from "../../../src/ports/process.ts";
import { environmentOf } from "../../support/helper_fixtures.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

const NAME = "docker-credential-atmos-ecr";
const SOURCE: OwnProgram = { kind: "source", runtime: "/opt/it's/deno", module: "/src/main.ts" };

/** An environment whose PATH finds the programs of a directory. */
function onPath(directory: string): Environment {
  return environmentOf({ PATH: `/usr/bin:${directory}` });
}

Deno.test("HelperLinkFiles links to an executable, once", async () => {
  await using dir = await tempDirectory();
  const executable = join(dir.path, "atmos-ecr");
  await Deno.writeTextFile(executable, "x", { mode: 0o755 });
  const own: OwnProgram = { kind: "executable", path: executable };
  const links = new HelperLinkFiles(own, onPath(dir.path));
  const path = join(dir.path, NAME);
  deepStrictEqual(await links.check(dir.path), { path, changed: true });
  deepStrictEqual(await links.create(dir.path), { path, changed: true });
  deepStrictEqual(await links.create(dir.path), { path, changed: false });
  strictEqual(await Deno.readLink(path), executable);
  const programs = new HelperProgramsOnPath(
    environmentOf({ PATH: `:relative:/nonexistent/bin:${dir.path}` }),
    own,
  );
  deepStrictEqual(await programs.find("atmos-ecr"), { path, own: true });
});

Deno.test("HelperLinkFiles writes a launcher for a program run from source, and replaces its own", async () => {
  await using dir = await tempDirectory();
  const links = new HelperLinkFiles(SOURCE, onPath(dir.path));
  const { path } = await links.create(dir.path);
  strictEqual(
    await Deno.readTextFile(path),
    "#!/bin/sh\n# Written by `atmos-ecr docker install --link`\n" +
      "exec '/opt/it'\\''s/deno' run --quiet --allow-all --no-check '/src/main.ts' credential --called-as \"${0##*/}\" \"$@\"\n",
  );
  strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o755);
  // The same program by another name is this program, too.
  const other = join(dir.path, "docker-credential-ecr-login");
  await Deno.symlink(path, other);
  const programs = new HelperProgramsOnPath(environmentOf({ PATH: dir.path }), SOURCE);
  deepStrictEqual(await programs.find("ecr-login"), { path: other, own: true });
  await Deno.remove(other);
  const moved = new HelperLinkFiles({ ...SOURCE, module: "/new/main.ts" }, onPath(dir.path));
  deepStrictEqual(await moved.create(dir.path), { path, changed: true });
  strictEqual(await Deno.readTextFile(path), shellLauncher({ ...SOURCE, module: "/new/main.ts" }));
  deepStrictEqual((await Array.fromAsync(Deno.readDir(dir.path))).map(({ name }) => name), [NAME]);
});

Deno.test("HelperLinkFiles succeeds if another process creates the same link, and replaces nothing else", async (t) => {
  for (const kind of ["executable", "source", "windows"] as const) {
    for (const isOwn of [true, false]) {
      await t.step(`${kind}${isOwn ? "" : ", another program"}`, async () => {
        await using dir = await tempDirectory();
        const executable = join(dir.path, "atmos-ecr");
        await Deno.writeTextFile(executable, "x", { mode: 0o755 });
        const own: OwnProgram = kind === "source" ? SOURCE : { kind: "executable", path: executable };
        const links = new HelperLinkFiles(own, onPath(dir.path), kind === "windows");
        const { path } = await links.check(dir.path);
        const { symlink, link } = Deno;
        const first = async (): Promise<void> => {
          Deno.symlink = symlink;
          Deno.link = link;
          if (isOwn) await links.create(dir.path);
          else await Deno.writeTextFile(path, "another program", { mode: 0o755 });
        };
        Deno.symlink = async (...args) => (await first(), await symlink(...args));
        Deno.link = async (...args) => (await first(), await link(...args));
        if (isOwn) deepStrictEqual(await links.create(dir.path), { path, changed: false });
        else {
          await rejects(links.create(dir.path), {
            code: "USAGE",
            message: /already exists, and is not this/,
          });
          strictEqual(await Deno.readTextFile(path), "another program");
        }
      });
    }
  }
});

Deno.test("HelperLinkFiles replaces no other program", async () => {
  for (
    const plant of [
      (path: string): Promise<void> => Deno.writeTextFile(path, "#!/bin/sh\n"),
      (path: string): Promise<void> => Deno.symlink("/nonexistent", path),
      (path: string): Promise<void> => Deno.mkdir(path),
    ]
  ) {
    await using dir = await tempDirectory();
    await plant(join(dir.path, NAME));
    const before = await Deno.lstat(join(dir.path, NAME));
    await rejects(new HelperLinkFiles(SOURCE, onPath(dir.path)).create(dir.path), { code: "USAGE" });
    strictEqual((await Deno.lstat(join(dir.path, NAME))).ino, before.ino);
  }
});

Deno.test("HelperLinkFiles requires a directory on the PATH, by name or through a link, and creates a missing one", async (t) => {
  await using dir = await tempDirectory();
  const bin = join(dir.path, "home/.local/bin");
  const file = join(dir.path, "file");
  const alias = join(dir.path, "alias");
  const real = join(dir.path, "real");
  await Deno.writeTextFile(file, "");
  await Deno.mkdir(real);
  await Deno.symlink(real, alias);
  const links = new HelperLinkFiles(SOURCE, onPath(`${bin}/:relative:${file}:${alias}`));
  for (const [name, directory] of [["missing", bin], ["by a link", real], ["the link", alias]] as const) {
    await t.step(name, async () => {
      strictEqual((await links.check(directory)).path, join(directory, NAME));
      strictEqual((await links.create(directory)).path, join(directory, NAME));
      strictEqual((await Deno.stat(join(directory, NAME))).isFile, true);
    });
  }
  for (const directory of [dir.path, "/nonexistent/bin", "relative", file, join(bin, "below")]) {
    await t.step(`refused: ${directory.replace(dir.path, "")}`, async () => {
      const before = await Array.fromAsync(Deno.readDir(dir.path));
      await rejects(links.create(directory), { code: "USAGE" });
      strictEqual((await Array.fromAsync(Deno.readDir(dir.path))).length, before.length);
    });
  }
});

Deno.test("a user's own programs are in ~/.local/bin, otherwise in another home directory on the PATH", async (t) => {
  const isRoot = Deno.uid() === 0;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["/usr/bin:/home/me/bin:/home/me/.local/bin", "/home/me/.local/bin"],
    ["/usr/bin:/home/me/bin", "/home/me/bin"],
    ["/usr/bin:/home/me/.deno/bin", "/home/me/.deno/bin"],
    ["/usr/bin:/home/me", undefined],
    ["/usr/bin:/home/meg/bin", undefined],
    ["/usr/bin:home/me/bin", undefined],
    ["/usr/local/bin:/home/me/bin", isRoot ? "/usr/local/bin" : "/home/me/bin"],
    ["", undefined],
  ];
  for (const [PATH, expected] of rows) {
    await t.step(PATH, async () => {
      const links = new HelperLinkFiles(SOURCE, environmentOf({ PATH, HOME: "/home/me" }));
      strictEqual(await links.defaultDirectory(), expected);
    });
  }
  strictEqual(
    await new HelperLinkFiles(SOURCE, onPath("/usr/bin:/home/me/bin")).defaultDirectory(),
    undefined,
  );
});

Deno.test("without a user directory on the PATH, the helper is created beside the executable", async (t) => {
  await using dir = await tempDirectory();
  const home = join(dir.path, "home/bin");
  const path = join(dir.path, "own bin/atmos-ecr");
  await Deno.mkdir(join(dir.path, "own bin"));
  const executable: OwnProgram = { kind: "executable", path };
  const beside = join(dir.path, "own bin");
  const command = `sudo ln -s '${path}' '${join(beside, NAME)}'`;
  const rows: readonly (readonly [string, OwnProgram, string, (string | undefined)[]])[] = [
    ["beside it", executable, `/usr/bin:${beside}`, [beside, command]],
    ["the user's own comes first", executable, `${beside}:${home}`, [home, command]],
    ["off the PATH", executable, "/usr/bin", [undefined, undefined]],
    ["from source", SOURCE, `/opt/it's:${beside}`, [undefined, undefined]],
  ];
  for (const [name, own, PATH, expected] of rows) {
    await t.step(name, async () => {
      const links = new HelperLinkFiles(own, environmentOf({ PATH, HOME: join(dir.path, "home") }), false);
      deepStrictEqual([await links.defaultDirectory(), await links.manualCommand()], expected);
    });
  }
  await t.step("it cannot be written", async () => {
    const nowhere = join(dir.path, "nowhere");
    const path = join(nowhere, "atmos-ecr");
    const links = new HelperLinkFiles({ kind: "executable", path }, onPath(nowhere), false);
    deepStrictEqual([await links.defaultDirectory(), await links.manualCommand()], [
      undefined,
      `sudo ln -s ${path} ${join(nowhere, NAME)}`,
    ]);
  });
});

Deno.test("HelperProgramsOnPath skips files that cannot be run, and invalid suffixes", async () => {
  await using dir = await tempDirectory();
  await Deno.writeTextFile(join(dir.path, NAME), "x", { mode: 0o644 });
  await Deno.mkdir(join(dir.path, "docker-credential-folder"));
  const programs = new HelperProgramsOnPath(environmentOf({ PATH: dir.path }), SOURCE);
  for (const name of ["atmos-ecr", "folder", "../x", ""]) {
    strictEqual(await programs.find(name), undefined, name);
  }
  await Deno.chmod(join(dir.path, NAME), 0o755);
  deepStrictEqual(await programs.find("atmos-ecr"), { path: join(dir.path, NAME), own: false });
});

Deno.test("on Windows the helper is a hard link with the extension of programs", async () => {
  await using dir = await tempDirectory();
  const executable = join(dir.path, "atmos-ecr.exe");
  await Deno.writeTextFile(executable, "x", { mode: 0o755 });
  const own: OwnProgram = { kind: "executable", path: executable };
  const path = join(dir.path, `${NAME}.exe`);
  const links = new HelperLinkFiles(own, onPath(dir.path), true);
  deepStrictEqual(await links.create(dir.path), { path, changed: true });
  deepStrictEqual(await links.create(dir.path), { path, changed: false });
  strictEqual((await Deno.lstat(path)).isFile, true);
  const environment = {
    ...environmentOf({ PATH: `relative;;${dir.path}`, PATHEXT: ".BAT;.EXE" }),
    os: "windows",
  } as const;
  deepStrictEqual(await new HelperProgramsOnPath(environment, own).find("atmos-ecr"), { path, own: true });
});

Deno.test("on Windows a program that is run from source is launched by a command file", async () => {
  await using dir = await tempDirectory();
  const source: OwnProgram = { kind: "source", runtime: "C:\\100% deno\\deno.exe", module: "C:\\x\\main.ts" };
  const links = new HelperLinkFiles(source, onPath(dir.path), true);
  const { path } = await links.create(dir.path);
  strictEqual(path, join(dir.path, `${NAME}.cmd`));
  const text = await Deno.readTextFile(path);
  strictEqual(text, commandLauncher(source));
  strictEqual(
    text.split("\r\n")[2],
    '"C:\\100%% deno\\deno.exe" run --quiet --allow-all --no-check "C:\\x\\main.ts" credential --called-as "%~n0" %*',
  );
  const moved = new HelperLinkFiles({ ...source, module: "C:\\y.ts" }, onPath(dir.path), true);
  deepStrictEqual(await moved.create(dir.path), { path, changed: true });
  const programs = new HelperProgramsOnPath({ ...environmentOf({ PATH: dir.path }), os: "windows" }, {
    ...source,
    module: "C:\\y.ts",
  });
  deepStrictEqual(await programs.find("atmos-ecr"), { path, own: true });
});

Deno.test("on Windows, the extension makes a program, whatever its mode", async (t) => {
  // Deno gives 0o100666 for every file there.
  const own: OwnProgram = { kind: "executable", path: "C:\\atmos-ecr.exe" };
  const cases: [string, string | undefined, boolean][] = [
    [`${NAME}.exe`, undefined, true],
    [`${NAME}.cmd`, undefined, true],
    [`${NAME}.cmd`, ".EXE", false],
    [`${NAME}.ps1`, ".EXE;.PS1", true],
    [NAME, undefined, false],
    [`${NAME}.txt`, undefined, false],
  ];
  for (const [file, extensions, found] of cases) {
    await t.step(`${file} ${extensions ?? ""}`, async () => {
      await using dir = await tempDirectory();
      const path = join(dir.path, file);
      await Deno.writeTextFile(path, "", { mode: 0o666 });
      const variables = { PATH: dir.path, ...(extensions === undefined ? {} : { PATHEXT: extensions }) };
      const programs = new HelperProgramsOnPath({ ...environmentOf(variables), os: "windows" }, own);
      strictEqual((await programs.find("atmos-ecr"))?.path, found ? path : undefined);
    });
  }
});
