import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import { plainConfig, type PlainValue } from "../../../src/domain/config/plain_config.ts";
import { asSecret } from "../../../src/domain/config/config_tree.ts";
import { isSecretPath, maskUrls, printsSecret } from "../../../src/domain/config/secret_keys.ts";
import { textNode } from "../../../src/domain/config/config_node.ts";
import { yamlLine, yamlText } from "../../../src/domain/config/yaml_text.ts";
import { anyCharacter } from "../../support/any_text.ts";

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

Deno.test("plainConfig() shows values that are not secret: names that look like one, missing secrets, and the rest as written", () => {
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

const QUERIES: readonly [url: string, shown: string][] = [
  ["https://h/p?token=abc&tab=accounts", "https://h/p?token=***&tab=accounts"],
  ["https://h/p?tab=accounts&X-Amz-Signature=abc#frag", "https://h/p?tab=accounts&X-Amz-Signature=***#frag"],
  ["https://h/p?client_secret=a%20b&sig=c", "https://h/p?client_secret=***&sig=***"],
  ["https://u:p@h/p#access_token=abc&state=1", "https://***@h/p#access_token=***&state=1"],
  ["see https://h?apiKey=a and https://h?api-key=b", "see https://h?apiKey=*** and https://h?api-key=***"],
  ["https://acme.awsapps.com/start/#/?tab=accounts", "https://acme.awsapps.com/start/#/?tab=accounts"],
  [
    "https://h/p?region=us-east-1&account_id=123456789012",
    "https://h/p?region=us-east-1&account_id=123456789012",
  ],
  ["arn:aws:iam::123456789012:role/a?token=1", "arn:aws:iam::123456789012:role/a?token=1"],
];

Deno.test("maskUrls() hides the values of parameters that look like secrets, and nothing else", () => {
  for (const [url, expected] of QUERIES) strictEqual(maskUrls(url), expected);
});

/** A text that came from a variable with the name of a secret, at a path. */
function fromSecret(path: readonly string[], text: string): PlainValue {
  return plainConfig(asSecret(textNode(text, { kind: "default" })), path);
}

Deno.test("plainConfig() masks what comes from a secret variable or command, but not what people need", () => {
  deepStrictEqual(fromSecret(["auth", "identities", "a", "alias"], "canary"), "***");
  deepStrictEqual(fromSecret(["auth", "identities", "a", "region"], "canary"), "***");
  deepStrictEqual(fromSecret(["auth", "identities", "a", "alias"], "us-east-1"), "***");
  deepStrictEqual(fromSecret(["auth", "identities", "a", "alias"], ""), "");
  deepStrictEqual(fromSecret(["auth", "identities", "a", "region"], "us-gov-west-1"), "us-gov-west-1");
  deepStrictEqual(
    fromSecret(["auth", "integrations", "a", "spec", "registry", "account_id"], "123456789012"),
    "123456789012",
  );
  const arn = "arn:aws-us-gov:iam::123456789012:mfa/me";
  deepStrictEqual(fromSecret(["auth", "identities", "a", "credentials", "mfa_arn"], arn), arn);
  deepStrictEqual(fromSecret(["auth", "providers", "a", "start_url"], "https://h/start"), "https://h/start");
  deepStrictEqual(fromSecret(["auth", "providers", "a", "start_url"], "https://h/start?x=1"), "***");
  deepStrictEqual(fromSecret(["auth", "providers", "a", "password"], "123456789012"), "***");
});

Deno.test("asSecret() marks everything within a value", () => {
  const { tree } = readYaml("a: [canary, {b: canary}]", "f");
  ok(!JSON.stringify(plainConfig(asSecret(tree), [])).includes("canary"));
});

Deno.test("printsSecret() examines variables and words of a command", () => {
  const origin = { kind: "default" } as const;
  const judge = (argument: string): boolean =>
    printsSecret({ kind: "function", tag: "!exec", argument, origin });
  for (
    const text of [
      "echo $GITHUB_TOKEN",
      "echo ${API_KEY}",
      "aws secretsmanager get-secret-value",
      "vault kv get x",
    ]
  ) {
    strictEqual(judge(text), true, text);
  }
  for (const text of ["aws sts get-caller-identity", "echo $HOME", "git config user.name", "keytool"]) {
    strictEqual(judge(text), false, text);
  }
});

Deno.test("yamlText() is YAML that parses to the value, for every value", () => {
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter }).filter((text) => text.isWellFormed()),
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
