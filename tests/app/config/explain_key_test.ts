import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { authProblems, authSection } from "../../../src/app/config/auth_section.ts";
import { explainKey } from "../../../src/app/config/explain_key.ts";
import type { MappingNode } from "../../../src/domain/config/config_node.ts";
import { formatOrigin } from "../../../src/domain/config/origin.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";

/** @param text That of `atmos.yaml`; undefined for no file. */
async function sectionOf(
  text: string | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<MappingNode> {
  const files: Record<string, string> = text === undefined ? {} : { "atmos.yaml": text };
  return await authSection(await new MemoryConfigurations(files, env).load());
}

const YAML = `auth:
  realm: acme
  identities:
    Dev: {kind: aws/ambient}
`;

Deno.test("explainKey() names the variable or default that a value comes from", async () => {
  const [variable] = explainKey(await sectionOf(YAML, { ATMOS_AUTH_REALM: "other" }), "realm");
  deepStrictEqual(
    [variable, ...variable?.overrides ?? []].map((one) => one && [one.value, formatOrigin(one.origin)]),
    [["other", "$ATMOS_AUTH_REALM"], ["acme", "atmos.yaml:2:10"]],
  );
  const [absent] = explainKey(await sectionOf(undefined), "realm");
  deepStrictEqual([absent?.value, absent?.origin.kind, absent?.overrides], ["default", "default", []]);
});

Deno.test("explainKey() finds a key with and without the section's name, in any case", async () => {
  const section = await sectionOf(YAML);
  for (const key of ["auth.identities.DEV.kind", "identities.dev.kind"]) {
    deepStrictEqual(explainKey(section, key).map(({ name, value }) => [name, value]), [
      ["auth.identities.Dev.kind", "aws/ambient"],
    ]);
  }
});

Deno.test("explainKey() of an unknown key names the nearest as it was written", async (t) => {
  const section = await sectionOf(YAML);
  for (
    const [key, near] of [
      ["identities.Dve.kind", "identities.Dev.kind"],
      ["auth.reelm", "auth.realm"],
    ] as const
  ) {
    await t.step(key, () => {
      throws(() => explainKey(section, key), { code: "USAGE", hint: `Did you mean "${near}"?` });
    });
  }
});

Deno.test("authProblems() rejects a realm that cannot be evaluated at its place", async (t) => {
  for (const realm of ["!exec id", "!secret foo", "A__b"]) {
    await t.step(realm, async () => {
      const loaded = await new MemoryConfigurations({ "atmos.yaml": `auth:\n  realm: ${realm}\n` }).load();
      await rejects(authProblems(loaded), { position: { file: "atmos.yaml", line: 2, column: 10 } });
    });
  }
  await t.step("and no other one", async () => {
    const loaded = await new MemoryConfigurations({ "atmos.yaml": YAML }).load();
    strictEqual((await authProblems(loaded)).length, 0);
  });
});
