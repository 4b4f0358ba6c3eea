import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { leaveSessions, REALM } from "./atmos_sessions.ts";
import { HelperWorld } from "./helper_world.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

/** A world in which somebody is logged in to both roles, with Docker too. */
async function loggedIn(): Promise<{ readonly world: World; readonly path: string }> {
  const world = await World.create();
  const session = world.aws.session(world.role, { name: "atmos", lifeSeconds: 3600 });
  const path = await leaveSessions(world, "builder", { "dev-deploy": session, "prod-deploy": session });
  const hosts = [hostOf(DEV), "public.ecr.aws", hostOf(PROD, "eu-west-1")];
  const auths = Object.fromEntries(hosts.map((host) => [host, { auth: btoa("AWS:x") }]));
  await world.sandbox.writeDockerConfig(JSON.stringify({ auths }));
  return { world, path };
}

Deno.test("auth logout removes the session of an identity and the logins of its registries, and nothing else", async () => {
  const { world, path } = await loggedIn();
  await using _world = world;
  const { code, stdout, stderr } = await world.run(["auth", "logout", "DEV-deploy"], { env: REALM });
  deepStrictEqual([code, stdout], [0, ""], stderr);
  strictEqual(
    stderr,
    `✓ Removed the session of dev-deploy in ${path}
✓ Removed Docker's login for ${hostOf(DEV)}
✓ Removed Docker's login for public.ecr.aws
`,
  );
  const kept = await Deno.readTextFile(path);
  deepStrictEqual([...kept.matchAll(/^\[(.*)\]$/gm)].map(([, name]) => name), ["prod-deploy"]);
  strictEqual(await world.password(hostOf(DEV)), undefined);
  ok(await world.password(hostOf(PROD, "eu-west-1")) !== undefined);
  strictEqual(world.aws.requests.length, 0);
});

Deno.test("auth logout --all-realms removes what logins of all projects have left, also outside of a project", async () => {
  const { world, path } = await loggedIn();
  await using _world = world;
  const { user } = world;
  const paths = [path, await leaveSessions(world, "aws-user", { builder: user }, "customer")];
  const helper = HelperWorld.of(world);
  await helper.cacheToken(3600);
  await helper.cacheToken(3600, helper.key("public.ecr.aws"));
  const { code, stderr } = await world.run(["auth", "logout", "--all-realms"], { cwd: world.sandbox.root });
  strictEqual(code, 0);
  deepStrictEqual(stderr.trimEnd().split("\n").toSorted(), [
    ...paths.map((file) => `✓ Removed ${file}`),
    `✓ Removed the cached token for ${hostOf(DEV)}`,
    "✓ Removed the cached token for public.ecr.aws",
  ]);
  deepStrictEqual((await world.sandbox.files()).filter((file) => file.endsWith("credentials")), []);
  deepStrictEqual(await helper.cache.list(), []);
});
