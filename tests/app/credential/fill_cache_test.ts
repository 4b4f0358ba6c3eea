import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { ConfigError } from "../../../src/domain/errors/errors.ts";
import { fillCache, type HelperLogin } from "../../../src/app/credential/fill_cache.ts";
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

Deno.test("nothing is cached while a pin cannot be read", async () => {
  const world = worldOf();
  world.pins.damaged.add(HOST);
  await rejects(fillCache([loginOf(ENVIRONMENT)], world.ports), { code: "STATE_UNUSABLE" });
  strictEqual(world.cache.entries.size, 0);
});
