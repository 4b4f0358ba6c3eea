/** What a release tries on every platform before anything is published: a login and an answer to Docker, against the fake AWS. */
import { match, ok, strictEqual } from "node:assert/strict";
import { DEV, hostOf, World } from "../program/world.ts";

Deno.test({
  name: "executable: it logs in, and answers Docker from AWS and then from its cache",
  ignore: Deno.env.get("ATMOS_ECR_PROGRAM") === undefined,
  fn: async () => {
    await using world = await World.create();
    const host = hostOf(DEV);
    const login = await world.run(["login", "dev/ecr"]);
    strictEqual(login.code, 0, login.stderr);
    match(await world.principalOf(host) ?? "", /assumed-role\/deploy\//);
    const env = world.aws.environment(world.user);
    const cold = await world.run(["credential", "get"], { env, stdin: host });
    strictEqual(cold.code, 0, cold.stderr);
    match(world.aws.describePassword(JSON.parse(cold.stdout).Secret)?.principal ?? "", /user\/builder$/);
    const before = world.aws.requests.length;
    const warm = await world.run(["credential", "get"], { env, stdin: host });
    strictEqual(warm.stdout, cold.stdout);
    strictEqual(world.aws.requests.length, before);
    ok(before > 0);
  },
});
