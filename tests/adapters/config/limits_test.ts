import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import { CONFIG_LIMITS } from "../../../src/domain/config/config_limits.ts";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";

/** A line for each number from 0. */
function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

/** A mapping with a key for each number from 0: the cheapest form to read. */
function keys(count: number, name: string): string {
  return `{${Array.from({ length: count }, (_, index) => `${name}${index}`)}}`;
}

const OVER = CONFIG_LIMITS.entries + 1;

/** Configurations beyond a limit, and what is said of them. */
const REFUSED: readonly [name: string, files: Readonly<Record<string, string>>, message: RegExp][] = [
  [
    "identities",
    { "atmos.yaml": `auth:\n  identities:\n    ${keys(OVER, "i")}` },
    /^atmos\.yaml:3:5 Cannot use "auth\.identities": it has 10,001 entries/,
  ],
  [
    "identities of two files",
    {
      "atmos.yaml": `import: [b.yaml]\nauth: {identities: ${keys(5000, "i")}}`,
      "b.yaml": `auth: {identities: ${keys(5001, "j")}}`,
    },
    /Cannot use "auth\.identities": it has 10,001 entries/,
  ],
  [
    "a list of an identity",
    { "atmos.yaml": `auth: {identities: {"a.b": {integrations: [${"x,".repeat(OVER)}]}}}` },
    /Cannot use "auth\.identities\."a\.b"\.integrations": it has 10,001 entries/,
  ],
  [
    "what an include gives",
    {
      "atmos.yaml": "auth: {identities: !include b.yaml}",
      "b.yaml": keys(OVER, "i"),
    },
    /Cannot use "auth\.identities": it has 10,001 entries/,
  ],
  ["variables", { "atmos.yaml": `env: ${keys(OVER, "ATMOS_ECR_")}` }, /Cannot use "env"/],
  [
    "functions",
    { "atmos.yaml": `auth:\n${lines(OVER, () => "  - !git.sha")}` },
    /more than 10,000 tags/,
  ],
  [
    "tokens of many files",
    {
      "atmos.yaml": 'import: ["d/*.yaml"]',
      ...Object.fromEntries(
        // An empty line with a space is two tokens, and the cheapest.
        Array.from({ length: 40 }, (_, n) => [`d/${n}.yaml`, `x:\n${lines(5000, () => " ")}`]),
      ),
    },
    /^d\/\d+\.yaml:\d+:\d+ .*more than 350,000 tokens of YAML, including those of previous files/,
  ],
  [
    "values of files that are merged again and again",
    {
      "atmos.yaml": `import: [${Array.from({ length: 20 }, (_, n) => `f${n}.yaml`)}]`,
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, n) => [`f${n}.yaml`, "import: [a.yaml, b.yaml]"]),
      ),
      "a.yaml": `x: [${"1,".repeat(6000)}]`,
      "b.yaml": `x: [${"2,".repeat(6000)}]`,
    },
    /contain too many values in total/,
  ],
  [
    "the length of an import",
    { "atmos.yaml": `import: ["${"**/".repeat(2000)}"]` },
    /^atmos\.yaml:1:10 .*a path of/,
  ],
  [
    "the length of a remote import",
    { "atmos.yaml": `import: ["https://example.com/${"x".repeat(5000)}"]` },
    /^atmos\.yaml:1:10 Cannot use a path of 5,020 characters/,
  ],
  [
    "the length of a profile",
    { "atmos.yaml": `profiles: {default: ${"p".repeat(5000)}}` },
    /Cannot use a path of/,
  ],
];

for (const [name, files, message] of REFUSED) {
  Deno.test(`AtmosYamlFiles.load() limits ${name}`, async () => {
    await rejects(new MemoryConfigurations(files).load(), (error) => {
      if (!(error instanceof ConfigError)) throw error;
      strictEqual(error.code, "CONFIG_LIMIT");
      const { file, line, column } = error.position ?? { file: "-", line: 0, column: 0 };
      match(`${file}:${line}:${column} ${error.message}`.replace(/^-:0:0 /, ""), message);
      return true;
    });
  });
}

Deno.test("AtmosYamlFiles.load() accepts 10,000 identities", async () => {
  const entries = lines(OVER - 1, (n) => `    i${n}: ${n === 0 ? "&a {kind: aws/ambient}" : "*a"}`);
  const loaded = await new MemoryConfigurations({ "atmos.yaml": `auth:\n  identities:\n${entries}` }).load();
  const auth = decodeAuth(await loaded.evaluate({ identities: "all" }));
  deepStrictEqual([auth.identities.size, [...loaded.problems, ...auth.problems]], [OVER - 1, []]);
});
