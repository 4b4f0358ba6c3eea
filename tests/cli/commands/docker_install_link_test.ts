/** `docker install`: how Docker will find this program. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { namesIn } from "../../adapters/fs/temp_directory.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { DEV, hostOf } from "../../program/world.ts";
import { HELPER, InstallBench } from "./install_bench.ts";

const HOST = hostOf(DEV);

/** What there is after a command that must change nothing: registered hosts, pins, and programs. */
async function left(bench: InstallBench): Promise<readonly unknown[]> {
  return [bench.docker.text, await bench.pinned(), await namesIn(bench.bin), await namesIn(bench.home)];
}
const NOTHING = [undefined, {}, [], []];

Deno.test("docker install fails if the helper program does not exist; a dry run warns of it", async () => {
  await using bench = await InstallBench.create({ bare: true });
  for (const mode of [[], ["--check"]]) {
    const { code, err } = await bench.run("install", HOST, ...mode);
    strictEqual(code, 3);
    match(
      err,
      /Cannot find docker-credential-atmos-ecr on the PATH[\s\S]*--link [\s\S]*DOCKER_HELPER_MISSING/,
    );
    deepStrictEqual(await left(bench), NOTHING);
  }
  const dry = await bench.run("install", HOST, "--dry-run");
  strictEqual(dry.code, 0);
  match(dry.err, /Warning: Cannot find docker-credential-atmos-ecr/);
  deepStrictEqual(await left(bench), NOTHING);
});

Deno.test("docker install --link creates the program that Docker runs, once, and replaces no other program", async () => {
  await using bench = await InstallBench.create({ bare: true });
  const install = (...more: string[]): ReturnType<InstallBench["run"]> =>
    bench.run("install", "--link", bench.bin, HOST, ...more);
  const dry = await install("--dry-run");
  match(dry.err, /Would create .*own bin\/docker-credential-atmos-ecr\n/);
  strictEqual((await install("--check")).code, 1);
  deepStrictEqual(await left(bench), NOTHING);
  const made = await install("-o", "json");
  strictEqual(made.code, 0, made.err);
  deepStrictEqual(JSON.parse(made.out).link, { path: join(bench.bin, HELPER), changed: true });
  deepStrictEqual(await namesIn(bench.bin), [HELPER]);
  const on = await install();
  deepStrictEqual([on.code, /Created|Warning/.test(on.err)], [0, false], on.err);
  strictEqual((await install("--check")).code, 0);

  const program = join(bench.bin, HELPER);
  await Deno.writeTextFile(program, "#!/bin/sh\necho mine\n");
  const foreign = await install();
  strictEqual(foreign.code, 2);
  match(foreign.err, /already exists, and is not this program/);
  strictEqual(await Deno.readTextFile(program), "#!/bin/sh\necho mine\n");
});

Deno.test("docker install --link refuses a directory that is not on the PATH, whatever else there is", async (t) => {
  for (const bare of [true, false]) {
    for (const more of [[], ["--dry-run"], ["--check"]]) {
      await t.step(`${bare ? "no helper" : "a helper"} ${more.join()}`, async () => {
        await using bench = await InstallBench.create({ bare });
        const before = await left(bench);
        const { code, err } = await bench.run("install", "--link", join(bench.bin, "x"), HOST, ...more);
        strictEqual(code, 2, err);
        match(
          err,
          /own bin\/x": it is not on the PATH, and Docker would not find it\n[\s\S]*Code: +USAGE\n/,
        );
        deepStrictEqual(await left(bench), before);
      });
    }
  }
});

Deno.test("docker install --link without a directory uses and creates the user's program directory", async () => {
  await using bench = await InstallBench.create({ bare: true });
  // What follows is a registry, as the directory is optional.
  const { code, err } = await bench.run("install", "--link", HOST);
  strictEqual(code, 0, err);
  match(
    err,
    /Created \S+\/\.local\/bin\/docker-credential-atmos-ecr\n[\s\S]*\nNext, pull: `docker pull 2222/,
  );
  deepStrictEqual([bench.helpers, await bench.pinned()], [{ [HOST]: "atmos-ecr" }, { [HOST]: "dev-deploy" }]);
  deepStrictEqual(await namesIn(bench.localBin), [HELPER]);
  strictEqual((await bench.run("install", "--check", "--link", bench.localBin, HOST)).code, 0);
});

Deno.test("where no directory is writable, docker install says what to do, with --link and without", async () => {
  await using bench = await InstallBench.create({ bare: true });
  bench.variables["PATH"] = "/usr/bin:/bin";
  const linked = await bench.run("install", "--link");
  strictEqual(linked.code, 3);
  match(linked.err, /no directory on the PATH is writable[\s\S]*Add ~\/\.local\/bin to the PATH/);
  const plain = await bench.run("install", HOST);
  strictEqual(plain.code, 3);
  match(plain.err, /Cannot find docker-credential-atmos-ecr[\s\S]*Add ~\/\.local\/bin to the PATH/);
  deepStrictEqual(await left(bench), NOTHING);
});

Deno.test("docker install asks whoever is at a terminal before it creates a link", async (t) => {
  for (const isCreated of [true, false]) {
    await t.step(isCreated ? "create" : "change nothing", async () => {
      await using bench = await InstallBench.create({ bare: true });
      const [create, leave] = [`create it in ${bench.localBin}`, "change nothing"];
      const prompter = new ScriptedPrompter(isCreated ? create : leave);
      bench.prompter = prompter;
      const { code, err } = await bench.run("install", HOST);
      strictEqual(code, isCreated ? 0 : 3, err);
      match(prompter.questions.join("\n"), /^docker-credential-atmos-ecr is not on the PATH[^\n]*$/);
      deepStrictEqual(prompter.offered[0]?.map(({ name }) => name), [create, leave]);
      if (isCreated) deepStrictEqual(await namesIn(bench.localBin), [HELPER]);
      else deepStrictEqual(await left(bench), NOTHING);
    });
  }
});
