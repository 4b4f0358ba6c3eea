import { notStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { AmbientSource } from "../../../src/domain/identity/ambient_sources.ts";
import type { Principal } from "../../../src/domain/identity/principal.ts";
import { pinPrincipal } from "../../../src/domain/helper/registry_pin.ts";
import { tokenKeyText } from "../../../src/domain/token/token_key.ts";
import { HOST, keyOf, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";

const source: fc.Arbitrary<AmbientSource> = fc.oneof(
  fc.record({ kind: fc.constant("keys" as const), accessKeyId: fc.string() }),
  fc.record({
    kind: fc.constant("profile" as const),
    name: fc.string(),
    configFile: fc.string(),
    credentialsFile: fc.string(),
  }),
  fc.record({ kind: fc.constant("web-identity" as const), roleArn: fc.string(), tokenFile: fc.string() }),
  fc.record({ kind: fc.constant("container" as const), uri: fc.string() }),
  fc.record({ kind: fc.constant("instance" as const), endpoint: fc.string() }),
);
const principal: fc.Arbitrary<Principal> = fc.oneof(
  fc.record({ kind: fc.constant("environment" as const), sources: fc.array(source, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant("identity" as const),
    realm: fc.string(),
    name: fc.string(),
    origin: fc.array(fc.string(), { maxLength: 3 }),
    sources: fc.array(source, { maxLength: 2 }),
  }),
);

Deno.test("different principals never share a token", () => {
  fc.assert(
    fc.property(principal, principal, (a, b) => {
      const same = tokenKeyText(keyOf(HOST, a)) === tokenKeyText(keyOf(HOST, b));
      strictEqual(same, JSON.stringify(a) === JSON.stringify(b));
    }),
    {
      // Texts that would run into each other without the walls between them.
      examples: [[
        { kind: "identity", realm: "a", name: "b", origin: ["c"], sources: [] },
        { kind: "identity", realm: "", name: "ab", origin: ["c"], sources: [] },
      ], [
        { kind: "environment", sources: [{ kind: "container", uri: "x" }] },
        { kind: "environment", sources: [{ kind: "instance", endpoint: "x" }] },
      ]],
    },
  );
});

Deno.test("registries share an entry only when one token is good for both", () => {
  const text = (host: string): string => tokenKeyText(keyOf(host));
  const plain = text(HOST);
  for (
    const other of [
      OTHER_HOST,
      HOST.replace("us-east-1", "us-east-2"),
      HOST.replace("222233334444", "222233334445"),
      // A FIPS name asks another endpoint, on purpose.
      HOST.replace("dkr.ecr", "dkr.ecr-fips"),
      "222233334444.dkr.ecr.cn-north-1.amazonaws.com.cn",
      "public.ecr.aws",
    ]
  ) notStrictEqual(text(other), plain, other);
  strictEqual(text("222233334444.dkr-ecr.us-east-1.on.aws"), plain);
  strictEqual(text("ecr-public.aws.com"), text("public.ecr.aws"));
});

Deno.test("the identity of a pin is told apart by everything that decides who it is, and by nothing else", () => {
  const text = (changes: Parameters<typeof pin>[0]): string =>
    tokenKeyText(keyOf(HOST, pinPrincipal(pin(changes), [{ kind: "keys", accessKeyId: "AKIAOTHER" }])));
  const base = text({});
  ok(!base.includes("AKIAOTHER"));
  for (
    const changes of [
      { identity: "prod-deploy" },
      { realm: "other" },
      { configFiles: ["/elsewhere/atmos.yaml"] },
      { configDirectories: ["/elsewhere"] },
      { profiles: ["ci"] },
      { basePath: "/elsewhere" },
      { ambient: true },
    ]
  ) notStrictEqual(text(changes), base, JSON.stringify(changes));
  strictEqual(text({ identity: "DEV-Deploy" }), base);
  strictEqual(text({ integration: "another" }), base);
  strictEqual(text({ host: OTHER_HOST }), base);
});
