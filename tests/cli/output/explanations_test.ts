import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { explanationFacts, explanationJson, pinWarning } from "../../../src/cli/output/explanations.ts";
import { NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { HOST, NOW, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { ExplainBench } from "../../app/docker/explain_bench.ts";

/** Keys of nobody. */
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "canary-secret" };

/** The facts of a registry, one a line, as `NAME VALUE`. */
async function factsOf(bench: ExplainBench, host: string): Promise<string> {
  const facts = explanationFacts(await bench.explain(host), NOW);
  return facts.map(([name, value]) => `${name} ${value}`).join("\n");
}

async function jsonOf(bench: ExplainBench, host: string): Promise<Record<string, unknown>> {
  return { ...explanationJson(await bench.explain(host)) };
}

Deno.test("explanationJson() has every part of a registry, whatever its form", async () => {
  const bench = new ExplainBench({ isOutside: true });
  const nobody = {
    integration: null,
    identity: null,
    chain: [],
    cache: { state: "absent", expires_at: null },
  };
  deepStrictEqual(await jsonOf(bench, "111122223333.dkr-ecr-fips.us-gov-west-1.on.aws"), {
    host: "111122223333.dkr-ecr-fips.us-gov-west-1.on.aws",
    account_id: "111122223333",
    region: "us-gov-west-1",
    partition: "aws-us-gov",
    service: "ecr",
    fips: true,
    dual_stack: true,
    ...nobody,
  });
  deepStrictEqual(await jsonOf(bench, "public.ecr.aws"), {
    host: "public.ecr.aws",
    account_id: null,
    region: "us-east-1",
    partition: "aws",
    service: "ecr-public",
    fips: false,
    dual_stack: false,
    ...nobody,
  });
  const dual = await jsonOf(bench, "111122223333.dkr-ecr.us-east-1.on.aws");
  deepStrictEqual([dual["fips"], dual["dual_stack"]], [false, true]);
  const off = new ExplainBench({ variables: { AWS_ECR_DISABLE_CACHE: "1" } });
  strictEqual((await jsonOf(off, HOST))["cache"], null);
});

Deno.test("explanationJson() names the pin's identity where the configuration names none", async () => {
  const bench = new ExplainBench();
  await bench.pins.set([bench.pin({ host: OTHER_HOST, identity: "builder", integration: undefined })]);
  const { integration, identity, chain } = await jsonOf(bench, OTHER_HOST);
  deepStrictEqual([integration, identity, chain], [null, "builder", ["builder"]]);
});

Deno.test("explanationFacts() names the credentials of an environment, and no key", async () => {
  const text = await factsOf(new ExplainBench({ isOutside: true, variables: KEYS }), "public.ecr.aws");
  match(text, /^Identity none: the environment's credentials$/m);
  match(
    text,
    /^Helper provides credentials of the keys in AWS_ACCESS_KEY_ID, as docker-credential-ecr-login only$/m,
  );
  ok(!/AKIAEXAMPLE|canary/.test(text));
  const without = new ExplainBench({ isOutside: true, variables: { AWS_PROFILE: "missing" } });
  match(
    await factsOf(without, "public.ecr.aws"),
    /^Helper none: no usable credentials in the environment$/m,
  );
});

Deno.test("a pin that differs from the configuration is a fact and a warning", async (t) => {
  const rows = [
    [{ identity: "gone", integration: undefined }, /unusable: Cannot find identity "gone"/, /is unusable/],
    [
      { identity: "prod-deploy" },
      /outdated: integration "dev\/ecr" now uses identity "dev-deploy"/,
      /and this configuration differ/,
    ],
    [
      { integration: "old" },
      /outdated: integration "old" no longer exists/,
      /and its configuration differ/,
    ],
    [{ files: ["/nonexistent/atmos.yaml"] }, /unusable: .*nonexistent/, /is unusable/],
    [
      { identity: "prod-deploy", integration: undefined },
      /matches that file, but this configuration links it to identity "dev-deploy"/,
      /and this configuration differ/,
    ],
  ] as const;
  for (const [changes, said, warned] of rows) {
    await t.step(said.source, async () => {
      const bench = new ExplainBench();
      await bench.pins.set([bench.pin(changes)]);
      match(await factsOf(bench, HOST), said);
      const warning = pinWarning(await bench.explain(HOST), NO_SELECTION) ?? "";
      match(warning, warned);
      match(warning, /`atmos-ecr docker install 222233334444\.dkr/);
    });
  }
});

Deno.test("outside of the project the facts are those of the pin", async (t) => {
  const bench = new ExplainBench({ isOutside: true, variables: KEYS });
  await t.step("an identity", async () => {
    await bench.pins.set([bench.pin({})]);
    const text = await factsOf(bench, HOST);
    match(text, /^Integration none: no atmos\.yaml was found$/m);
    match(text, /^Identity dev-deploy, which the registry is pinned to$/m);
    match(text, /^Helper provides credentials of dev-deploy$/m);
  });
  await t.step("an outdated one, whose repair has to name the project", async () => {
    await bench.pins.set([bench.pin({ integration: "old" })]);
    match(
      pinWarning(await bench.explain(HOST), NO_SELECTION) ?? "",
      /run `atmos-ecr docker install 222233334444\S+ --chdir \/project` to pin it again$/,
    );
  });
  await t.step("the environment", async () => {
    await bench.pins.set([{ kind: "environment", host: HOST }]);
    const text = await factsOf(bench, HOST);
    match(text, /^Identity none: the environment's credentials$/m);
    match(text, /^Pin the environment's credentials\nHelper provides the environment's credentials$/m);
  });
});
