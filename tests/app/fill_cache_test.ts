import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { fillCache, type HelperLogin } from "../../src/app/fill_cache.ts";
import { forgetTokens } from "../../src/app/forget_tokens.ts";
import type { RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { entryOf, HOST, keyOf, NOW, OTHER_HOST, pin, tokenLeft } from "../support/helper_fixtures.ts";
import { CredentialWorld } from "./credential_world.ts";

function loginOf(login: RegistryPin | undefined, host = HOST): HelperLogin {
  return { registry: parseRegistry(host), token: tokenLeft(3600, "from-login"), pin: login };
}

async function answer(world: CredentialWorld, host = HOST): Promise<string> {
  return (await world.get(parseRegistry(host))).token.password.expose();
}

Deno.test("a login of the environment's credentials is what the helper answers with", async () => {
  const world = new CredentialWorld();
  deepStrictEqual([...await fillCache([loginOf(undefined)], world.ports)], [[HOST, { kind: "filled" }]]);
  strictEqual(await answer(world), "from-login");
  deepStrictEqual(await world.pins.all(), []);
  deepStrictEqual((await world.cache.read(keyOf()))?.token?.issuedAt, NOW);
});

Deno.test("a login of an identity pins a registry that nobody is pinned to", async () => {
  const world = new CredentialWorld();
  const other = pin({ host: OTHER_HOST, identity: "prod" });
  const results = await fillCache([loginOf(pin()), loginOf(other, OTHER_HOST)], world.ports);
  deepStrictEqual([...results.values()], [{ kind: "pinned" }, { kind: "pinned" }]);
  deepStrictEqual(await world.pins.all(), [pin(), other]);
  strictEqual(await answer(world), "from-login");
  strictEqual(await answer(world, OTHER_HOST), "from-login");
  strictEqual(world.issued, 0);
});

Deno.test("a login of the pinned identity fills the cache and leaves the pin alone", async () => {
  const pinned = pin({ integration: "by/hand" });
  const world = new CredentialWorld({ pins: [pinned] });
  const results = await fillCache([loginOf(pin({ identity: "DEV-deploy" }))], world.ports);
  deepStrictEqual([...results.values()], [{ kind: "filled" }]);
  deepStrictEqual(await world.pins.all(), [pinned]);
  strictEqual(await answer(world), "from-login");
});

Deno.test("a login of somebody else than the pinned identity changes nothing, and says so", async () => {
  for (const login of [undefined, pin({ identity: "prod" }), pin({ configFiles: ["/other/atmos.yaml"] })]) {
    const world = new CredentialWorld({ pins: [pin()] });
    const results = await fillCache([loginOf(login)], world.ports);
    deepStrictEqual([...results.values()], [{ kind: "pinned-otherwise", pin: pin() }]);
    deepStrictEqual(await world.pins.all(), [pin()]);
    strictEqual(world.cache.entries.size, 0);
  }
});

Deno.test("nothing is filled while the pins cannot be told", async () => {
  const world = new CredentialWorld();
  world.pins.damaged = true;
  await rejects(fillCache([loginOf(undefined)], world.ports), { code: "STATE_UNUSABLE" });
  strictEqual(world.cache.entries.size, 0);
});

Deno.test("forgetTokens() removes the tokens of a registry under all of its names, whoever they are for", async () => {
  const { cache } = new CredentialWorld();
  const dualStack = "222233334444.dkr-ecr.us-east-1.on.aws";
  const fips = HOST.replace("dkr.ecr", "dkr.ecr-fips");
  const somebody = { kind: "identity", realm: "", name: "x", origin: ["/a"] } as const;
  await cache.write(keyOf(dualStack), entryOf(tokenLeft(9), dualStack));
  await cache.write(keyOf(fips), entryOf(tokenLeft(9), fips));
  await cache.write(keyOf(HOST, somebody), entryOf(tokenLeft(9)));
  await cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(9), OTHER_HOST));
  strictEqual(await forgetTokens([parseRegistry(HOST)], cache), 3);
  deepStrictEqual((await cache.list()).map(({ host }) => host), [OTHER_HOST]);
  strictEqual(await forgetTokens([], cache), 0);
});
