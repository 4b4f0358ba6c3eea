import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { ConfigNode, MappingEntry, MappingNode } from "../../../../src/domain/config/config_node.ts";
import { decodeAuth } from "../../../../src/domain/auth/decode/decode_auth.ts";
import { allProblems, decodeText, shown } from "../decode_text.ts";

Deno.test("decodeAuth() is empty without the section", () => {
  for (const text of ["", "vars: {}", "auth:", "auth: {}", "auth: {identities: }"]) {
    const auth = decodeText(text);
    deepStrictEqual([auth.realm, auth.identities.size, allProblems(auth)], [undefined, 0, []]);
  }
});

Deno.test("decodeAuth() keeps entries by folded name, in the order of the file, with the name as written", () => {
  const { identities } = decodeText(
    "auth: {identities: {Zed: {kind: aws/user}, alpha.b/c: {kind: aws/user}, 42: {kind: mock}}}",
  );
  deepStrictEqual([...identities].map(([key, { name }]) => [key, name]), [
    ["zed", "Zed"],
    ["alpha.b/c", "alpha.b/c"],
    ["42", "42"],
  ]);
});

Deno.test("decodeAuth() spoils no entry by another", () => {
  const { identities } = decodeText(
    "auth: {identities: {a: {kind: nonsense}, b: 7, c: {kind: aws/ambient}}}",
  );
  deepStrictEqual([...identities.values()].map(({ value }) => value !== undefined), [false, false, true]);
});

Deno.test("decodeAuth() reports sections of a wrong type, unknown keys and bad realms", () => {
  deepStrictEqual(shown(decodeText("auth: [a]").problems), [
    `error 1:7 Cannot use "auth": it must be a mapping, not a list`,
  ]);
  deepStrictEqual(
    shown(
      decodeText("auth:\n  identities: x\n  providers: [a]\n  realm: UPPER\n  integratons: {}\n").problems,
    ),
    [
      `error 2:15 Cannot use "auth.identities": it must be a mapping, not a string`,
      `error 3:14 Cannot use "auth.providers": it must be a mapping, not a list`,
      `error 4:10 Cannot use "auth.realm": "UPPER" is not a valid realm | Use at most 64 lowercase letters and digits, separated by single - or _`,
      `warning 5:3 Ignoring the unknown key "integratons" of "auth" | Did you mean "integrations"?`,
    ],
  );
});

Deno.test("decodeAuth() shows both places of names and keys that differ only in case", () => {
  const auth = decodeText(
    "auth:\n  identities:\n    Dev: {kind: aws/user}\n    dev: {kind: aws/user, Default: true, default: false}\n",
  );
  deepStrictEqual(shown(allProblems(auth)), [
    `error 4:5 Cannot use "dev": the keys "Dev" and "dev" differ only in case | Rename or remove one of them; the first is at atmos.yaml:3:5`,
    `error 4:42 Cannot use identity "dev": the keys "Default" and "default" differ only in case | Rename or remove one of them; the first is at atmos.yaml:4:27`,
  ]);
  deepStrictEqual([...auth.identities.values()].map(({ value }) => value), [undefined]);
});

Deno.test("decodeAuth() rejects two sections that differ only in case", () => {
  const text =
    "auth: {identities: {a: {kind: aws/ambient}}}\nAuth: {realm: r}\nImport: [a]\nimport: [b]\nX: 1\nx: 2\n";
  deepStrictEqual(shown(decodeText(text).problems), [
    `error 2:1 Cannot use "auth": the keys "auth" and "Auth" differ only in case | Rename or remove one of them; the first is at atmos.yaml:1:1`,
    `error 4:1 Cannot use "auth": the keys "Import" and "import" differ only in case | Rename or remove one of them; the first is at atmos.yaml:3:1`,
  ]);
});

Deno.test("decodeAuth() uses neither of two names that differ only in case", () => {
  const { identities } = decodeText(
    "auth: {identities: {Dev: {kind: aws/user}, dev: {kind: aws/user}, ops: {kind: aws/user}}}",
  );
  deepStrictEqual([...identities].map(([name, { value }]) => [name, value !== undefined]), [["dev", false], [
    "ops",
    true,
  ]]);
});

Deno.test("decodeAuth() escapes text from files", () => {
  const auth = decodeText(`auth: {identities: {"\\e[31m\\u202e": {kind: "x\\a"}}}`);
  const text = JSON.stringify(shown(allProblems(auth)));
  ok(!["\u001b", "\u0007", "\u202e", "\\u00"].some((unsafe) => text.includes(unsafe)), text);
});

Deno.test("decodeAuth() reports unknown keys of the keyring", () => {
  deepStrictEqual(
    shown(
      decodeText("auth:\n  keyring:\n    typ: file\n    spec: {pth: x, password_env: KEYRING_PASSWORD}\n")
        .problems,
    ),
    [
      `warning 3:5 Ignoring the unknown key "keyring.typ" of "auth" | Did you mean "type"?`,
      `warning 4:12 Ignoring the unknown key "keyring.spec.pth" of "auth" | Did you mean "path"?`,
    ],
  );
});

