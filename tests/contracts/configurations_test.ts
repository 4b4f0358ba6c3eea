import { dirname, join } from "node:path";
import { AtmosYamlFiles } from "../../src/adapters/config/atmos_yaml_files.ts";
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
  const variables = new Map(Object.entries(row.env ?? {}));
  return {
    configurations: new AtmosYamlFiles({
      get: (name) => variables.get(name),
      cwd: row.cwd === undefined ? root : join(root, row.cwd),
      os: "linux",
    }),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

function prepareInMemory(row: ConfigCase): Promise<PreparedCase> {
  const root = "/project";
  const cwd = row.cwd === undefined ? root : `${root}/${row.cwd}`;
  return Promise.resolve({
    configurations: new MemoryConfigurations(contents(row, root), row.env, cwd),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

function contents(row: ConfigCase, root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row.files).map(([path, lines]) => [
      join(root, path),
      lines.join("\n").replaceAll("{{root}}", root),
    ]),
  );
}
