import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { readYaml } from "../../../src/adapters/config/yaml_reader.ts";
import { plainConfig, type PlainValue } from "../../../src/domain/config/plain_config.ts";
import { isSecretPath, maskUrls } from "../../../src/domain/config/secret_keys.ts";
import { yamlLine, yamlText } from "../../../src/domain/config/yaml_text.ts";

function shown(text: string): PlainValue {
  return plainConfig(readYaml(text, "f").tree, []);
}

const SECRETS = [
  "auth: {identities: {u: {credentials: {access_key_id: canary}}}}",
  "auth: {identities: {u: {credentials: {aws: {resolver: {url: canary}}}}}}",
  "auth: {providers: {p: {password: canary}}}",
  "auth: {providers: {p: {spec: {client_secret: [canary]}}}}",
  "auth: {providers: {p: {spec: {private_key: {pem: canary}}}}}",
  "auth: {keyring: {spec: {Password_File: canary}}}",
  "auth: {integrations: {i: {spec: {token: canary}}}}",
  "auth: {identities: {u: {env: [{key: GITHUB_TOKEN, value: canary}, {key: AWS_ACCESS_KEY_ID, value: canary}]}}}",
  "auth: {identities: {u: {spec: {endpoint_url: 'https://canary:canary@host/'}}}}",
  "auth: {identities: {u: {alias: !exec echo canary}}}",
  "auth: {identities: {u: {credentials: {secret_access_key: !env canary}}}}",
];

for (const text of SECRETS) {
  Deno.test(`plainConfig() masks ${text}`, () => {
    const json = JSON.stringify(shown(text));
    ok(!json.includes("canary"), json);
    match(json, /\*\*\*/);
  });
}

Deno.test("plainConfig() shows what is no secret: names that look like one, missing secrets, and the rest as written", () => {
  const text = `auth:
  identities:
    private/token-user: {kind: aws/user, credentials: {mfa_arn: , region: ""}}
  integrations:
    Secret.ECR: {spec: {auto_provision: false, registry: {account_id: 012345678901}}}
    other: {spec: {registry: {account_id: 123456789012}, repos: [a, 1, 1.50]}}
`;
  deepStrictEqual(shown(text), {
    auth: {
      identities: { "private/token-user": { kind: "aws/user", credentials: { mfa_arn: null, region: "" } } },
      integrations: {
        "Secret.ECR": { spec: { auto_provision: false, registry: { account_id: "012345678901" } } },
        other: { spec: { registry: { account_id: "123456789012" }, repos: ["a", 1, "1.50"] } },
      },
    },
  });
});

Deno.test("isSecretPath() exempts the names of entries only", () => {
  ok(!isSecretPath(["auth", "identities", "token"]));
  ok(isSecretPath(["auth", "identities", "token", "token"]));
  ok(isSecretPath(["auth", "keyring", "token"]));
});

Deno.test("maskUrls() hides user information, and nothing else", () => {
  strictEqual(maskUrls("https://me:pw@host/a@b x://y@z"), "https://***@host/a@b x://***@z");
  strictEqual(maskUrls("https://host/?q=a@b me@host"), "https://host/?q=a@b me@host");
});

Deno.test("yamlText() is YAML that means the value, on every value", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
    fc.constantFrom(
      "",
      "null",
      "yes",
      "~",
      "012",
      "1e3",
      "a: b",
      "# c",
      "a #b",
      "- a",
      "a:",
      "***",
      "\u202e",
      "\u{e0041}",
      "\n",
    ),
  );
  const values = fc.letrec<{ value: PlainValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      texts,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(texts.filter((key) => key !== "<<"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(values, (value) => {
      const text = yamlText(value);
      ok(!/[\p{Cc}\p{Cf}]/u.test(text.replaceAll("\n", "")), text);
      deepStrictEqual(parse(text), value);
      strictEqual(yamlLine(value).includes("\n"), false);
      deepStrictEqual(parse(yamlLine(value)), value);
    }),
    { numRuns: 500 },
  );
});
