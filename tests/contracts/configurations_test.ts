import { dirname, join, relative } from "node:path";
import { AtmosYamlFiles } from "../../src/adapters/config/atmos_yaml_files.ts";
import { type FileAccess, SYSTEM_FILES } from "../../src/adapters/config/files/file_access.ts";
import type { RemoteAnswer, RemoteFiles } from "../../src/ports/config.ts";
import { USER } from "../fakes/memory_files.ts";
import { MemoryTrustRecords } from "../fakes/memory_trust_records.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { type ConfigCase, configurationsContract, type PreparedCase } from "./configurations_contract.ts";

configurationsContract("AtmosYamlFiles", prepareOnDisk);
configurationsContract("MemoryConfigurations", prepareInMemory);

async function prepareOnDisk(row: ConfigCase): Promise<PreparedCase> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-config-" }));
  for (const [path, content] of Object.entries(contents(row, root))) {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, content);
  }
  const variables = new Map(Object.entries(environment(row, root)));
  return {
    configurations: new AtmosYamlFiles({
      get: (name) => variables.get(name),
      cwd: row.cwd === undefined ? root : join(root, row.cwd),
      os: "linux",
    }, { ...await options(row, root), access: onlyBelow(root, owner(row, root)) }),
    root,
    exists: async (path) => await SYSTEM_FILES.kind(join(root, path)) !== "missing",
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

async function prepareInMemory(row: ConfigCase): Promise<PreparedCase> {
  const root = "/project";
  const cwd = row.cwd === undefined ? root : `${root}/${row.cwd}`;
  const { trust, remote } = await options(row, root);
  return {
    configurations: new MemoryConfigurations(contents(row, root), environment(row, root), cwd, {
      trust,
      remote,
      owner: owner(row, root),
    }),
    root,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What a row trusts, and what is elsewhere. */
async function options(
  row: ConfigCase,
  root: string,
): Promise<{ readonly trust: MemoryTrustRecords; readonly remote: RemoteFiles }> {
  const trust = new MemoryTrustRecords();
  const texts = contents(row, root);
  for (const path of row.trusted ?? []) {
    await trust.trust(join(root, path), new TextEncoder().encode(texts[join(root, path)]));
  }
  const read = (url: string): Promise<RemoteAnswer> => {
    const lines = row.remote?.[url];
    return Promise.resolve(
      lines === undefined
        ? { kind: "missing", state: "the server answered 404" }
        : { kind: "content", bytes: new TextEncoder().encode(lines.join("\n")) },
    );
  };
  return { trust, remote: { read } };
}

/** Who owns what: the user, but for what the row says. */
function owner(row: ConfigCase, root: string): (path: string) => number {
  return (path) => row.owners?.[relative(root, path)] ?? USER;
}

/** The machine's files, of which those outside of a directory are not there: what lies above it is nobody's business. */
function onlyBelow(root: string, owner: (path: string) => number): FileAccess {
  return {
    ...SYSTEM_FILES,
    kind: (path) => path.startsWith(root) ? SYSTEM_FILES.kind(path) : Promise.resolve("missing"),
    user: () => USER,
    owners: (path) => Promise.resolve([owner(path)]),
  };
}

/** The environment of a row: a machine and a home of its own, and what the row says. */
function environment(row: ConfigCase, root: string): Record<string, string> {
  const all = { ATMOS_ECR_SYSTEM_CONFIG_PATH: join(root, ".system"), HOME: join(root, ".home"), ...row.env };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, value.replaceAll("{{root}}", root)]),
  );
}

function contents(row: ConfigCase, root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row.files).map(([path, lines]) => [
      join(root, path),
      lines.join("\n").replaceAll("{{root}}", root),
    ]),
  );
}
