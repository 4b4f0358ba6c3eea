import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { AtmosYamlFiles } from "../../../src/adapters/config/atmos_yaml_files.ts";
import type { FileAccess } from "../../../src/adapters/config/files/file_access.ts";
import type { Configurations } from "../../../src/ports/config.ts";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryFiles } from "../../fakes/memory_files.ts";

/** The error of loading files in memory. */
async function refusal(files: Readonly<Record<string, string>>): Promise<ConfigError> {
  try {
    await new MemoryConfigurations(files).load();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("Loaded");
}

/** How many files are read. */
async function readFiles(configurations: Configurations): Promise<number> {
  return (await configurations.load(NO_SELECTION)).files.filter(({ read }) => read).length;
}

/** `a0.yaml` imports `a1.yaml` imports … */
function chain(length: number): Record<string, string> {
  return {
    "atmos.yaml": "import: [a1.yaml]",
    ...Object.fromEntries(
      Array.from(
        { length },
        (
          _,
          index,
        ) => [
          `a${index + 1}.yaml`,
          index + 1 < length ? `import: [a${index + 2}.yaml]` : "auth: {realm: end}",
        ],
      ),
    ),
  };
}

Deno.test("AtmosYamlFiles.load() accepts imports ten levels deep, but not eleven", async () => {
  strictEqual(await readFiles(new MemoryConfigurations(chain(10))), 11);
  const error = await refusal(chain(11));
  deepStrictEqual([error.code, error.position?.file], ["CONFIG_LIMIT", "a10.yaml"]);
});

Deno.test("AtmosYamlFiles.load() accepts fifty files, but not more", async () => {
  const many = (count: number): Record<string, string> => ({
    "atmos.yaml": "import: ['p/*.yaml']",
    ...Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`p/${index}.yaml`, "a: 1"])),
  });
  strictEqual(await readFiles(new MemoryConfigurations(many(50))), 50);
  strictEqual((await refusal(many(51))).code, "CONFIG_LIMIT");
});

Deno.test("AtmosYamlFiles.load() accepts files of 1 MiB and 4 MiB in total, but not more", async () => {
  const padded = (bytes: number, text = "a: 1\n#"): string => text + "x".repeat(bytes - text.length);
  await new MemoryConfigurations({ "atmos.yaml": padded(1 << 20) }).load();
  const { code, message } = await refusal({ "atmos.yaml": padded((1 << 20) + 1) });
  strictEqual(code, "CONFIG_LIMIT");
  match(message, /"atmos\.yaml".*1 MiB/);
  const parts = Object.fromEntries([1, 2, 3, 4].map((index) => [`p/${index}.yaml`, padded(1 << 20)]));
  strictEqual((await refusal({ "atmos.yaml": "import: [p]", ...parts })).code, "CONFIG_LIMIT");
});

Deno.test("AtmosYamlFiles.load() reads a file once that many import, and does not merge without end", async () => {
  const layers = Array.from({ length: 9 }, (_, layer) =>
    ["a", "b", "c"].map((side): [string, string] => [
      `${side}${layer}.yaml`,
      layer === 8 ? "x: 1" : `import: [a${layer + 1}.yaml, b${layer + 1}.yaml, c${layer + 1}.yaml]`,
    ]));
  const configurations = new MemoryConfigurations({
    "atmos.yaml": "import: [a0, b0, c0]",
    ...Object.fromEntries(layers.flat()),
  });
  strictEqual(await readFiles(configurations), 28);
});

Deno.test("AtmosYamlFiles.load() rejects non-UTF-8, binary and unreadable files and folders, with the path", async () => {
  const load = (access: FileAccess): Promise<unknown> =>
    new AtmosYamlFiles({ get: () => "", cwd: "/w", os: "linux" }, { access }).load(NO_SELECTION);
  const code = (expected: string) => (error: unknown): boolean => {
    ok(error instanceof ConfigError);
    strictEqual(error.code, expected, error.message);
    match(error.message, /"atmos\.yaml"/);
    return true;
  };
  await rejects(
    load(new MemoryFiles({ "/w/atmos.yaml": new Uint8Array([0x61, 0x3a, 0x20, 0xff]) })),
    code("CONFIG_SYNTAX"),
  );
  await rejects(
    load(new MemoryFiles({ "/w/atmos.yaml": new Uint8Array([0xff, 0xfe, 0x61, 0]) })),
    code("CONFIG_SYNTAX"),
  );
  await rejects(load(new MemoryFiles({ "/w/atmos.yaml": "a: \u0000" })), code("CONFIG_SYNTAX"));
  await rejects(load(new MemoryFiles({ "/w/atmos.yaml/x": "" })), code("CONFIG_UNREADABLE"));
  const denied = new MemoryFiles({ "/w/atmos.yaml": "" });
  denied.read = () => Promise.reject(new Deno.errors.PermissionDenied("secret detail"));
  await rejects(load(denied), code("CONFIG_UNREADABLE"));
});

