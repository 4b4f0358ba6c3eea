import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { HOST, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";
import type { ProfilePin, RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { Bench, WIRED } from "./registration_bench.ts";

const PROFILE_PIN: ProfilePin = {
  kind: "aws-profile",
  host: HOST,
  profile: "work",
  configFile: "/home/me/.aws/config",
  credentialsFile: "/home/me/.aws/credentials",
};

Deno.test("planUninstall() changes Docker's configuration before the pins, and only removes our entries", async () => {
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

Deno.test("planUninstall() keeps a pin that Docker uses under another name of the registry", async () => {
  const fips = HOST.replace("dkr.ecr", "dkr.ecr-fips");
  const bench = new Bench(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr", [fips]: "atmos-ecr" } }));
  await bench.pins.set([pin()]);
  await (await bench.uninstall([fips])).apply();
  deepStrictEqual([JSON.parse(bench.docker.text ?? ""), await bench.pins.all()], [JSON.parse(WIRED), [
    pin(),
  ]]);
  await (await bench.uninstall([HOST])).apply();
  deepStrictEqual([JSON.parse(bench.docker.text ?? ""), await bench.pins.all()], [{}, []]);
});

Deno.test("planUninstall() keeps the machine-wide pin, reports it, and is idempotent", async () => {
  const bench = new Bench(WIRED);
  await bench.pins.set([pin()]);
  const { survey } = bench.pins;
  bench.pins.survey = async () => ({ ...await survey.call(bench.pins), ofMachine: [HOST] });
  bench.pins.remove = () => Promise.resolve(false);
  const plan = await bench.uninstall([HOST]);
  match(plan.notes.join(), /remains pinned machine-wide/);
  deepStrictEqual(plan.registries.map(({ changed }) => changed), [true]);
  deepStrictEqual(plan.changes.map(({ path }) => path), [bench.docker.path]);
  await plan.apply();
  deepStrictEqual((await bench.uninstall([HOST])).registries.map(({ changed }) => changed), [false]);
  deepStrictEqual((await bench.uninstall([], true)).registries, []);
});

Deno.test("planUninstall() tells whose pin it removes if it is not of the configuration here", async (t) => {
  const rows: Readonly<Record<string, readonly [pin: RegistryPin | undefined, notes: readonly string[]]>> = {
    "the own pin": [undefined, []],
    "another project's": [pin({ files: ["/project/other.yaml"] }), [
      `${HOST} was pinned to identity "dev-deploy" of "/project/other.yaml"`,
    ]],
    "a profile's": [PROFILE_PIN, [`${HOST} was pinned to AWS profile work of "/home/me/.aws/credentials"`]],
  };
  for (const [name, [other, notes]] of Object.entries(rows)) {
    await t.step(name, async () => {
      const bench = new Bench();
      await (await bench.install()).apply();
      if (other !== undefined) await bench.pins.set([other]);
      const plan = await bench.uninstall([]);
      deepStrictEqual([plan.registries.map(({ changed }) => changed), plan.notes], [[true], notes]);
    });
  }
});

Deno.test("planUninstall() tells that Docker still uses this program as its store", async (t) => {
  const rows: readonly (readonly [config: object, notes: readonly string[]])[] = [
    [{ credsStore: "atmos-ecr", credHelpers: { [HOST]: "atmos-ecr" } }, [
      `Docker still uses docker-credential-atmos-ecr for ${HOST}, as credsStore in its config.json`,
    ]],
    [{ credsStore: "atmos-ecr" }, [
      `Docker still uses docker-credential-atmos-ecr for ${HOST}, as credsStore in its config.json`,
    ]],
    [{ credsStore: "atmos-ecr", credHelpers: { [HOST]: "" } }, []],
    [{ credsStore: "atmos-ecr", credHelpers: { [HOST]: "pass" } }, [
      `Docker still uses docker-credential-pass for ${HOST}`,
    ]],
    [{ credsStore: "pass", credHelpers: { [HOST]: "atmos-ecr" } }, []],
  ];
  for (const [config, notes] of rows) {
    await t.step(JSON.stringify(config), async () => {
      const bench = new Bench(JSON.stringify(config));
      await bench.pins.set([pin()]);
      deepStrictEqual((await bench.uninstall([HOST])).notes, notes);
    });
  }
});

Deno.test("planUninstall() keeps a pin that another process begins to use under another name of the registry", async () => {
  const fips = HOST.replace("dkr.ecr", "dkr.ecr-fips");
  const bench = new Bench(JSON.stringify({ credHelpers: { [fips]: "atmos-ecr" } }));
  await bench.pins.set([pin()]);
  const plan = await bench.uninstall([fips]);
  bench.docker.text = JSON.stringify({ credHelpers: { [fips]: "atmos-ecr", [HOST]: "atmos-ecr" } });
  await plan.apply();
  deepStrictEqual([JSON.parse(bench.docker.text), await bench.pins.all()], [JSON.parse(WIRED), [pin()]]);
});

Deno.test("planUninstall() removes a pin whose other name another process unregisters meanwhile", async () => {
  const fips = HOST.replace("dkr.ecr", "dkr.ecr-fips");
  const bench = new Bench(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr", [fips]: "atmos-ecr" } }));
  await bench.pins.set([pin()]);
  const plans = [await bench.uninstall([fips]), await bench.uninstall([HOST])];
  for (const plan of plans) await plan.apply();
  deepStrictEqual([JSON.parse(bench.docker.text ?? ""), await bench.pins.all()], [{}, []]);
});

Deno.test("planUninstall() removes no pin when Docker's configuration cannot be written", async () => {
  const bench = new Bench(WIRED);
  await bench.pins.set([pin()]);
  bench.docker.unwritable = true;
  const plan = await bench.uninstall([HOST]);
  await rejects(plan.apply(), { code: "DOCKER_CONFIG_UNWRITABLE", exitCode: 3 });
  deepStrictEqual([bench.docker.text, await bench.pins.all()], [WIRED, [pin()]]);
});
