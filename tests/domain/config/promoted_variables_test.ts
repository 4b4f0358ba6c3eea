import { deepStrictEqual } from "node:assert/strict";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import { promoteVariables } from "../../../src/domain/config/atmos_variables.ts";

/** Text, real environment → promoted variables, keys that are warned of. Reference: atmos-config.md section 6.3. */
const CASES: readonly (readonly [
  text: string,
  environment: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
  warned: readonly string[],
])[] = [
  ["{}", {}, {}, []],
  ["env: [ATMOS_PROFILE]", {}, {}, []],
  ["env: {ATMOS_PROFILE: dev, OTHER: x}", {}, { ATMOS_PROFILE: "dev" }, []],
  ["env: {atmos_profile: dev}", {}, {}, []],
  ["env: {ATMOS_PROFILE: dev}", { ATMOS_PROFILE: "real" }, {}, []],
  ["env: {ATMOS_PROFILE: dev}", { ATMOS_PROFILE: "" }, {}, []],
  ["env: {ATMOS_PROFILE: ~, ATMOS_IDENTITY: 007, ATMOS_X: [1]}", {}, { ATMOS_IDENTITY: "007" }, []],
  ["env: {ATMOS_ECR_TRUST: all}", {}, {}, ["ATMOS_ECR_TRUST"]],
  ["env: {ATMOS_CONFIG: x, ATMOS_CLI_CONFIG_PATH: y}", {}, {}, ["ATMOS_CONFIG", "ATMOS_CLI_CONFIG_PATH"]],
];

for (const [text, environment, variables, warned] of CASES) {
  Deno.test(`promoteVariables() of ${text} with ${JSON.stringify(environment)}`, () => {
    const result = promoteVariables(readYaml(text, "f").tree, (name) => environment[name]);
    deepStrictEqual(
      Object.fromEntries([...result.variables].map(([name, { value }]) => [name, value])),
      variables,
    );
    deepStrictEqual(result.problems.map(({ message }) => /"env\.(\w+)"/.exec(message)?.[1]), warned);
  });
}
