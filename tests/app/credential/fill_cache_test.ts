import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import {
  fillCache as fill,
  type FillPorts,
  type FillResult,
  type HelperLogin,
} from "../../../src/app/credential/fill_cache.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import type { Definition } from "../../../src/domain/identity/definition.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import {
  HOST,
  keyOf,
  keysDefinition,
  NOW,
  OTHER_HOST,
  pin,
  someDefinition,
  tokenLeft,
} from "../../support/helper_fixtures.ts";
import { CredentialWorld } from "../credential_world.ts";

/** Fills the cache while Docker uses the helper for every host. */
async function fillCache(
  logins: readonly HelperLogin[],
  ports: FillPorts,
): Promise<ReadonlyMap<string, FillResult>> {
  return await fill(logins, ports, (hosts) => Promise.resolve(new Set(hosts)));
}

const ENVIRONMENT: RegistryPin = { kind: "environment", host: HOST };

/** A world in which identities by these names are these principals, whatever their configuration. */
function worldOf(pins: readonly RegistryPin[] = []): CredentialWorld {
  const world = new CredentialWorld({ pins });
  world.principals.configured = ({ identity }) => someDefinition(identity.toLowerCase());
  return world;
}

function loginOf(
  login: RegistryPin,
  definition: Definition | undefined = login.kind === "identity"
    ? someDefinition(login.identity.toLowerCase())
    : keysDefinition(),
): HelperLogin {
  return {
    registry: parseRegistry(login.host),
    token: tokenLeft(3600, "from-login"),
    definition,
    pin: login,
  };
}

async function answer(world: CredentialWorld, host = HOST): Promise<string> {
  return (await world.get(parseRegistry(host))).token.password.expose();
}

Deno.test("a login of the environment's credentials pins the registry to them, and the helper serves it", async () => {
  const world = worldOf();
  deepStrictEqual([...await fillCache([loginOf(ENVIRONMENT)], world.ports)], [[HOST, { kind: "pinned" }]]);
  strictEqual(await answer(world), "from-login");
  deepStrictEqual(await world.pins.all(), [ENVIRONMENT]);
  deepStrictEqual((await world.cache.read(keyOf()))?.token?.issuedAt, NOW);
});

Deno.test("a login of an identity pins a registry that has no pin", async () => {
  const world = worldOf();
  const other = pin({ host: OTHER_HOST, identity: "prod" });
  const results = await fillCache([loginOf(pin()), loginOf(other)], world.ports);
  deepStrictEqual([...results.values()], [{ kind: "pinned" }, { kind: "pinned" }]);
  deepStrictEqual(await world.pins.all(), [pin(), other]);
  strictEqual(await answer(world), "from-login");
  strictEqual(await answer(world, OTHER_HOST), "from-login");
  strictEqual(world.issued, 0);
});

Deno.test("a login of the pinned principal fills the cache and keeps the pin, whatever its name", async () => {
  const pinned = pin({ integration: "by/hand", files: ["/elsewhere/atmos.yaml"] });
  const world = worldOf([pinned]);
  const results = await fillCache([loginOf(pin({ identity: "DEV-deploy" }))], world.ports);
  deepStrictEqual([...results.values()], [{ kind: "filled" }]);
  deepStrictEqual(await world.pins.all(), [pinned]);
  strictEqual(await answer(world), "from-login");
});

Deno.test("a login of a principal other than the pinned one changes nothing, and is reported", async (t) => {
  const rows: readonly [string, HelperLogin][] = [
    ["the environment", loginOf(ENVIRONMENT)],
    ["another identity", loginOf(pin({ identity: "prod" }))],
    [
      "the same name in another project",
      loginOf(pin({ files: ["/other/atmos.yaml"] }), someDefinition("other")),
    ],
  ];
  for (const [name, login] of rows) {
    await t.step(name, async () => {
      const world = worldOf([pin()]);
      const results = await fillCache([login], world.ports);
      deepStrictEqual([...results.values()], [{ kind: "pinned-otherwise", pin: pin() }]);
      deepStrictEqual(await world.pins.all(), [pin()]);
      strictEqual(world.cache.entries.size, 0);
    });
  }
});

Deno.test("a login creates no pin that the helper could not use, or would resolve differently", async (t) => {
  const rows: readonly [string, (world: CredentialWorld) => void, RegistryPin, RegExp][] = [
    [
      "what the helper never does",
      (world) => {
        world.principals.configured = () => {
          throw new ConfigError("CONFIG_INVALID", "Cannot run: the credential helper does not run programs");
        };
      },
      pin(),
      /does not run programs/,
    ],
    [
      "another principal",
      () => {},
      pin({ definition: someDefinition("as this command reads it") }),
      /a different role_arn/,
    ],
  ];
  for (const [name, prepare, login, says] of rows) {
    await t.step(name, async () => {
      const world = worldOf();
      prepare(world);
      const other = loginOf({ ...ENVIRONMENT, host: OTHER_HOST });
      const results = await fillCache([loginOf(login), other], world.ports);
      const result = results.get(HOST);
      ok(result?.kind === "unusable");
      match(result.error.message, says);
      match(result.error.hint ?? "", /docker uninstall|Write the value/);
      // The others go on.
      deepStrictEqual(results.get(OTHER_HOST), { kind: "pinned" });
      deepStrictEqual((await world.pins.all()).map(({ host }) => host), [OTHER_HOST]);
      strictEqual(world.cache.entries.size, 1);
    });
  }
});

Deno.test("a token whose principal changed while it was issued is not cached", async () => {
  const world = worldOf([pin()]);
  const login = { ...loginOf(pin()), definition: undefined };
  deepStrictEqual([...(await fillCache([login], world.ports)).values()], [{ kind: "filled" }]);
  strictEqual(world.cache.entries.size, 0);
});

Deno.test("nothing is cached for a registry whose pin cannot be read or written, and the others go on", async (t) => {
  const conflict = pin({ identity: "prod" });
  const rows: Readonly<Record<string, (world: CredentialWorld) => void>> = {
    STATE_UNUSABLE: ({ pins }) => pins.damaged.add(HOST),
    // Another process pins the registry after this one has looked.
    DOCKER_PIN_CONFLICT: ({ pins }) => {
      const { exclusively } = pins;
      pins.exclusively = async (work) => {
        await pins.set([conflict]);
        return await exclusively(work);
      };
    },
  };
  for (const [code, prepare] of Object.entries(rows)) {
    await t.step(code, async () => {
      const world = worldOf();
      prepare(world);
      const other = loginOf({ ...ENVIRONMENT, host: OTHER_HOST });
      const results = await fillCache([loginOf(ENVIRONMENT), other], world.ports);
      const result = results.get(HOST);
      strictEqual(result?.kind === "unusable" && result.error.code, code);
      deepStrictEqual(results.get(OTHER_HOST), { kind: "pinned" });
      strictEqual(world.cache.entries.size, 1);
      strictEqual(await answer(world, OTHER_HOST), "from-login");
    });
  }
});

Deno.test("nothing is stored for a registry that Docker stops using the helper for", async (t) => {
  for (const [looks, name] of [[0, "before"], [1, "after the look"]] as const) {
    await t.step(name, async () => {
      const world = worldOf();
      let left = looks;
      const served = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set(left-- > 0 ? [HOST] : []));
      const results = await fill([loginOf(ENVIRONMENT)], world.ports, served);
      deepStrictEqual([...results], [[HOST, { kind: "unserved" }]]);
      deepStrictEqual([await world.pins.all(), world.cache.entries.size], [[], 0]);
    });
  }
});