Deno.test("decodeAuth() reports a keyring of an unknown type", () => {
  for (
    const [type, reported] of [["file", 0], ["System", 1], ["vault", 1], ["7", 1], ["~", 0], [
      '""',
      0,
    ]] as const
  ) {
    const { problems } = decodeText(`auth:\n  keyring: {type: ${type}}\n`);
    deepStrictEqual(
      shown(problems),
      reported === 0 ? [] : [
        `warning 2:19 "auth.keyring.type" is no known type: the system's keyring is used | Write system, file or memory`,
      ],
      type,
    );
  }
});

Deno.test("decodeAuth() refuses a page of an identity provider that is no URL", () => {
  for (
    const [url, isRefused] of [["/x", true], ["idp.example", true], ["https://", true], [
      "https://idp.example/x",
      false,
    ]] as const
  ) {
    const { providers } = decodeText(
      `auth: {providers: {p: {kind: aws/saml, region: us-east-1, url: "${url}"}}}`,
    );
    const problems = [...providers.values()].flatMap((provider) => provider.problems);
    deepStrictEqual(
      problems.map(({ message }) => message),
      isRefused ? [`Cannot use provider "p": "url" is not a URL`] : [],
      url,
    );
  }
});

Deno.test("decodeAuth() puts no key of an entry on an object", () => {
  const auth = decodeText(
    "auth: {identities: {a: {kind: aws/user, __proto__: {polluted: true}, constructor: 1}}}",
  );
  deepStrictEqual(shown(allProblems(auth)).length, 2);
  strictEqual(({} as Record<string, unknown>)["polluted"], undefined);
});

Deno.test("decodeAuth() stays short with thousands of unknown keys", () => {
  const keys = Array.from({ length: 2_000 }, (_, index) => `kid${index}: 1`).join(", ");
  const { problems } =
    [...decodeText(`auth: {identities: {a: {kind: aws/user, ${keys}}}}`).identities.values()][0] ?? {};
  strictEqual(problems?.length, 20);
});

/** Keys and texts that lead deep into the decoder. */
const WORDS = fc.constantFrom(
  ..."auth identities integrations providers kind via identity provider principal credentials spec registry registries account_id region default session duration realm assume_role aws/user aws/assume-role aws/ecr aws/ecr-public aws/permission-set aws/assume-root aws/saml us-east-1 123456789012 __proto__ constructor 1h x"
    .split(" "),
);

/** Any tree at all. */
const TREES: fc.Arbitrary<ConfigNode> = fc.letrec<{ node: ConfigNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    fc.tuple(fc.oneof(WORDS, fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), fc.boolean()).map((
      [value, quoted],
    ) => (
      { kind: "scalar", value, raw: value === null ? "" : String(value), quoted, origin: origin() } as const
    )),
    fc.record({ tag: fc.constantFrom("!env", "!exec", "!x"), argument: fc.string() }).map((call) => (
      { kind: "function", ...call, origin: origin() } as const
    )),
    fc.array(tie("node"), { maxLength: 3 }).map((
      items,
    ) => ({ kind: "sequence", items, origin: origin() } as const)),
    fc.array(fc.tuple(WORDS, tie("node")), { maxLength: 8 }).map(mapping),
  ),
})).node;

Deno.test("decodeAuth() never throws, whatever the tree, and explains every entry without a value", () => {
  fc.assert(
    fc.property(TREES, TREES, TREES, (identities, integrations, providers) => {
      const auth = decodeAuth(mapping([[
        "auth",
        mapping([
          ["identities", identities],
          ["integrations", integrations],
          ["providers", providers],
        ]),
      ]]));
      for (const section of [auth.identities, auth.integrations, auth.providers]) {
        for (const { value, problems } of section.values()) {
          const broken = problems.some(({ severity }) => severity === "error");
          strictEqual(value === undefined, broken);
        }
      }
    }),
    { numRuns: 400 },
  );
});

function origin(): {
  readonly kind: "file";
  readonly file: string;
  readonly line: number;
  readonly column: number;
} {
  return { kind: "file", file: "atmos.yaml", line: 1, column: 1 };
}

Deno.test("decodeAuth() warns about a level in auth.logs that makes Atmos fail", () => {
  for (const level of ["Debug", "Info", "Warn", "Error", "", "null"]) {
    deepStrictEqual(shown(decodeText(`auth: {logs: {level: ${level}}}`).problems), [], level);
  }
  deepStrictEqual(shown(decodeText("auth: {logs: {level: debug}}").problems), [
    'warning 1:22 Atmos cannot use "auth.logs.level": "debug" is not a log level there | Valid values: Debug, Info, Warn, Error',
  ]);
});

function mapping(entries: readonly (readonly [string, ConfigNode])[]): MappingNode {
  return {
    kind: "mapping",
    entries: new Map(
      entries.map((
        [key, value],
      ): [string, MappingEntry] => [key.toLowerCase(), { key, keyOrigin: origin(), value }]),
    ),
    origin: origin(),
  };
}
