import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { HOST, OTHER_HOST, pin, someDefinition } from "../../support/helper_fixtures.ts";
import { Bench, installed, WIRED } from "./registration_bench.ts";

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
        deepStrictEqual(plan.changes, []);
      }
      match(plan.notes.join("\n"), note ?? /^$/);
      strictEqual(await installed(bench, plan), becomes);
      strictEqual(bench.docker.writes, 0);
    });
  }
});

Deno.test("planInstall() names the realm if nothing else tells the pins apart", async () => {
  const bench = new Bench(WIRED);
  await bench.pins.set([pin({ identity: "dev", files: ["/project/atmos.yaml"], realm: "other" })]);
  bench.principals.configured = ({ configuration: { realm = "here" } }) => ({
    steps: [{ kind: "realm", realm }],
    opaque: false,
  });
  const [registry] = (await bench.install([HOST])).registries;
  match(
    registry?.error?.message ?? "",
    /: it is pinned to identity "dev" of "\/project\/atmos\.yaml" in realm "other", not "here"$/,
  );
});

Deno.test("planInstall() for the environment's credentials never replaces a pin", async (t) => {
  await t.step("a pin that works stays", async () => {
    const bench = new Bench(WIRED);
    await bench.pins.set([pin({ host: OTHER_HOST })]);
    const plan = await bench.install([OTHER_HOST]);
    // A pin of the machine, too, which `docker uninstall` does not remove.
    match(plan.notes.join(), /remains pinned to identity "dev-deploy" .*; add --repin to /);
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

Deno.test("planInstall() asks whoever is at a terminal before it replaces the pin of another principal", async (t) => {
  const keep = 'keep identity "old" of "/home/user/infra/atmos.yaml"';
  const take = 'pin it to identity "dev" of "/project/atmos.yaml"';
  for (const [answer, becomes] of [[keep, "old"], [take, "dev"]] as const) {
    await t.step(answer, async () => {
      const bench = new Bench(WIRED);
      await bench.pins.set([pin({ identity: "old" })]);
      bench.principals.configured = ({ identity }) => someDefinition(identity);
      const prompter = new ScriptedPrompter(answer);
      const plan = await bench.install([HOST], { prompter });
      match(prompter.questions.join("\n"), /^\S+: it is pinned to identity "old" of "[^"\n]+"$/);
      deepStrictEqual(prompter.offered[0]?.map(({ name }) => name), [keep, take]);
      strictEqual(plan.registries[0]?.error?.code, becomes === "old" ? "DOCKER_PIN_CONFLICT" : undefined);
      strictEqual(await installed(bench, plan), becomes);
    });
  }
});
