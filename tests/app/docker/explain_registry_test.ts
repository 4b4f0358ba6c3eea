import { deepStrictEqual, rejects } from "node:assert/strict";
import { HOST, tokenLeft } from "../../support/helper_fixtures.ts";
import { ExplainBench, YAML } from "./explain_bench.ts";

Deno.test("explainRegistry() reads the token that is cached for the principal of the pin", async (t) => {
  const bench = new ExplainBench();
  const made = bench.pin({ identity: "dev-deploy" });
  await bench.pins.set([made]);
  for (const [seconds, state] of [[11 * 3600, "fresh"], [3600, "stale"], [-1, "expired"]] as const) {
    await t.step(state, async () => {
      const token = tokenLeft(seconds);
      await bench.cacheToken(made, token);
      deepStrictEqual((await bench.explain(HOST)).cache, { state, expiresAt: token.expiresAt });
    });
  }
  await t.step("absent, where only another principal has a token", async () => {
    await bench.pins.set([bench.pin({ identity: "prod-deploy" })]);
    deepStrictEqual((await bench.explain(HOST)).cache, { state: "absent", expiresAt: undefined });
  });
  await t.step("no cache", async () => {
    const off = new ExplainBench({ variables: { AWS_ECR_DISABLE_CACHE: "1" } });
    deepStrictEqual((await off.explain(HOST)).cache, undefined);
  });
});

Deno.test("explainRegistry() rejects a chain that leads nowhere at its place", async () => {
  const bench = new ExplainBench({
    text: YAML.replace("via: {identity: builder}", "via: {identity: builders}"),
  });
  await rejects(bench.explain(HOST), {
    code: "IDENTITY_NOT_FOUND",
    message: /"builders"/,
    hint: /Did you mean "builder"/,
    position: { file: "atmos.yaml", line: 8, column: 23 },
  });
});
