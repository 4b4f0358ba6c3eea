import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import {
  trustableFiles,
  trustFile,
  type TrustPorts,
  untrustFiles,
} from "../../../src/app/config/trust_files.ts";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import type { ConfigText, ConfigTexts } from "../../../src/ports/config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryTrustRecords } from "../../fakes/memory_trust_records.ts";

const RISKY = "auth: {realm: !exec echo acme}\n";
const PLAIN = "auth: {identities: {dev: {kind: aws/ambient}}}\n";

/** Files of `/project` in memory, each also found below `/link`. */
class MemoryTexts implements ConfigTexts {
  readonly #files: Readonly<Record<string, string>>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files;
  }

  async read(path: string): Promise<ConfigText> {
    const text = this.#files[path];
    if (text === undefined) throw new ConfigError("CONFIG_NOT_FOUND", `Cannot find the file "${path}"`);
    const { tree } = readYaml(text, path);
    return { file: path, paths: await this.pathsOf(path), content: new TextEncoder().encode(text), tree };
  }

  pathsOf(path: string): Promise<readonly string[]> {
    return Promise.resolve([`/link/${path}`, `/project/${path}`]);
  }
}

/** The ports over files; what is trusted stays in `records`. */
function portsOf(
  files: Readonly<Record<string, string>>,
  records: TrustPorts["records"] = new MemoryTrustRecords(),
): TrustPorts {
  return {
    configurations: new MemoryConfigurations(files, {}, "/project", { trust: records }),
    texts: new MemoryTexts(files),
    records,
  };
}

/** The files that `trust` without a name would trust. */
async function trustable(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await trustableFiles(undefined, NO_SELECTION, portsOf(files))).map(({ text }) => text.file);
}

Deno.test("trustableFiles() finds the files of the configuration that need trust", async (t) => {
  const main = "import: [team.yaml, plain.yaml]\nbase_path: .\n";
  await t.step("an imported one", async () => {
    const files = { "atmos.yaml": main, "team.yaml": RISKY, "plain.yaml": PLAIN };
    deepStrictEqual(await trustable(files), ["team.yaml"]);
  });
  await t.step("one whose remote import ends the search", async () => {
    const files = {
      "atmos.yaml": main,
      "team.yaml": `import: "https://example.invalid/x.yaml"\n`,
      "plain.yaml": PLAIN,
    };
    deepStrictEqual(await trustable(files), ["team.yaml"]);
  });
  await t.step("that of the working directory, if none needs it", async () => {
    const files = { "atmos.yaml": main, "team.yaml": "auth: {}\n", "plain.yaml": PLAIN };
    deepStrictEqual(await trustable(files), ["atmos.yaml"]);
  });
});

Deno.test("trustableFiles() fails for a file that is not there or cannot be read", async () => {
  const ports = portsOf({ "broken.yaml": "a: [" });
  await rejects(trustableFiles(undefined, NO_SELECTION, ports), { code: "CONFIG_NOT_FOUND" });
  await rejects(trustableFiles("nowhere.yaml", NO_SELECTION, ports), { code: "CONFIG_NOT_FOUND" });
  await rejects(trustableFiles("broken.yaml", NO_SELECTION, ports), {
    code: "CONFIG_SYNTAX",
    position: { file: "broken.yaml", line: 1, column: 5 },
  });
});

Deno.test("trustFile() and untrustFiles() apply to every name of a file", async () => {
  const records = new MemoryTrustRecords();
  const ports = portsOf({ "atmos.yaml": RISKY }, records);
  const content = new TextEncoder().encode(RISKY);
  const isTrusted = async (): Promise<readonly boolean[]> =>
    await Promise.all(["/link", "/project"].map((root) => records.isTrusted(`${root}/atmos.yaml`, content)));
  for (const file of ["atmos.yaml", undefined]) {
    for (const one of await trustableFiles(file, NO_SELECTION, ports)) await trustFile(one, records);
    deepStrictEqual(await isTrusted(), [true, true]);
    deepStrictEqual(await untrustFiles(file, NO_SELECTION, ports), [{ file: "atmos.yaml", changed: true }]);
    deepStrictEqual(await isTrusted(), [false, false]);
  }
});

Deno.test("trustFile() trusts the content that was judged, even if it has changed since", async () => {
  const records = new MemoryTrustRecords();
  const [judged] = await trustableFiles("atmos.yaml", NO_SELECTION, portsOf({ "atmos.yaml": RISKY }));
  if (judged !== undefined) await trustFile(judged, records);
  strictEqual(await records.isTrusted("/project/atmos.yaml", new TextEncoder().encode(RISKY)), true);
});

Deno.test("untrustFiles() reports a name that is neither trusted nor there", async () => {
  await rejects(untrustFiles("nowhere.yaml", NO_SELECTION, portsOf({})), { code: "CONFIG_NOT_FOUND" });
  deepStrictEqual(await untrustFiles("atmos.yaml", NO_SELECTION, portsOf({ "atmos.yaml": RISKY })), [
    { file: "atmos.yaml", changed: false },
  ]);
  deepStrictEqual(await untrustFiles(undefined, NO_SELECTION, portsOf({ "atmos.yaml": RISKY })), []);
});

Deno.test("untrustFiles() revokes the trust in a file that was removed", async () => {
  const records = new MemoryTrustRecords();
  await records.trust("/project/gone.yaml", new Uint8Array());
  deepStrictEqual(await untrustFiles("gone.yaml", NO_SELECTION, portsOf({}, records)), [
    { file: "gone.yaml", changed: true },
  ]);
});
