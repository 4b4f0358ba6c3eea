import { match, strictEqual } from "node:assert/strict";
import { checkPin, type PinCheck } from "../../src/app/check_pin.ts";
import type { RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { HOST, OTHER_HOST, pin } from "../support/helper_fixtures.ts";

const YAML = `auth:
  identities:
    Dev: {kind: aws/ambient}
    other: {kind: aws/ambient}
    loop: {kind: aws/assume-role, via: {identity: loop}, principal: {assume_role: "arn:aws:iam::222233334444:role/x"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: Dev}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
    eks: {kind: aws/eks, via: {identity: Dev}}
`;
const GOOD = pin({ configFiles: ["/project/atmos.yaml"], identity: "dev", ambient: true });

for (
  const [name, changes, kind, said] of [
    ["is as pinned", {}, "agrees", /^$/],
    ["was pinned by hand", { integration: undefined }, "agrees", /^$/],
    [
      "is pinned under another name of its registry",
      {
        host: "222233334444.dkr-ecr.us-east-1.on.aws",
      },
      "agrees",
      /^$/,
    ],
    ["lost its integration", { integration: "gone" }, "differs", /"gone" is not there any more/],
    ["has an integration of another kind", { integration: "eks" }, "differs", /names another registry now/],
    ["has an integration of another registry", { host: OTHER_HOST }, "differs", /names another registry now/],
    ["has an integration of another identity", { identity: "other" }, "differs", /names identity "Dev" now/],
    ["has an identity of another kind", { ambient: false }, "differs", /is of another kind now/],
    ["lost its identity", { identity: "gone" }, "broken", /Cannot find identity "gone"/],
    ["has a chain without a beginning", { identity: "loop" }, "broken", /leads back to itself/],
    ["lost its file", { configFiles: ["/gone/atmos.yaml"] }, "broken", /\/gone\/atmos\.yaml/],
  ] as const
) {
  Deno.test(`checkPin() of a registry that ${name}: ${kind}`, async () => {
    const check = await checkPin(changed(changes), new MemoryConfigurations({ "atmos.yaml": YAML }));
    strictEqual(check.kind, kind);
    match(wordsOf(check), said);
  });
}

function changed(changes: { readonly [K in keyof RegistryPin]?: RegistryPin[K] | undefined }): RegistryPin {
  const { integration, ...rest } = { ...GOOD, host: HOST, ...changes };
  return { ...rest as RegistryPin, ...(integration === undefined ? {} : { integration }) };
}

function wordsOf(check: PinCheck): string {
  if (check.kind === "agrees") return "";
  return check.kind === "differs" ? check.state : check.error.message;
}
