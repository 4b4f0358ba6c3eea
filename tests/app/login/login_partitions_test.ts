import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { Bench } from "./login_bench.ts";

const PARTITIONS: readonly [name: string, arn: string, region: string, registry: string][] = [
  ["a Chinese role for a commercial registry", "arn:aws-cn:iam::222233334444:role/x", "", "us-east-1"],
  ["a commercial role for a Chinese registry", "arn:aws:iam::222233334444:role/x", "", "cn-north-1"],
  [
    "a region of another partition",
    "arn:aws:iam::222233334444:role/x",
    ", region: us-gov-west-1",
    "us-east-1",
  ],
];

for (const [name, arn, region, registry] of PARTITIONS) {
  Deno.test(`planLogin() rejects ${name}, with its place`, async () => {
    const bench = new Bench();
    const yaml = `auth:
  identities:
    env: {kind: aws/ambient}
    role: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "${arn}"${region}}}
  integrations:
    r: {kind: aws/ecr, via: {identity: role}, spec: {registry: {account_id: "111111111111", region: ${registry}}}}
`;
    await rejects(bench.login(yaml), (error) => {
      if (!(error instanceof AtmosEcrError)) throw error;
      strictEqual(error.code, "IDENTITY_CHAIN_INVALID");
      strictEqual(error.position?.line, 4);
      return true;
    });
    strictEqual(bench.ambient.calls, 0);
  });
}

Deno.test("planLogin() rejects a provider of another partition, with its place", async () => {
  const bench = new Bench();
  const yaml = `auth:
  providers:
    sso: {kind: aws/iam-identity-center, start_url: https://acme.awsapps.com/start, region: us-gov-west-1}
  identities:
    dev: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "111111111111"}}}
  integrations:
    r: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}
`;
  await rejects(bench.login(yaml), (error) => {
    if (!(error instanceof AtmosEcrError)) throw error;
    strictEqual(error.code, "IDENTITY_CHAIN_INVALID");
    match(error.message, /^Cannot use provider "sso" for "111111111111\.dkr\./);
    strictEqual(error.position?.line, 3);
    return true;
  });
});

Deno.test("login() calls the STS of the registry's partition", async () => {
  const bench = new Bench();
  const arn = "arn:aws-cn:iam::222233334444:role/x";
  bench.sts.roles.set(arn, {});
  await bench.login(`auth:
  identities:
    env: {kind: aws/ambient}
    role: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "${arn}"}}
  integrations:
    r: {kind: aws/ecr, via: {identity: role}, spec: {registry: {account_id: "111111111111", region: cn-northwest-1}}}
`);
  deepStrictEqual(bench.sts.calls.map(({ options }) => options.region), ["cn-north-1"]);
});
