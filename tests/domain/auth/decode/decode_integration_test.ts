import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decodeIntegrationText, decodeText, shown } from "../decode_text.ts";

Deno.test("decodeIntegration() reads a registry of each partition", () => {
  const hosts = ["us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"].map((region) =>
    decodeIntegrationText(
      `{kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "123456789012", region: ${region}}}}`,
    ).value
  ).map((value) => value?.kind === "aws/ecr" ? value.hosts : undefined);
  deepStrictEqual(hosts, [
    ["123456789012.dkr.ecr.us-east-1.amazonaws.com"],
    ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"],
    ["123456789012.dkr.ecr.us-gov-west-1.amazonaws.com"],
    ["123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu"],
  ]);
});

Deno.test("decodeIntegration() defaults to automatic provisioning", () => {
  const auto = (spec: string): boolean | undefined =>
    decodeIntegrationText(`{kind: aws/ecr-public, via: {provider: p}, spec: ${spec}}`).value?.autoProvision;
  deepStrictEqual([
    auto("{}"),
    auto("{auto_provision: false}"),
    auto(`{auto_provision: "0"}`),
    auto("{auto_provision: }"),
  ], [
    true,
    false,
    false,
    true,
  ]);
});

for (const raw of ["123456789012", "012345678901", "012345670123"]) {
  Deno.test(`decodeIntegration() takes the unquoted account ID ${raw} as written, and asks for quotes`, () => {
    const { value, problems } = decodeIntegrationText(
      `{kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: ${raw}, region: us-east-1}}}`,
    );
    ok(value?.kind === "aws/ecr");
    deepStrictEqual(value.hosts, [`${raw}.dkr.ecr.us-east-1.amazonaws.com`]);
    deepStrictEqual(shown(problems), [
      `warning 3:76 Using the unquoted "spec.registry.account_id" of integration "x" as written: ${raw} | Quote it: account_id: "${raw}". YAML reads it as a number, and Atmos drops leading zeros`,
    ]);
  });
}

for (
  const raw of [
    "0x1234567890",
    "1e12",
    "12345678901",
    "0o12345670123",
    "1234-5678-9012",
    "\u0661\u0662",
    "1_2",
  ]
) {
  Deno.test(`decodeIntegration() rejects the account ID ${raw} and shows it`, () => {
    const { value, problems } = decodeIntegrationText(
      `{kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: ${raw}, region: us-east-1}}}`,
    );
    strictEqual(value, undefined);
    deepStrictEqual(shown(problems), [
      `error 3:76 Cannot use integration "x": "spec.registry.account_id" is "${raw}", but an account ID has 12 digits | Use the 12 digits in quotes, without dashes or spaces`,
    ]);
  });
}

const BAD: readonly (readonly [string, readonly string[]])[] = [
  [`{kind: aws/ecr, spec: {registry: {account_id: "123456789012", region: us-east-1}}}`, [
    `error 3:5 Cannot use integration "x": "via.identity" or "via.provider" is missing | Add via: {identity: NAME} or via: {provider: NAME}`,
  ]],
  [`{kind: aws/ecr, via: {identity: d}}`, [
    `error 3:5 Cannot use integration "x": "spec.registry.account_id" is missing | Add the 12 digits of the account that owns the registry, in quotes`,
    `error 3:5 Cannot use integration "x": "spec.registry.region" is missing | Add the region of the registry, such as "eu-west-1"`,
  ]],
  [`{kind: aws/ecr, via: {identity: d}, spec: {registry: {acount_id: "123456789012", region: us-east}}}`, [
    `error 3:62 Cannot use integration "x": "spec.registry.account_id" is missing | Did you mean "account_id" instead of "acount_id"?`,
    `error 3:97 Cannot use integration "x": "spec.registry.region" is "us-east", which is not an AWS region | Use a region such as "eu-west-1"`,
  ]],
  [`{kind: ecr, via: {identity: d}}`, [
    `error 3:15 Cannot use integration "x": "kind" is "ecr", which is unknown | Valid values: aws/ecr, aws/ecr-public`,
  ]],
  [`{kind: aws/ecr-pubic, via: {identity: d}}`, [
    `error 3:15 Cannot use integration "x": "kind" is "aws/ecr-pubic", which is unknown | Did you mean "aws/ecr-public"?`,
  ]],
  [`{kind: aws/ecr-public, via: {identity: d}, spec: {registry: {region: eu-west-1}}}`, [
    `error 3:77 Cannot use integration "x": "spec.registry.region" is "eu-west-1", where ECR Public has no API | Remove it, or write "us-east-1" or "us-west-2"`,
  ]],
  [`{kind: aws/ecr, via: {identity: d}, registries: []}`, [
    `error 3:44 Cannot use integration "x": "registries" is empty`,
  ]],
  [`{kind: aws/ecr, via: {identity: d}, registries: [nope]}`, [
    `error 3:57 Cannot use integration "x": "registries[0]" must be a mapping`,
  ]],
  [`{kind: aws/ecr, via: {identity: d}, registries: {account_id: "1"}}`, [
    `error 3:56 Cannot use integration "x": "registries" must be a list, not a mapping`,
  ]],
];

