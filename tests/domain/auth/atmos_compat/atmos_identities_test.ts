import { deepStrictEqual } from "node:assert/strict";
import { readYaml } from "../../../../src/adapters/config/yaml/yaml_reader.ts";
import { checkAtmosIdentities } from "../../../../src/domain/auth/atmos_compat/atmos_identities.ts";
import { ProblemList } from "../../../../src/domain/auth/model/problem_list.ts";
import { mergeConfig } from "../../../../src/domain/config/merge_config.ts";
import { formatPosition } from "../../../../src/domain/errors/errors.ts";

/** Files, lowest precedence first, and what validation says of their identities when Atmos has them in another order. */
function differences(files: Readonly<Record<string, string>>, atmosOrder: readonly string[]): string[] {
  const tree = Object.entries(files).map(([file, text]) => readYaml(text, file).tree).reduce(mergeConfig);
  const problems = new ProblemList();
  checkAtmosIdentities(tree, atmosOrder, problems);
  return problems.sorted()
    .map(({ severity, position, message }) =>
      `${severity} ${position === undefined ? "" : formatPosition(position)} ${message}`
    );
}

const BASE = `auth:
  identities:
    dev:
      kind: aws/ambient
      principal: {region: us-east-1}
`;

Deno.test("a later file with a part of an identity replaces all of it in Atmos", () => {
  deepStrictEqual(
    differences(
      { "home.yaml": BASE, "atmos.yaml": "auth: {identities: {dev: {default: true}}}" },
      ["home.yaml", "atmos.yaml"],
    ),
    [
      `warning atmos.yaml:1:21 Atmos does not merge identity "dev": it uses only the definition at atmos.yaml:1:26, without "kind", "principal.region", and ignores home.yaml:4:7`,
    ],
  );
});

Deno.test("a file that is imported goes over the file that imports it in Atmos", () => {
  const files = {
    "team.yaml": "auth: {identities: {dev: {kind: aws/user}}}",
    "atmos.yaml": BASE,
  };
  deepStrictEqual(differences(files, ["atmos.yaml", "team.yaml"]), [
    `warning atmos.yaml:3:5 Atmos does not merge identity "dev": it uses only the definition at team.yaml:1:33, without "principal.region" and with its own "kind", and ignores atmos.yaml:4:7`,
  ]);
  deepStrictEqual(differences(files, ["team.yaml", "atmos.yaml"]), []);
});

Deno.test("an identity that a later file repeats as a whole is the same in Atmos", () => {
  deepStrictEqual(differences({ "home.yaml": BASE, "atmos.yaml": BASE }, ["home.yaml", "atmos.yaml"]), []);
});

Deno.test("identities of one file each, and files that are not among those of Atmos, are the same", () => {
  const files = { "home.yaml": BASE, "atmos.yaml": "auth: {identities: {ops: {kind: aws/user}}}" };
  deepStrictEqual(differences(files, ["home.yaml", "atmos.yaml"]), []);
  const partly = { "included.yaml": BASE, "atmos.yaml": "auth: {identities: {dev: {default: true}}}" };
  deepStrictEqual(differences(partly, ["home.yaml", "atmos.yaml"]), []);
  deepStrictEqual(differences(partly, []), []);
});

Deno.test("three files: the middle one wins in Atmos", () => {
  deepStrictEqual(
    differences({
      "a.yaml": "auth: {identities: {dev: {kind: aws/user, alias: a}}}",
      "b.yaml": "auth: {identities: {dev: {kind: aws/ambient, alias: b}}}",
      "c.yaml": "auth: {identities: {DEV: {alias: c}}}",
    }, ["a.yaml", "c.yaml", "b.yaml"]),
    [
      `warning c.yaml:1:21 Atmos does not merge identity "DEV": it uses only the definition at b.yaml:1:27, with its own "alias", and ignores c.yaml:1:26, a.yaml:1:33`,
    ],
  );
});
