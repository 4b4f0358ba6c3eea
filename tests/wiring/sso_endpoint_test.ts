/** What a login to IAM Identity Center leaves goes to the endpoint that made it, and to no other: the adapters of this machine, on real files. */
import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { Network } from "../../src/adapters/http/network.ts";
import { coldHelper } from "../../src/helper/cold_helper.ts";
import { createClient } from "../../src/mod.ts";
import type { Environment } from "../../src/ports/process.ts";
import { HOST, NOT_FOUND } from "../program/helper_world.ts";
import { LIVES, startCollector, WAYS, within } from "../program/sso_endpoint_ways.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld, writeSsoSession } from "../program/sso_world.ts";
import type { World } from "../program/world.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";
import { environmentIn, pinsOf, projectPin, trustIn } from "../support/helper_home.ts";
import { helperPorts } from "./helper_in_process.ts";

function environmentOf(world: World): Environment {
  return environmentIn(world.sandbox, world.environment());
}

/** Each way with a session that lasts; the first also with one to refresh, since whatever reads the session does not know the way. */
const ROWS = Object.keys(WAYS).flatMap((way, index) =>
  Object.entries(LIVES).slice(0, index === 0 ? 2 : 1).map(([state, life]) => ({ way, state, life }))
);

for (const trust of ["untrusted", "trusted"] as const) {
  Deno.test(`a login sends nothing of a session to an endpoint of a file that is ${trust}`, async (t) => {
    await using collector = startCollector();
    const { world, center } = await ssoWorld();
    await using _world = world;
    const client = createClient({ environment: environmentOf(world) });
    const login = async (profile: readonly string[]): Promise<void> => {
      const [outcome] = await client.login("dev/ecr", { profile });
      if (outcome?.status === "failed") throw outcome.error;
    };
    for (const { way, state, life } of ROWS) {
      await t.step(`${way}, ${state}`, () =>
        within(world, way, collector.url, async (flags, files) => {
          await leaveSsoSession(world, center, life);
          if (trust === "trusted") await trustIn(world.sandbox, files);
          const profile = flags.filter((flag) => flag !== "--profile");
          await rejects(login(profile), {
            code: trust === "trusted" ? "LOGIN_REQUIRED" : "CONFIG_UNTRUSTED",
          });
          deepStrictEqual(collector.got, []);
        }));
    }
  });
}

Deno.test("the helper sends nothing of a session to an endpoint that a pull brings", async (t) => {
  await using collector = startCollector();
  const { world, center } = await ssoWorld();
  await using _world = world;
  await pinsOf(world.sandbox).set([projectPin(world.sandbox, HOST, "dev-admin")]);
  const environment = environmentOf(world);
  using network = new Network(environment);
  for (const { way, state, life } of ROWS.filter(({ way }) => WAYS[way]?.flags === undefined)) {
    await t.step(`${way}, ${state}`, () =>
      within(world, way, collector.url, async () => {
        await leaveSsoSession(world, center, life);
        const streams = new MemoryStreams();
        const helper = coldHelper({ ...helperPorts(environment, network), streams, version: "1" });
        const input = { kind: "bytes", bytes: new TextEncoder().encode(HOST) } as const;
        const code = await helper.get("docker-credential-atmos-ecr", input);
        deepStrictEqual([code, streams.stdout, collector.got], [1, NOT_FOUND, []], streams.stderr);
        match(streams.stderr, /is not trusted/);
      }));
  }
});

Deno.test("a login to a trusted custom endpoint is not one to AWS, and is found again for that endpoint", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  const client = createClient({ environment: environmentOf(world) });
  const url = world.aws.environment()["AWS_ENDPOINT_URL"] ?? "";
  const session = { ...center.issueSession({ lifeSeconds: 3600 }), endpoint: url };
  await within(world, "written at the provider", url, async (_flags, files) => {
    await trustIn(world.sandbox, files);
    await leaveSsoSession(world, center);
    await rejects(client.getToken(HOST), { code: "LOGIN_REQUIRED" });
    await writeSsoSession(world, JSON.stringify(session), url);
    const { password } = await client.getToken(HOST);
    match(world.aws.describePassword(password)?.principal ?? "", /AWSReservedSSO_Admin_/);
  });
  // Moved to another name, it is that of its endpoint still.
  await writeSsoSession(world, JSON.stringify(session));
  await world.sandbox.write("atmos.yaml", SSO_YAML);
  await rejects(client.getToken(HOST), { code: "LOGIN_REQUIRED" });
});
