import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { HOST, OTHER_HOST, pin, someDefinition, sourceOf } from "../../support/helper_fixtures.ts";
import { Bench, WIRED } from "./registration_bench.ts";

Deno.test("planInstall() does not take a registry that another project pins meanwhile", async () => {
  const bench = new Bench();
  const plan = await bench.install();
  const other = pin({
    identity: "theirs",
    files: ["/other/atmos.yaml"],
    definition: someDefinition("theirs"),
  });
  await bench.pins.set([other]);
  await rejects(plan.apply(), { code: "DOCKER_PIN_CONFLICT", message: /"theirs" of "\/other\/atmos\.yaml"/ });
  deepStrictEqual(await bench.pins.all(), [other]);
  strictEqual(await bench.docker.read(), undefined);
});

Deno.test("planInstall() changes nothing itself, and writes pins before Docker's configuration", async () => {
  const bench = new Bench();
  const plan = await bench.install();
  deepStrictEqual([bench.docker.text, (await bench.pins.all()).length], [undefined, 0]);
  const order: string[] = [];
  const { set } = bench.pins;
  bench.pins.set = async (pins) => {
    order.push(`pins, wired: ${bench.docker.text !== undefined}`);
    return await set.call(bench.pins, pins);
  };
  await plan.apply();
  deepStrictEqual(order, ["pins, wired: false"]);
  deepStrictEqual(JSON.parse(bench.docker.text ?? ""), JSON.parse(WIRED));
  const [written] = await bench.pins.all();
  strictEqual(written?.kind, "identity");
  deepStrictEqual([written.identity, written.configuration.sources], ["dev", [
    sourceOf("/project/atmos.yaml"),
  ]]);
  deepStrictEqual((await bench.install()).changes, []);
});

Deno.test("planInstall() pins nothing when Docker's configuration cannot be written", async () => {
  const bench = new Bench();
  bench.docker.unwritable = true;
  const plan = await bench.install();
  await rejects(plan.apply(), { code: "DOCKER_CONFIG_UNWRITABLE" });
  deepStrictEqual(await bench.pins.all(), []);
});

Deno.test("planInstall() leaves a helper alone that came in between", async () => {
  const bench = new Bench();
  const plan = await bench.install();
  bench.docker.text = JSON.stringify({ credHelpers: { [HOST]: "pass" } });
  await plan.apply();
  strictEqual(bench.docker.text, JSON.stringify({ credHelpers: { [HOST]: "pass" } }));
});

Deno.test("planInstall() warns of a login in DOCKER_AUTH_CONFIG that Docker uses instead", async () => {
  const value = JSON.stringify({ auths: { [HOST]: { auth: btoa("AWS:canary") } } });
  const { notes } = await new Bench("{}", { DOCKER_AUTH_CONFIG: value }).install();
  deepStrictEqual(notes, [
    `DOCKER_AUTH_CONFIG is set: Docker 28.3 or newer uses its login for ${HOST} instead of the credential helper`,
  ]);
});

Deno.test("planInstall() warns of a configuration that Docker cannot read, or whose logins it ignores", async (t) => {
  const rows: Readonly<Record<string, RegExp>> = {
    "\ufeff{}": /^Docker cannot read \S+: it starts with a byte-order mark/,
    '{"features":{"buildkit":true}}': /^Docker ignores logins in \S+: "features.buildkit" is not a string/,
  };
  for (const [config, note] of Object.entries(rows)) {
    await t.step(config, async () => {
      const { notes } = await new Bench(config).install();
      strictEqual(notes.length, 1);
      match(notes[0] ?? "", note);
    });
  }
});

Deno.test("planInstall() pins again what another process uninstalls meanwhile", async () => {
  const bench = new Bench();
  await (await bench.install()).apply();
  const pins = await bench.pins.all();
  const plan = await bench.install();
  await (await bench.uninstall([HOST])).apply();
  await plan.apply();
  deepStrictEqual([JSON.parse(bench.docker.text ?? ""), await bench.pins.all()], [JSON.parse(WIRED), pins]);
});

Deno.test("planInstall() registers no helper for a kept pin that another process removes or replaces", async (t) => {
  const rows: Readonly<Record<string, readonly RegistryPin[]>> = {
    removed: [],
    replaced: [{ kind: "environment", host: OTHER_HOST }],
  };
  for (const [name, pins] of Object.entries(rows)) {
    await t.step(name, async () => {
      const bench = new Bench();
      await bench.pins.set([pin({ host: OTHER_HOST, identity: "dev" })]);
      const plan = await bench.install([OTHER_HOST]);
      deepStrictEqual(plan.registries.map(({ target, error }) => [target.identity, error]), [[
        "dev",
        undefined,
      ]]);
      await bench.pins.remove([OTHER_HOST]);
      await bench.pins.set(pins);
      await rejects(plan.apply(), { code: "DOCKER_PIN_CONFLICT", message: /another process has just/ });
      deepStrictEqual([bench.docker.text, await bench.pins.all()], [undefined, pins]);
    });
  }
});

Deno.test("planInstall() writes no pin beside an equal machine-wide one, and requires that one", async () => {
  const bench = new Bench();
  await (await bench.install()).apply();
  const { survey } = bench.pins;
  bench.pins.survey = async () => ({ ...await survey.call(bench.pins), ofMachine: [HOST] });
  bench.pins.set = () => Promise.reject(new Error("There is nothing to write"));
  bench.docker.text = undefined;
  await (await bench.install()).apply();
  deepStrictEqual(JSON.parse(bench.docker.text ?? ""), JSON.parse(WIRED));
  bench.docker.text = undefined;
  bench.pins.find = () => Promise.resolve(undefined);
  await rejects((await bench.install()).apply(), { code: "DOCKER_PIN_CONFLICT" });
  strictEqual(bench.docker.text, undefined);
});

Deno.test("planInstall() registers the helper for pins that an interrupted install left", async () => {
  const bench = new Bench();
  await (await bench.install()).apply();
  const pins = await bench.pins.all();
  bench.docker.text = undefined;
  const plan = await bench.install();
  deepStrictEqual(plan.registries.map(({ changed }) => changed), [true]);
  await plan.apply();
  deepStrictEqual([JSON.parse(bench.docker.text ?? ""), await bench.pins.all()], [JSON.parse(WIRED), pins]);
});
