import assert from "node:assert/strict";
import { decodeAuth } from "../../../../src/domain/auth/decode/decode_auth.ts";
import { guardValues } from "../../../../src/domain/auth/decode/guard_values.ts";
import { readYaml } from "../../../../src/adapters/config/yaml/yaml_reader.ts";

async function messages(entry: string, section: string, trusted: boolean): Promise<readonly string[]> {
  const { tree } = readYaml(`auth:\n  ${section}:\n    x: ${entry}\n`, "atmos.yaml");
  const { providers, identities } = decodeAuth(await guardValues(tree, () => Promise.resolve(trusted)));
  const problems = [...providers.values(), ...identities.values()].flatMap((entry) => entry.problems);
  return problems.map(({ code, message, hint }) => `${code} ${message} | ${hint}`);
}

Deno.test("a start_url without a scheme says how to write it, whether its file is trusted or not", async () => {
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

Deno.test("an account's id where its name belongs is told when the configuration is read", async () => {
  const [found = "", ...others] = await messages(
    '{kind: aws/permission-set, via: {provider: sso}, principal: {name: Admin, account: {name: "111111111111"}}}',
    "identities",
    false,
  );
  assert.match(
    found,
    /^CONFIG_INVALID .*is "111111111111", which is an account id \| Write id: "111111111111"$/,
  );
  assert.deepEqual(others, []);
});
