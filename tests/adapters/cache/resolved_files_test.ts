import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ResolvedFiles } from "../../../src/adapters/cache/resolved_files.ts";
import { SYSTEM_FILES } from "../../../src/adapters/config/files/file_access.ts";
import { InputRecorder } from "../../../src/adapters/config/files/input_recorder.ts";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { MAX_RESOLVED } from "../../../src/domain/helper/resolved_format.ts";
import type { IdentityPin } from "../../../src/domain/helper/registry_pin.ts";
import { HOST, OTHER_HOST, pin, someDefinition } from "../../support/helper_fixtures.ts";
import { namesIn, tempDirectory } from "../fs/temp_directory.ts";

const PIN: IdentityPin = pin();
const DEFINITION = someDefinition("dev");

/** A project with a file, a link to it, and a directory; a cache; and a load that looks at all of them. */
async function create(root: string): Promise<{
  readonly project: string;
  readonly cache: string;
  readonly variables: Record<string, string>;
  readonly resolved: ResolvedFiles;
  readonly record: () => Promise<InputRecorder>;
}> {
  const project = join(root, "project");
  const cache = join(root, "resolved");
  await Deno.mkdir(join(project, "d"), { recursive: true });
  await Deno.writeTextFile(join(project, "a.yaml"), "one");
  await Deno.symlink("a.yaml", join(project, "link"));
  const variables: Record<string, string> = { SET: "1", EMPTY: "" };
  const record = async (): Promise<InputRecorder> => {
    const recorder = new InputRecorder();
    const files = recorder.files(SYSTEM_FILES);
    const environment = recorder.environment({ get: (name) => variables[name], cwd: project, os: "linux" });
    await files.kind(join(project, "a.yaml"));
    await files.read(join(project, "a.yaml"));
    await files.kind(join(project, "missing.yaml"));
    await Array.fromAsync(files.list(join(project, "d")));
    await files.realPath(join(project, "link"));
    await files.owners(join(project, "a.yaml"));
    for (const name of ["SET", "EMPTY", "UNSET"]) environment.get(name);
    return recorder;
  };
  return { project, cache, variables, record, resolved: new ResolvedFiles(cache, (name) => variables[name]) };
}

Deno.test("a reading holds as long as everything that was looked at is as it was", async (t) => {
  const edits: readonly {
    readonly name: string;
    readonly edit: (project: string, variables: Record<string, string>) => Promise<void> | void;
    readonly holds?: true;
  }[] = [
    { name: "nothing", edit: () => {}, holds: true },
    { name: "a touch", edit: (project) => Deno.utime(join(project, "a.yaml"), 0, 0), holds: true },
    {
      name: "a rewrite of the same",
      edit: (project) => Deno.writeTextFile(join(project, "a.yaml"), "one"),
      holds: true,
    },
    { name: "another variable", edit: (_, variables) => void (variables["OTHER"] = "x"), holds: true },
    {
      name: "another content of the same length",
      edit: (project) => Deno.writeTextFile(join(project, "a.yaml"), "two"),
    },
    { name: "a missing file", edit: (project) => Deno.remove(join(project, "a.yaml")) },
    {
      name: "a file that was missing",
      edit: (project) => Deno.writeTextFile(join(project, "missing.yaml"), ""),
    },
    { name: "another file in a directory", edit: (project) => Deno.writeTextFile(join(project, "d/x"), "") },
    {
      name: "a link that leads elsewhere",
      edit: async (project) => {
        await Deno.writeTextFile(join(project, "b.yaml"), "one");
        await Deno.remove(join(project, "link"));
        await Deno.symlink("b.yaml", join(project, "link"));
      },
    },
    { name: "a variable", edit: (_, variables) => void (variables["SET"] = "2") },
    { name: "a variable that goes", edit: (_, variables) => void (delete variables["SET"]) },
    { name: "an empty variable that goes", edit: (_, variables) => void (delete variables["EMPTY"]) },
    { name: "a variable that comes, empty", edit: (_, variables) => void (variables["UNSET"] = "") },
    ...(Deno.uid() === 0
      ? [{
        name: "another owner",
        edit: (project: string) => Deno.chown(join(project, "a.yaml"), 1234, 1234),
      }]
      : []),
  ];
  for (const { name, edit, holds = false } of edits) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const { project, variables, record, resolved } = await create(dir.path);
      const { inputs } = await record();
      ok(inputs !== undefined);
      await resolved.keep(PIN, inputs, DEFINITION);
      deepStrictEqual(await resolved.find(PIN), DEFINITION);
      await edit(project, variables);
      deepStrictEqual(await resolved.find(PIN), holds ? DEFINITION : undefined);
      strictEqual(await resolved.isCurrent(inputs), holds);
    });
  }
});

