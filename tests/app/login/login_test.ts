import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { login, planLogin } from "../../../src/app/login/login.ts";
import { AwsError, CancelledError } from "../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { Bench, TWO } from "./login_bench.ts";

/** A hundred registries of three identities in ten regions. */
function hundredRegistries(regionCount = 10): string {
  const regions = Array.from({ length: regionCount }, (_, index) => `eu-west-${index + 1}`);
  const lines = Array.from(
    { length: 100 },
    (_, index) =>
      `    r${index}: {kind: aws/ecr, via: {identity: i${index % 3}}, spec: {registry: ` +
      `{account_id: "${400000000000 + index}", region: ${regions[Math.floor(index / 3) % regionCount]}}}}`,
  );
  return `auth:
  identities:
    i0: {kind: aws/ambient}
    i1: {kind: aws/assume-role, via: {identity: i0}, principal: {assume_role: "arn:aws:iam::222233334444:role/one"}}
    i2: {kind: aws/assume-role, via: {identity: i1}, principal: {assume_role: "arn:aws:iam::222233334444:role/two"}}
  integrations:
${lines.join("\n")}
`;
}

Deno.test("login() of a hundred registries writes once, walks each chain once, and makes one call per identity and region", async () => {
  const bench = new Bench();
  const outcomes = await bench.login(hundredRegistries());
  strictEqual(outcomes.filter(({ status }) => status === "ok").length, 100);
  strictEqual(bench.config.writes, 1);
  strictEqual(bench.tokens.requests.length, 30);
  strictEqual(bench.sts.calls.length, 2);
  strictEqual(bench.ambient.calls, 1);
  strictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths).length, 100);
});

Deno.test("login() requests 32 tokens at a time, and all of them within 15 seconds", async () => {
  const bench = new Bench();
  bench.tokens.hanging = true;
  const running = bench.login(hundredRegistries(20));
  while (bench.tokens.requests.length < 32) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  strictEqual(bench.tokens.requests.length, 32);
  deepStrictEqual(bench.deadlines, [15_000]);
  bench.interruption.abort(new CancelledError());
  await rejects(running, { code: "CANCELLED" });
});

Deno.test("login() resolves the environment's credentials once for any number of regions", async () => {
  const bench = new Bench();
  const targets = ["us-east-1", "us-west-2", "eu-west-1"].map((region) => ({
    registry: parseRegistry(`111111111111.dkr.ecr.${region}.amazonaws.com`),
  }));
  strictEqual((await login(await planLogin(targets, undefined, bench.ports), bench.ports)).length, 3);
  strictEqual(bench.ambient.calls, 1);
});

Deno.test("login() continues without an identity whose keys are missing", async () => {
  const bench = new Bench();
  const [a, b] = await bench.login(`auth:
  identities:
    one: {kind: aws/ambient}
    keyless: {kind: aws/user}
  integrations:
    a: {kind: aws/ecr, via: {identity: one}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}
    b: {kind: aws/ecr, via: {identity: keyless}, spec: {registry: {account_id: "222222222222", region: us-east-1}}}
`);
  strictEqual(a?.status, "ok");
  strictEqual(b?.status === "failed" && b.error.code, "LOGIN_REQUIRED");
  strictEqual(bench.sts.calls.length, 0);
});

Deno.test("login() writes what succeeded when something failed", async () => {
  const bench = new Bench();
  bench.tokens.failure = ({ registry }) =>
    registry.account === "222222222222" ? new AwsError("AWS_THROTTLED", "slow down") : undefined;
  const [a, b] = await bench.login(TWO);
  strictEqual(a?.status, "ok");
  strictEqual(b?.status === "failed" && b.error.code, "AWS_THROTTLED");
  deepStrictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths), [
    "111111111111.dkr.ecr.us-east-1.amazonaws.com",
  ]);
});

Deno.test("login() tries a throttled role again, once for all of its registries", async () => {
  const bench = new Bench();
  bench.sts.failure = () =>
    bench.sts.calls.length === 1 ? new AwsError("AWS_THROTTLED", "slow down") : undefined;
  const more =
    `    c: {kind: aws/ecr, via: {identity: two}, spec: {registry: {account_id: "222222222222", region: eu-west-1}}}\n`;
  deepStrictEqual((await bench.login(TWO + more)).map(({ status }) => status), ["ok", "ok", "ok"]);
  strictEqual(bench.sts.calls.length, 2);
});

Deno.test("login() that is interrupted writes nothing", async () => {
  const bench = new Bench();
  bench.tokens.hanging = true;
  const running = bench.login(TWO);
  await Promise.resolve();
  bench.interruption.abort(new CancelledError());
  await rejects(running, { code: "CANCELLED" });
  strictEqual(bench.config.writes, 0);
});

Deno.test("login() fails before AWS is called if it cannot write", async () => {
  const bench = new Bench();
  bench.config.unwritable = true;
  await rejects(bench.login(TWO), { code: "DOCKER_CONFIG_UNWRITABLE" });
  strictEqual(bench.tokens.requests.length, 0);
});
