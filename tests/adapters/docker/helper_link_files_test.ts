import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HelperLinkFiles } from "../../../src/adapters/docker/helper_link_files.ts";
import { HelperProgramsOnPath } from "../../../src/adapters/docker/helper_programs_on_path.ts";
import { commandLauncher, type OwnProgram, shellLauncher } from "../../../src/adapters/docker/own_program.ts";
import { environmentOf } from "../../support/helper_fixtures.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

const NAME = "docker-credential-atmos-ecr";
const SOURCE: OwnProgram = { kind: "source", runtime: "/opt/it's/deno", module: "/src/main.ts" };

Deno.test("HelperLinkFiles links to an executable, once", async () => {
  await using dir = await tempDirectory();
  const executable = join(dir.path, "atmos-ecr");
  await Deno.writeTextFile(executable, "x", { mode: 0o755 });
  const own: OwnProgram = { kind: "executable", path: executable };
  const links = new HelperLinkFiles(own);
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

Deno.test("HelperLinkFiles writes a launcher for a program that is run from source, and renews its own", async () => {
  await using dir = await tempDirectory();
  const links = new HelperLinkFiles(SOURCE);
  const { path } = await links.create(dir.path);
  strictEqual(
    await Deno.readTextFile(path),
    "#!/bin/sh\n# Written by `atmos-ecr docker install --link`\n" +
      "exec '/opt/it'\\''s/deno' run --quiet --allow-all --no-check '/src/main.ts' credential --called-as \"${0##*/}\" \"$@\"\n",
  );
  const moved = new HelperLinkFiles({ ...SOURCE, module: "/new/main.ts" });
  deepStrictEqual(await moved.create(dir.path), { path, changed: true });
  strictEqual(await Deno.readTextFile(path), shellLauncher({ ...SOURCE, module: "/new/main.ts" }));
  deepStrictEqual((await Array.fromAsync(Deno.readDir(dir.path))).map(({ name }) => name), [NAME]);
});

Deno.test("HelperLinkFiles takes nobody's place", async () => {
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
    await rejects(new HelperLinkFiles(SOURCE).create(dir.path), { code: "USAGE" });
    strictEqual((await Deno.lstat(join(dir.path, NAME))).ino, before.ino);
  }
  await rejects(new HelperLinkFiles(SOURCE).create("/nonexistent/bin"), { code: "USAGE" });
});

Deno.test("HelperProgramsOnPath passes over what cannot be run, and names that are no suffix", async () => {
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
  const links = new HelperLinkFiles(own, true);
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
  const links = new HelperLinkFiles(source, true);
  const { path } = await links.create(dir.path);
  strictEqual(path, join(dir.path, `${NAME}.cmd`));
  const text = await Deno.readTextFile(path);
  strictEqual(text, commandLauncher(source));
  strictEqual(
    text.split("\r\n")[2],
    '"C:\\100%% deno\\deno.exe" run --quiet --allow-all --no-check "C:\\x\\main.ts" credential --called-as "%~n0" %*',
  );
  const moved = new HelperLinkFiles({ ...source, module: "C:\\y.ts" }, true);
  deepStrictEqual(await moved.create(dir.path), { path, changed: true });
  const programs = new HelperProgramsOnPath({ ...environmentOf({ PATH: dir.path }), os: "windows" }, {
    ...source,
    module: "C:\\y.ts",
  });
  deepStrictEqual(await programs.find("atmos-ecr"), { path, own: true });
});

Deno.test("on Windows the extension makes a program, whatever mode is shown", async (t) => {
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
