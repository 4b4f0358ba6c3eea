import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { pinnedLoader } from "../../../src/app/pins/pinned_loader.ts";
import { type PinResolver, pinResolver } from "../../../src/app/pins/resolve_pin.ts";
import { configurationKeyText, resolvedKeyText } from "../../../src/domain/helper/resolved_format.ts";
import type { Definition } from "../../../src/domain/identity/definition.ts";
import type { IdentityPin } from "../../../src/domain/helper/registry_pin.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { pin } from "../../support/helper_fixtures.ts";

const yaml = (account: string): string =>
  `auth:
  identities:
    base: {kind: aws/ambient}
    dev: {kind: aws/assume-role, via: {identity: base}, principal: {assume_role: "arn:aws:iam::${account}:role/dev"}}
    prod: {kind: aws/assume-role, via: {identity: base}, principal: {assume_role: "arn:aws:iam::${account}:role/prod"}}
`;
const [DEV, PROD] = ["dev", "prod"].map((identity) => pin({ files: ["/project/atmos.yaml"], identity })) as [
  IdentityPin,
  IdentityPin,
];

/** A resolver over one configuration, which may change. */
class Scene {
  text = yaml("222233334444");
  /** How often the configuration was opened. */
  opened = 0;
  /** Whether what was read covers what the configuration depends on. */
  isWhole = true;
  readonly #kept = new Map<string, { readonly definition: Definition; readonly text: string }>();
  readonly resolver: PinResolver = this.#newResolver();
  /** That of another process. */
  readonly other: PinResolver = this.#newResolver();

  #newResolver(): PinResolver {
    return pinResolver({
      open: () => {
        this.opened++;
        const { text } = this;
        const configurations = new MemoryConfigurations({ "atmos.yaml": text });
        const seen = new TextEncoder().encode(text);
        return {
          configurations,
          inputs: () => this.isWhole ? [{ name: ["read", "/project/atmos.yaml"], seen }] : undefined,
        };
      },
      resolved: {
        find: (one) => {
          const kept = this.#kept.get(resolvedKeyText(one));
          return Promise.resolve(kept?.text === this.text ? kept.definition : undefined);
        },
        isCurrent: (inputs) =>
          Promise.resolve(inputs.every(({ seen }) => new TextDecoder().decode(seen) === this.text)),
        keep: (one, _inputs, definition) => {
          this.#kept.set(resolvedKeyText(one), { definition, text: this.text });
          return Promise.resolve();
        },
      },
    });
  }

  async roles(...pins: readonly IdentityPin[]): Promise<string[]> {
    const roles: string[] = [];
    for (const one of pins) {
      const { configured } = await this.resolver.resolve(one);
      roles.push(String(configured.steps.at(-1)?.["role_arn"]));
    }
    return roles;
  }
}

Deno.test("pins of one configuration read it once, each with its own identity", async () => {
  const scene = new Scene();
  deepStrictEqual(await scene.roles(DEV, PROD, DEV), [
    "arn:aws:iam::222233334444:role/dev",
    "arn:aws:iam::222233334444:role/prod",
    "arn:aws:iam::222233334444:role/dev",
  ]);
  strictEqual(scene.opened, 1);
});

Deno.test("a configuration that changed is read again, for a known pin and for another one", async () => {
  const scene = new Scene();
  await scene.roles(DEV);
  scene.text = yaml("333344445555");
  deepStrictEqual(await scene.roles(PROD, DEV), [
    "arn:aws:iam::333344445555:role/prod",
    "arn:aws:iam::333344445555:role/dev",
  ]);
  strictEqual(scene.opened, 2);
});

Deno.test("a configuration that another process has read again is read again for another pin", async () => {
  const scene = new Scene();
  await scene.roles(DEV);
  scene.text = yaml("333344445555");
  await scene.other.resolve(DEV);
  deepStrictEqual(await scene.roles(PROD), ["arn:aws:iam::333344445555:role/prod"]);
});

Deno.test("a configuration whose inputs are unknown is read for each pin", async () => {
  const scene = new Scene();
  scene.isWhole = false;
  await scene.roles(DEV, PROD, DEV);
  strictEqual(scene.opened, 3);
});

Deno.test("pins of other files, profiles and realms do not share a configuration", () => {
  const others = [
    pin({ files: ["/other/atmos.yaml"] }),
    pin({ profiles: ["ci"] }),
    pin({ realm: "other" }),
    pin({ basePath: "/elsewhere" }),
  ];
  const keys = [DEV, ...others].map(configurationKeyText);
  strictEqual(new Set(keys).size, keys.length);
  strictEqual(configurationKeyText(PROD), configurationKeyText(DEV));
});

Deno.test("pinnedLoader() opens the configuration of many pins once", async () => {
  let opened = 0;
  const load = pinnedLoader(() => {
    opened++;
    return new MemoryConfigurations({ "atmos.yaml": yaml("222233334444") });
  });
  for (const one of [DEV, PROD, DEV]) await load(one);
  await load(pin({ files: ["/project/atmos.yaml"], profiles: [], realm: "other" }));
  strictEqual(opened, 2);
});
