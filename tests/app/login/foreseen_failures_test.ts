import { deepStrictEqual, match } from "node:assert/strict";
import { foreseeFailures } from "../../../src/app/login/login.ts";
import { pin } from "../../support/helper_fixtures.ts";
import { Bench, TWO } from "./login_bench.ts";

const [A, B] = ["111111111111", "222222222222"].map((id) => `${id}.dkr.ecr.us-east-1.amazonaws.com`);
if (A === undefined || B === undefined) throw new TypeError("two hosts");
const SERVED = JSON.stringify({ credHelpers: { [A]: "atmos-ecr", [B]: "atmos-ecr" } });

Deno.test("foreseeFailures() reports a pin to another principal like login(), and no pin to the same one", async () => {
  const bench = new Bench(SERVED);
  await bench.login(TWO, ["b"]);
  await bench.helper.pins.set([pin({ host: A, identity: "prod", files: ["/project/atmos.yaml"] })]);
  const before = bench.tokens.requests.length;
  const failures = await foreseeFailures(await bench.plan(TWO), bench.ports);
  deepStrictEqual([...failures].map(([host, { code }]) => [host, code]), [[A, "DOCKER_PIN_CONFLICT"]]);
  match(failures.get(A)?.message ?? "", /is pinned to identity "prod" of "\/project\/atmos\.yaml"$/);
  match(failures.get(A)?.hint ?? "", /`atmos-ecr docker install 1{12}\S+ --chdir \/project --repin`/);
  deepStrictEqual(bench.tokens.requests.length, before);
  deepStrictEqual(
    (await bench.login(TWO)).map((outcome) => outcome.status === "failed" ? outcome.error.code : "ok"),
    ["DOCKER_PIN_CONFLICT", "ok"],
  );
});

Deno.test("foreseeFailures() ignores pins of registries that the helper does not serve", async () => {
  const bench = new Bench("{}");
  await bench.helper.pins.set([pin({ host: A, identity: "prod" })]);
  deepStrictEqual([...await foreseeFailures(await bench.plan(TWO), bench.ports)], []);
});

Deno.test("foreseeFailures() reports an endpoint that is not trusted, for its registry alone", async () => {
  const bench = new Bench();
  const yaml = TWO.replace('role/two"}', `role/two"}, spec: {endpoint_url: "https://sts.example.invalid"}`);
  const failures = await foreseeFailures(await bench.plan(yaml), bench.ports);
  deepStrictEqual(
    [...failures].map(([host, { code, position }]) => [host, code, position?.line]),
    [[B, "CONFIG_UNTRUSTED", 4]],
  );
});