Deno.test("AtmosYamlFiles.load() drops a byte-order mark without moving columns", async () => {
  const error = await refusal({ "atmos.yaml": "\ufeffa: 1\na: 2" });
  deepStrictEqual(error.position, { file: "atmos.yaml", line: 2, column: 1 });
  const first = await refusal({ "atmos.yaml": "\ufeffimport: [x]" });
  deepStrictEqual(first.position, { file: "atmos.yaml", line: 1, column: 10 });
});

Deno.test("AtmosYamlFiles.load() shows files below the working directory relative, others absolute", async () => {
  const { files } = await new MemoryConfigurations({
    "atmos.yaml": "import: [sub/a.yaml, /else/b.yaml]",
    "sub/a.yaml": "",
    "/else/b.yaml": "",
  }).load();
  const role = { kind: "import", importer: "atmos.yaml" };
  deepStrictEqual(files.filter(({ read }) => read), [
    { path: join("sub", "a.yaml"), read: true, reason: "import of atmos.yaml:1:10", role },
    { path: "/else/b.yaml", read: true, reason: "import of atmos.yaml:1:22", role },
    { path: "atmos.yaml", read: true, reason: "working directory", role: { kind: "source" } },
  ]);
});

Deno.test("AtmosYamlFiles.load() reports why a file beside another is not read", async () => {
  const { files } = await new MemoryConfigurations({ "atmos.yaml": "", "atmos.yml": "" }).load();
  deepStrictEqual(files.filter(({ read, path }) => !read && !path.startsWith("/system")), [
    {
      path: "atmos.yml",
      read: false,
      reason: "working directory: atmos.yaml takes precedence",
      role: { kind: "source" },
    },
  ]);
});

Deno.test("AtmosYamlFiles.load() shows the cycle of an import", async () => {
  const error = await refusal({
    "atmos.yaml": "import: [a.yaml]",
    "a.yaml": "import: [b.yaml]",
    "b.yaml": "import: [a.yaml]",
  });
  match(error.message, /in a cycle: a\.yaml → b\.yaml → a\.yaml$/);
});

Deno.test("AtmosYamlFiles.load() hides the secrets of a remote import", async () => {
  const error = await refusal({ "atmos.yaml": "import: ['https://user:canary@example.com/a?token=canary']" });
  ok(!`${error.message}${error.hint}`.includes("canary"), error.message);
});

Deno.test("AtmosYamlFiles.load() rejects an import of a path with NUL", async () => {
  strictEqual((await refusal({ "atmos.yaml": `import: ["a\\0b"]` })).code, "CONFIG_IMPORT_NOT_FOUND");
});

Deno.test("AtmosYamlFiles.load() follows a link to a file and reads no pipe", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-config-" }));
  try {
    await Deno.writeTextFile(join(root, "real.yaml"), "auth: {realm: linked}");
    await Deno.symlink(join(root, "real.yaml"), join(root, "atmos.yaml"));
    await Deno.mkdir(join(root, "loop"));
    await Deno.symlink(join(root, "loop"), join(root, "loop", "again"));
    await Deno.writeTextFile(join(root, "loop", "x.yaml"), "a: 1");
    const configurations = new AtmosYamlFiles({ get: () => "", cwd: root, os: "linux" });
    strictEqual(await readFiles(configurations), 1);
    await Deno.writeTextFile(join(root, "real.yaml"), "import: [loop]");
    strictEqual(await readFiles(configurations), 2);
    await rejects(
      configurations.load({ ...NO_SELECTION, configFiles: ["/dev/null"] }),
      (error) => error instanceof ConfigError && error.code === "CONFIG_UNREADABLE",
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
