import assert from "node:assert/strict";
import { decodeAuth } from "../../../../src/domain/auth/decode/decode_auth.ts";
import { guardValues } from "../../../../src/domain/auth/decode/guard_values.ts";
import { readYaml } from "../../../../src/adapters/config/yaml/yaml_reader.ts";

async function messages(entry: string, section: string, trusted: boolean): Promise<readonly string[]> {
  const { tree } = readYaml(`auth:\n  ${section}:\n    x: ${entry}\n`, "atmos.yaml");
  const { providers, identities } = decodeAuth(
    await guardValues(tree, { isTrusted: () => Promise.resolve(trusted) }),
  );
  const problems = [...providers.values(), ...identities.values()].flatMap((entry) => entry.problems);
  return problems.map(({ code, message, hint }) => `${code} ${message} | ${hint}`);
}

Deno.test("a start_url without a scheme has a hint, trusted or not", async () => {
  for (const trusted of [false, true]) {
    const found = await messages(
      "{kind: aws/iam-identity-center, region: us-east-1, start_url: acme.awsapps.com/start}",
      "providers",
      trusted,
    );
    assert.deepEqual(found, [
      'CONFIG_INVALID Cannot use the start_url "acme.awsapps.com/start": it has no scheme | ' +
      'Write "https://acme.awsapps.com/start"',
    ]);
  }
});

Deno.test("an account id in place of a name is reported when the configuration is read", async () => {
  const [found = "", ...others] = await messages(
    '{kind: aws/permission-set, via: {provider: sso}, principal: {name: Admin, account: {name: "111111111111"}}}',
    "identities",
    false,
  );
  assert.match(
    found,
    /^CONFIG_INVALID .*is "111111111111", which is an account ID \| Use id: "111111111111"$/,
  );
  assert.deepEqual(others, []);
});

Deno.test("an untrusted file cannot encrypt keys with a well-known variable", async (t) => {
  const rows: readonly (readonly [variable: string, trusted: boolean, isUsed: boolean])[] = [
    ["HOME", false, false],
    ["USER", false, false],
    ["PATH", false, false],
    ["PWD", false, false],
    ["OLDPWD", false, false],
    ["MYPW", false, true],
    ["GITHUB_SHA", false, false],
    ["ATMOS_ECR_X", false, false],
    ["HOME", true, true],
    ["ACME_KEYRING_PASSWORD", false, true],
    ["RING_PW", false, true],
    ["GITHUB_TOKEN", false, true],
  ];
  for (const [variable, trusted, isUsed] of rows) {
    await t.step(`${variable}, ${trusted ? "trusted" : "untrusted"}`, async () => {
      const { tree } = readYaml(
        `auth:\n  keyring: {type: file, spec: {path: ring, password_env: ${variable}}}\n  identities: {me: {kind: aws/user}}\n`,
        "atmos.yaml",
      );
      const auth = decodeAuth(await guardValues(tree, { isTrusted: () => Promise.resolve(trusted) }));
      const user = auth.identities.get("me")?.value;
      assert.equal(user?.kind === "aws/user" ? user.keyring?.passwordEnv : "", isUsed ? variable : undefined);
      assert.deepEqual(auth.problems.map(({ code }) => code), isUsed ? [] : ["CONFIG_UNTRUSTED"]);
    });
  }
});
