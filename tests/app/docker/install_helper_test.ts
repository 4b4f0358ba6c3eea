import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { planInstall } from "../../../src/app/docker/install_helper.ts";
import { installTargets } from "../../../src/app/targets/install_targets.ts";
import { planUninstall } from "../../../src/app/docker/uninstall_helper.ts";
import type { RegistrationPlan } from "../../../src/app/docker/helper_registration.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { MemoryPrincipals } from "../../fakes/memory_principals.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import {
  environmentOf,
  HOST,
  OTHER_HOST,
  pin,
  someDefinition,
  sourceOf,
} from "../../support/helper_fixtures.ts";

const YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`;
const WIRED = JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } });

class Bench {
  readonly environment = environmentOf({ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" }, "/project");
  readonly principals = new MemoryPrincipals();
  readonly docker: MemoryDockerConfigStore;
  readonly pins = new MemoryRegistryPins();
  readonly configurations = new MemoryConfigurations({ "atmos.yaml": YAML });

  constructor(text?: string) {
    this.docker = new MemoryDockerConfigStore(text);
  }

  async install(
    hosts: readonly string[] = [],
    { force = false, repin = false } = {},
  ): Promise<RegistrationPlan> {
    const { targets, loaded } = await installTargets({ hosts, all: false }, {
      configurations: this.configurations,
      configSelection: NO_SELECTION,
      prompter: NON_INTERACTIVE_PROMPTER,
      identityVariable: undefined,
    });
    ok(loaded !== undefined);
    return await planInstall(targets, {
      auth: loaded.auth,
      config: loaded.config,
      selection: NO_SELECTION,
      environment: this.environment,
    }, {
      ports: {
        ...this.principals.ports(this.environment),
        docker: this.docker,
        pins: this.pins,
        pinned: () => this.configurations,
      },
      force,
      repin,
    });
  }

  uninstall(hosts: readonly string[], all = false): Promise<RegistrationPlan> {
    return planUninstall({ hosts, all }, {
      docker: this.docker,
      pins: this.pins,
      configurations: this.configurations,
      configSelection: NO_SELECTION,
    });
  }
}

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

/** What the helper would use for the registry once a plan was carried out. */
async function installed(bench: Bench, plan: RegistrationPlan): Promise<string | undefined> {
  await plan.apply();
  const [written] = await bench.pins.all();
  return written?.kind === "identity" ? written.identity : written?.kind;
}

Deno.test("planInstall() compares principals, not names", async (t) => {
  const gone = new ConfigError("CONFIG_NOT_FOUND", "Cannot find the pinned configuration file");
  const broken = new ConfigError("CONFIG_SYNTAX", "Not YAML");
  const rows: readonly {
    readonly name: string;
    readonly existing: RegistryPin;
    /** What the existing pin's configuration says; the same as the new one's when absent. */
    readonly says?: string | Error;
    readonly repin?: boolean;
    readonly becomes: string;
    readonly error?: RegExp;
    readonly note?: RegExp;
  }[] = [
    {
      name: "the same principal under another name",
      existing: pin({ identity: "old" }),
      says: "dev",
      becomes: "dev",
      note: /was pinned to identity "old"/,
    },
    {
      name: "another principal",
      existing: pin({ identity: "old" }),
      says: "old",
      becomes: "old",
      error: /pinned to identity "old" of "\/home\/user\/infra\/atmos.yaml"/,
    },
    {
      name: "another principal of the same name",
      existing: pin({ identity: "dev", files: ["/other/atmos.yaml"] }),
      says: "other",
      becomes: "dev",
      error: /"\/other\/atmos.yaml"/,
    },
    {
      name: "another principal with --repin",
      existing: pin({ identity: "old" }),
      says: "old",
      repin: true,
      becomes: "dev",
      note: /was pinned to identity "old"/,
    },
    {
      name: "a removed project",
      existing: pin({ identity: "old" }),
      says: gone,
      becomes: "dev",
      note: /which no longer exists/,
    },
    {
      name: "a project that is broken",
      existing: pin({ identity: "old" }),
      says: broken,
      becomes: "old",
      error: /pinned to identity "old"/,
    },
    {
      name: "the environment",
      existing: { kind: "environment", host: HOST },
      becomes: "environment",
      error: /the environment's credentials/,
    },
  ];
  for (const { name, existing, says = "dev", repin = false, becomes, error, note } of rows) {
    await t.step(name, async () => {
      const bench = new Bench(WIRED);
      await bench.pins.set([existing]);
      bench.principals.configured = ({ configuration: { sources: [first] } }) => {
        if (first?.file === "/project/atmos.yaml") return someDefinition("dev");
        if (says instanceof Error) throw says;
        return someDefinition(says);
      };
      const plan = await bench.install([HOST], { repin });
      const [registry] = plan.registries;
      if (error === undefined) strictEqual(registry?.error, undefined);
      else {
        strictEqual(registry?.error?.code, "DOCKER_PIN_CONFLICT");
        match(registry.error.message, error);
        strictEqual(plan.diff, "");
      }
      match(plan.notes.join("\n"), note ?? /^$/);
      strictEqual(await installed(bench, plan), becomes);
      strictEqual(bench.docker.writes, 0);
    });
  }
});

Deno.test("planInstall() for the environment's credentials never replaces a pin", async (t) => {
  await t.step("a pin that works stays", async () => {
    const bench = new Bench(WIRED);
    await bench.pins.set([pin({ host: OTHER_HOST })]);
    const plan = await bench.install([OTHER_HOST]);
    match(plan.notes.join(), /remains pinned to identity "dev-deploy"/);
    strictEqual(await installed(bench, plan), "dev-deploy");
  });
  for (const [name, damage] of [["a pin that cannot be used", false], ["a damaged pin", true]] as const) {
    await t.step(name, async () => {
      const bench = new Bench(WIRED);
      await bench.pins.set([pin({ host: OTHER_HOST })]);
      if (damage) bench.pins.damaged.add(OTHER_HOST);
      bench.principals.configured = () => {
        throw new ConfigError("CONFIG_NOT_FOUND", "gone");
      };
      const plan = await bench.install([OTHER_HOST]);
      strictEqual(plan.registries[0]?.error?.code, "DOCKER_PIN_CONFLICT");
    });
  }
});

Deno.test("planInstall() replaces a damaged pin, and reports it", async () => {
  const bench = new Bench(WIRED);
  bench.pins.damaged.add(HOST);
  const plan = await bench.install([HOST]);
  match(plan.notes.join(), /Replacing the unusable pin for \S+: it is corrupted/);
  strictEqual(await installed(bench, plan), "dev");
  deepStrictEqual((await bench.pins.survey()).faults, []);
});

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
  ok(!plan.diff.includes("identity"));
  await plan.apply();
  deepStrictEqual((await bench.uninstall([HOST])).registries.map(({ changed }) => changed), [false]);
  deepStrictEqual((await bench.uninstall([], true)).registries, []);
});
