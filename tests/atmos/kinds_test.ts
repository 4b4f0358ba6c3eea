/** What `config validate` says of Atmos, kind by kind, and that it says nothing of what both read alike. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { validateConfig } from "../../src/app/config/validate_config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../fakes/memory_configurations.ts";
import { usual } from "./kind.ts";
import { KINDS_OF_FILES } from "./kinds_of_files.ts";
import { KINDS_OF_IMPORTS } from "./kinds_of_imports.ts";
import { KINDS_OF_VALUES } from "./kinds_of_values.ts";

for (
  const { name, files, env = {}, selection, told } of [
    ...KINDS_OF_FILES,
    ...KINDS_OF_IMPORTS,
    ...KINDS_OF_VALUES,
  ]
) {
  Deno.test(`validate says what Atmos makes of ${name}`, async () => {
    const configurations = new MemoryConfigurations(files, { ATMOS_ECR_TRUST: "all", ...env });
    const { problems } = await validateConfig({
      configurations,
      configSelection: { ...NO_SELECTION, ...selection },
    });
    const said = problems.map(({ message }) => message).filter((message) => message.startsWith("Atmos"));
    deepStrictEqual(
      said.length,
      told.length,
      said.join("\n") || problems.map(({ message }) => message).join("\n"),
    );
    for (const wanted of told) {
      ok(said.some((message) => wanted.test(message)), `${wanted} in ${said.join("\n")}`);
    }
  });
}

Deno.test("validate reports a keyring that cannot be evaluated as an error", async () => {
  const configurations = new MemoryConfigurations({
    "atmos.yaml": `${usual()}  keyring: !include none.yaml\n`,
  });
  const { valid, problems } = await validateConfig({ configurations, configSelection: NO_SELECTION });
  deepStrictEqual([valid, problems.map(({ severity, code }) => [severity, code])], [
    false,
    [["error", "CONFIG_FUNCTION_FAILED"]],
  ]);
});
