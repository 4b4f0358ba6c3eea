import { deepStrictEqual, rejects } from "node:assert/strict";
import type { ConfigFileReport, ConfigSelection } from "../../../../src/ports/config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../../fakes/memory_configurations.ts";

/** What is said of the files in the project, as `state path: reason`. */
async function reports(
  files: Readonly<Record<string, string>>,
  { fails = false, ...selection }: Partial<ConfigSelection> & { readonly fails?: boolean } = {},
): Promise<string[]> {
  const list: ConfigFileReport[] = [];
  const loading = new MemoryConfigurations(files).load({ ...NO_SELECTION, ...selection }, list);
  if (fails) await rejects(loading);
  else deepStrictEqual((await loading).files, list);
  return list.filter(({ path }) => !path.startsWith("/")).map(({ path, read, broken, reason }) =>
    `${read ? "read" : broken === true ? "broken" : "left out"} ${path}: ${reason}`
  );
}

Deno.test("AtmosYamlFiles.load() reports what is included, before the file that does so, once", async () => {
  deepStrictEqual(
    await reports({
      "atmos.yaml": `import: [team.yaml]
auth:
  identities: {a: !include b.yaml .x, c: !include b.yaml .y, d: {kind: !include.raw kind.txt}}`,
      "team.yaml": "auth: {providers: !include b.yaml .z}",
      "b.yaml": "{x: {kind: !include.raw kind.txt}, y: {}, z: {}}",
      "kind.txt": "aws/ambient",
    }),
    [
      "read b.yaml: included by team.yaml:1:19",
      "read team.yaml: import of atmos.yaml:1:10",
      "read kind.txt: included by b.yaml:1:12",
      "read b.yaml: included by atmos.yaml:3:19",
      "read kind.txt: included by atmos.yaml:3:72",
      "read atmos.yaml: working directory",
    ],
  );
});

Deno.test("AtmosYamlFiles.load() reports the file that failed as broken, and those before it", async () => {
  const broken = {
    "atmos.yaml": "import: [a.yaml, b.yaml, c.yaml]",
    "a.yaml": "",
    "b.yaml": "x: [",
    "c.yaml": "",
  };
  deepStrictEqual(await reports(broken, { fails: true }), [
    "read a.yaml: import of atmos.yaml:1:10",
    "broken b.yaml: import of atmos.yaml:1:18",
    "read atmos.yaml: working directory",
  ]);
  deepStrictEqual(await reports(broken, { lenient: true }), [
    "read a.yaml: import of atmos.yaml:1:10",
    "broken b.yaml: import of atmos.yaml:1:18",
    "read c.yaml: import of atmos.yaml:1:26",
    "read atmos.yaml: working directory",
  ]);
  deepStrictEqual(
    await reports({ "atmos.yaml": "import: [a.yaml]", "a.yaml": "import: [b.yaml]" }, { fails: true }),
    [
      "broken a.yaml: import of atmos.yaml:1:10",
      "read atmos.yaml: working directory",
    ],
  );
  deepStrictEqual(
    await reports({ "atmos.yaml": "", "profiles/ci/a.yaml": "import: 1: 2" }, {
      fails: true,
      profiles: ["ci"],
    }),
    ["read atmos.yaml: working directory", "broken profiles/ci/a.yaml: profile ci"],
  );
});

Deno.test("AtmosYamlFiles.load() reports a file as broken that it rejects after reading it", async () => {
  deepStrictEqual(
    await reports({ "atmos.yaml": `auth:\n  identities: {${"a,".repeat(3)}}\nprofiles: {default: !foo x}` }, {
      fails: true,
    }),
    ["broken atmos.yaml: working directory"],
  );
});
