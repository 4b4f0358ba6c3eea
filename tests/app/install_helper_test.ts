import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { planInstall } from "../../src/app/install_helper.ts";
import { installTargets } from "../../src/app/install_targets.ts";
import { planUninstall } from "../../src/app/uninstall_helper.ts";
import type { WiringPlan } from "../../src/app/helper_wiring.ts";
import { MemoryConfigurations, NO_SELECTION } from "../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../fakes/memory_docker_config_store.ts";
import { MemoryRegistryPins } from "../fakes/memory_registry_pins.ts";
import { NOBODY } from "../fakes/scripted_prompter.ts";
import { environmentOf, HOST, OTHER_HOST, pin } from "../support/helper_fixtures.ts";

const YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`;
const WIRED = JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } });

class Bench {
  readonly docker: MemoryDockerConfigStore;
  readonly pins = new MemoryRegistryPins();
  readonly configurations = new MemoryConfigurations({ "atmos.yaml": YAML });

  constructor(text?: string) {
    this.docker = new MemoryDockerConfigStore(text);
  }

  async install(hosts: readonly string[] = [], force = false): Promise<WiringPlan> {
    const { targets, loaded } = await installTargets({ hosts, all: false }, {
      configurations: this.configurations,
      configSelection: NO_SELECTION,
      prompter: NOBODY,
      identityVariable: undefined,
    });
    return await planInstall(targets, {
      auth: loaded.auth,
      config: loaded.config,
      selection: NO_SELECTION,
      environment: environmentOf({}, "/project"),
    }, { ports: this, force });
  }

  uninstall(hosts: readonly string[], all = false): Promise<WiringPlan> {
    return planUninstall({ hosts, all }, { ...this, configSelection: NO_SELECTION });
  }
}

Deno.test("planInstall() changes nothing by itself, and pins before Docker is told", async () => {
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
  deepStrictEqual([written?.identity, written?.ambient, written?.configFiles], ["dev", true, [
    "/project/atmos.yaml",
  ]]);
  strictEqual((await bench.install()).diff, "");
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

Deno.test("planInstall() renews a pin of a registry that is wired already", async () => {
  const bench = new Bench(WIRED);
  await bench.pins.set([pin({ identity: "old" })]);
  const plan = await bench.install([HOST]);
  deepStrictEqual(plan.registries.map(({ changed }) => changed), [true]);
  match(plan.diff, /-.*"identity": "old"[\s\S]*\+.*"identity": "dev"/);
  await plan.apply();
  deepStrictEqual([(await bench.pins.all())[0]?.identity, bench.docker.writes], ["dev", 0]);
});

Deno.test("planInstall() fails before anything is written when the pins are damaged", async () => {
  const bench = new Bench();
  bench.pins.damaged = true;
  await rejects(bench.install(), { code: "STATE_UNUSABLE" });
  strictEqual(bench.docker.writes, 0);
});

Deno.test("planUninstall() tells Docker before the pin goes, and takes only what is ours", async () => {
  const bench = new Bench(
    JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr", [OTHER_HOST]: "pass", "gcr.io": "atmos-ecr" } }),
  );
  await bench.pins.set([pin()]);
  const { remove } = bench.pins;
  bench.pins.remove = async (hosts) => {
    strictEqual(JSON.parse(bench.docker.text ?? "").credHelpers[HOST], undefined);
    return await remove.call(bench.pins, hosts);
  };
  const plan = await bench.uninstall([], true);
  deepStrictEqual(
    plan.registries.map(({ target, changed }) => [target.registry.host, target.identity, changed]),
    [
      [HOST, "dev-deploy", true],
    ],
  );
  await plan.apply();
  deepStrictEqual(JSON.parse(bench.docker.text ?? ""), {
    credHelpers: { [OTHER_HOST]: "pass", "gcr.io": "atmos-ecr" },
  });
  deepStrictEqual(await bench.pins.all(), []);
});

Deno.test("planUninstall() removes a pin that an interrupted install left", async () => {
  const bench = new Bench();
  await bench.pins.set([pin()]);
  const plan = await bench.uninstall([HOST]);
  strictEqual(plan.registries[0]?.changed, true);
  await plan.apply();
  deepStrictEqual([await bench.pins.all(), bench.docker.text], [[], undefined]);
});