for (const [text, expected] of BAD) {
  Deno.test(`decodeIntegration() rejects ${text}`, () => {
    const { value, problems } = decodeIntegrationText(text);
    deepStrictEqual(shown(problems), expected);
    strictEqual(value, undefined);
  });
}

Deno.test("decodeIntegration() leaves the kinds of others alone", () => {
  for (
    const kind of [
      "aws/eks",
      "azure/acr",
      "azure/aks",
      "gcp/gke",
      "github/sts",
      "atmos/pro",
      "kubernetes/any",
    ]
  ) {
    const { value, problems } = decodeIntegrationText(`{kind: ${kind}, anything: {goes: here}}`);
    deepStrictEqual([value?.kind, value?.kind === "other" && value.writtenKind, problems], [
      "other",
      kind,
      [],
    ]);
  }
});

Deno.test("decodeIntegration() reads the first draft, and shows today's form", () => {
  const auth = decodeText(`auth:
  identities:
    dev: {kind: aws/ambient, integrations: [third, Nope]}
  integrations:
    first:
      kind: aws/ecr
      identity: dev
      registries:
        - {account_id: "111111111111", region: us-east-1}
        - {account_id: 222222222222, regoin: us-west-2, region: us-west-2}
    second:
      kind: aws/ecr
      via: {identity: other}
      identity: dev
      spec:
        registries: [{account_id: "333333333333", region: us-east-1}]
    Third:
      kind: aws/ecr
      spec: {registry: {account_id: "444444444444", region: us-east-1}}
`);
  deepStrictEqual(
    [...auth.integrations.values()].map(({ value }) =>
      value?.kind === "aws/ecr" ? [value.via?.name, value.hosts.map((host) => host.slice(0, 4))] : undefined
    ),
    [["dev", ["1111", "2222"]], ["other", ["3333"]], ["dev", ["4444"]]],
  );
  deepStrictEqual(
    [...auth.integrations.values(), ...auth.identities.values()].map(({ problems }) => shown(problems)),
    [
      [
        `warning 7:17 Reading "identity" of integration "first" as "via.identity": this spelling is deprecated | Use via: {identity: dev}`,
        `warning 8:7 Reading "registries" of integration "first" as "spec.registry": this spelling is deprecated | Use spec: {registry: {account_id: "111111111111", region: us-east-1}}, one integration for each registry`,
        `warning 10:24 Using the unquoted "registries[1].account_id" of integration "first" as written: 222222222222 | Quote it: account_id: "222222222222". YAML reads it as a number, and Atmos drops leading zeros`,
        `warning 10:38 Ignoring the unknown key "registries[1].regoin" of integration "first" | Did you mean "region"?`,
      ],
      [
        `warning 14:17 Ignoring "identity" of integration "second": there is a "via" | Remove it`,
        `warning 16:9 Reading "registries" of integration "second" as "spec.registry": this spelling is deprecated | Use spec: {registry: {account_id: "333333333333", region: us-east-1}}`,
      ],
      [],
      [
        `warning 3:30 Reading "integrations" of identity "dev" as "via.identity" of each: this spelling is deprecated | Use via: {identity: dev} in each of these integrations`,
        `warning 3:52 Ignoring integration "Nope" of identity "dev": it does not exist | Remove it`,
      ],
    ],
  );
});

Deno.test("decodeIntegration() warns of a list of registries that something else overrules", () => {
  const registry = `{account_id: "123456789012", region: us-east-1}`;
  const both = decodeIntegrationText(
    `{kind: aws/ecr, via: {identity: d}, registries: [${registry}], spec: {registry: ${registry}, registries: [${registry}]}}`,
  );
  deepStrictEqual(shown(both.problems).map((text) => text.replace(/^warning \S+ /, "")), [
    `Ignoring "registries" of integration "x": there is "spec.registry" | Remove it`,
    `Ignoring "spec.registries" of integration "x": there is "spec.registry" | Remove it`,
  ]);
  const lists = decodeIntegrationText(
    `{kind: aws/ecr, via: {identity: d}, registries: [${registry}], spec: {registries: [${registry}]}}`,
  );
  ok(
    shown(lists.problems).some((text) =>
      text.includes(`Ignoring "spec.registries" of integration "x": there is "registries"`)
    ),
  );
});

Deno.test("decodeAuth() warns about identities that list another identity's integration", () => {
  const { integrations } = decodeText(`auth:
  identities:
    a: {kind: aws/ambient, integrations: [x, y]}
    b: {kind: aws/ambient, integrations: [x, y]}
  integrations:
    x: {kind: aws/ecr-public, via: {identity: a}}
    y: {kind: aws/ecr-public}
`);
  for (const name of ["x", "y"]) {
    const entry = integrations.get(name);
    deepStrictEqual(entry?.value?.via?.name, "a");
    deepStrictEqual(shown(entry?.problems ?? []).length, 1);
    ok(
      shown(entry?.problems ?? [])[0]?.includes(
        `Ignoring "integrations" of identity "b" for integration "${name}"`,
      ),
    );
  }
});