Deno.test("an input that changed between two reads, or could not be read, invalidates the record", async () => {
  await using dir = await tempDirectory();
  const { project, record } = await create(dir.path);
  const torn = await record();
  const files = torn.files(SYSTEM_FILES);
  await Deno.writeTextFile(join(project, "a.yaml"), "two");
  await files.read(join(project, "a.yaml"));
  strictEqual(torn.inputs, undefined);
  const failed = await record();
  await failed.files(SYSTEM_FILES).read(join(project, "nothing")).catch(() => undefined);
  strictEqual(failed.inputs, undefined);
});

Deno.test("the last resolutions are kept, and a reverted change hits the cache", async () => {
  await using dir = await tempDirectory();
  const { project, cache, record, resolved } = await create(dir.path);
  const contents = Array.from({ length: MAX_RESOLVED + 1 }, (_, index) => `content ${index}`);
  for (const [index, content] of contents.entries()) {
    await Deno.writeTextFile(join(project, "a.yaml"), content);
    await resolved.keep(PIN, (await record()).inputs ?? [], someDefinition(`${index}`));
  }
  for (const [index, content] of contents.entries()) {
    await Deno.writeTextFile(join(project, "a.yaml"), content);
    deepStrictEqual(await resolved.find(PIN), index === 0 ? undefined : someDefinition(`${index}`));
  }
  const [file = ""] = (await namesIn(cache)).filter((name) => name.endsWith(".json"));
  const text = await Deno.readTextFile(join(cache, file));
  ok(!text.includes("content"), "names alone are kept");
  strictEqual(((await Deno.stat(join(cache, file))).mode ?? 0) & 0o777, 0o600);
});

Deno.test("pins of other registries share a reading, another identity does not", async () => {
  await using dir = await tempDirectory();
  const { record, resolved } = await create(dir.path);
  await resolved.keep(PIN, (await record()).inputs ?? [], DEFINITION);
  deepStrictEqual(await resolved.find(pin({ host: OTHER_HOST, integration: "x" })), DEFINITION);
  strictEqual(await resolved.find(pin({ host: HOST, identity: "other" })), undefined);
});

Deno.test("the lock is never awaited; damage, other owners and a missing place only cost speed", async () => {
  await using dir = await tempDirectory();
  const { cache, record, resolved } = await create(dir.path);
  const inputs = (await record()).inputs ?? [];
  await resolved.keep(PIN, inputs, DEFINITION);
  const [name = ""] = (await namesIn(cache)).filter((each) => each.endsWith(".json"));
  const file = join(cache, name);
  {
    using _lock = await lockFile(file.replace(/json$/, "lock"));
    await resolved.keep(PIN, inputs, someDefinition("late"));
  }
  deepStrictEqual(await resolved.find(PIN), DEFINITION);
  await Deno.chmod(file, 0o644);
  strictEqual(await resolved.find(PIN), undefined);
  await Deno.writeTextFile(file, "{");
  await Deno.chmod(file, 0o600);
  strictEqual(await resolved.find(PIN), undefined);
  await resolved.keep(PIN, inputs, DEFINITION);
  deepStrictEqual(await resolved.find(PIN), DEFINITION);
  const nowhere = new ResolvedFiles(undefined, () => undefined);
  await nowhere.keep(PIN, inputs, DEFINITION);
  strictEqual(await nowhere.find(PIN), undefined);
});

Deno.test("unused resolutions are removed after a month, with leftovers of killed processes", async () => {
  await using dir = await tempDirectory();
  const { cache, resolved, record } = await create(dir.path);
  await Deno.mkdir(cache, { mode: 0o700 });
  const day = 24 * 3600_000;
  const old: Readonly<Record<string, number>> = {
    [`${"a".repeat(64)}.json`]: 31,
    [`${"a".repeat(64)}.lock`]: 31,
    [`${"b".repeat(64)}.json`]: 29,
    [`${"b".repeat(64)}.lock`]: 29,
    [`${"c".repeat(64)}.lock`]: 2,
    [`.${"d".repeat(60)}.123.0123456789abcdef.atmos-ecr.tmp`]: 1,
    "foreign.json": 99,
  };
  for (const [name, days] of Object.entries(old)) {
    const at = new Date(Date.now() - days * day);
    await Deno.writeTextFile(join(cache, name), "{}", { mode: 0o600 });
    await Deno.utime(join(cache, name), at, at);
  }
  await resolved.keep(PIN, (await record()).inputs ?? [], DEFINITION);
  const left = (await namesIn(cache)).filter((name) => /^[a-d]+\.|^foreign|^\.d/.test(name));
  deepStrictEqual(left, [`${"b".repeat(64)}.json`, `${"b".repeat(64)}.lock`, "foreign.json"]);
});
