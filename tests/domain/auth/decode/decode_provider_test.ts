import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decodeProviderText, shown } from "../decode_text.ts";

Deno.test("decodeProvider() keeps texts by dotted path in lower case, and no password", () => {
  const { value, problems } = decodeProviderText(
    `{kind: aws/iam-identity-center, Start_URL: "https://acme.awsapps.com/start", region: us-east-1, password: canary, session: {duration: 12h}, auto_provision_identities: true, spec: {endpoint_url: "http://localhost:1"}, tags: [a]}`,
  );
  deepStrictEqual(shown(problems), []);
  deepStrictEqual([...value?.fields ?? []].map(([key, { value }]) => [key, value]), [
    ["start_url", "https://acme.awsapps.com/start"],
    ["region", "us-east-1"],
    ["session.duration", "12h"],
    ["auto_provision_identities", "true"],
    ["spec.endpoint_url", "http://localhost:1"],
  ]);
});

const BAD: readonly (readonly [string, readonly string[]])[] = [
  ["{kind: aws/iam-identity-center}", [
    `error 3:5 Cannot use provider "x": "start_url" is missing | Add the start URL of IAM Identity Center`,
    `error 3:5 Cannot use provider "x": "region" is missing | Add the region of IAM Identity Center`,
  ]],
  [`{kind: aws/iam-identity-center, start_ulr: "https://a", region: nowhere}`, [
    `error 3:40 Cannot use provider "x": "start_url" is missing | Did you mean "start_url" instead of "start_ulr"?`,
    `error 3:72 Cannot use provider "x": "region" is "nowhere", which is not an AWS region | Use a region such as "eu-west-1"`,
  ]],
  ["{kind: aws/saml, region: us-east-1}", [
    `error 3:5 Cannot use provider "x": "url" is missing | Add the URL of the SAML identity provider`,
  ]],
  ["{kind: github/odic}", [
    `error 3:15 Cannot use provider "x": "kind" is "github/odic", which is unknown | Did you mean "github/oidc"?`,
  ]],
];

for (const [text, expected] of BAD) {
  Deno.test(`decodeProvider() rejects ${text}`, () => {
    const { value, problems } = decodeProviderText(text);
    deepStrictEqual(shown(problems), expected);
    strictEqual(value, undefined);
  });
}

Deno.test("decodeProvider() leaves the kinds of others alone", () => {
  for (
    const kind of [
      "azure/cli",
      "azure/oidc",
      "gcp/adc",
      "mock",
      "mock/aws",
      "atmos/pro",
      "kubernetes/emulator",
      "github/sts",
    ]
  ) {
    const { value, problems } = decodeProviderText(`{kind: ${kind}, what: ever}`);
    deepStrictEqual([value?.kind, shown(problems)], [kind, []]);
  }
});
