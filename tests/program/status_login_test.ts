/** `status` says whether a person has to log in, without a call to AWS. */
import { deepStrictEqual } from "node:assert/strict";
import { pinsOf, projectPin } from "../support/helper_home.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld } from "./sso_world.ts";
import { DEV, hostOf } from "./world.ts";

Deno.test("status finds out whether there is an IAM Identity Center login, and names the command", async () => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace("account: {name: dev}", `account: {id: "${DEV}"}`),
  );
  await using _world = world;
  const { sandbox } = world;
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev-admin", "dev/ecr")]);
  const read = async (): Promise<readonly unknown[]> => {
    const { code, stdout } = await world.run(["status", hostOf(DEV), "-o", "json"]);
    const { state, command, identity } = JSON.parse(stdout).registries[0];
    return [code, state, identity, command];
  };
  const login = `atmos-ecr login dev/ecr --chdir ${sandbox.project}`;
  deepStrictEqual(await read(), [1, "login_needed", "dev-admin", login]);
  await leaveSsoSession(world, center);
  deepStrictEqual(await read(), [0, "no_token", "dev-admin", null]);
  deepStrictEqual(world.aws.requests, []);
});
