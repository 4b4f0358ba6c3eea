/** `status` says whether a person has to log in, without a call to AWS. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms, tokensDirectory } from "../support/helper_home.ts";
import type { Sandbox } from "../support/sandbox.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld, writeSsoSession } from "./sso_world.ts";
import { DEV, hostOf } from "./world.ts";

Deno.test("status distinguishes a missing, expired and valid IAM Identity Center login", async (t) => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace("account: {name: dev}", `account: {id: "${DEV}"}`),
  );
  await using _world = world;
  const path = await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]);
  const install = await world.run(["docker", "install", hostOf(DEV)], { env: { PATH: path } });
  strictEqual(install.code, 0, install.stderr);
  const session = (lifeSeconds: number): Record<string, unknown> => ({
    ...center.issueSession({ lifeSeconds }),
  });
  const { refreshToken: _none, ...over } = session(-60);
  for (
    const [name, prepare, expected] of [
      ["none", () => Promise.resolve(), [1, "login_needed"]],
      ["one that is over", () => writeSsoSession(world, JSON.stringify(over)), [1, "login_needed"]],
      ["one that can be refreshed", () => writeSsoSession(world, JSON.stringify(session(-60))), [
        0,
        "no_token",
      ]],
      ["one that lasts", async () => void await leaveSsoSession(world, center), [0, "no_token"]],
    ] as const
  ) {
    await t.step(name, async () => {
      await prepare();
      const { code, stdout } = await world.run(["status", hostOf(DEV), "-o", "json"]);
      const { state, command, identity } = JSON.parse(stdout).registries[0];
      deepStrictEqual([code, state, identity], [...expected, "dev-admin"]);
      strictEqual(
        command,
        state === "login_needed" ? `atmos-ecr login dev/ecr --chdir ${world.sandbox.project}` : null,
      );
    });
  }
  for (
    const [name, prepare, expected] of [
      ["a fresh token and no login", () => writeSsoSession(world, JSON.stringify(over)), [0, "ready"]],
      ["a stale token and no login", () => ageTokens(world.sandbox, 7), [1, "login_needed"]],
      ["a stale token and a login", async () => void await leaveSsoSession(world, center), [0, "ready"]],
    ] as const
  ) {
    await t.step(name, async () => {
      if (name.startsWith("a fresh")) {
        const { code, stderr } = await world.run(["credential", "get"], { stdin: hostOf(DEV) });
        strictEqual(code, 0, stderr);
        await removeSessions(world.sandbox);
      }
      await prepare();
      const { code, stdout } = await world.run(["status", hostOf(DEV), "-o", "json"]);
      const { state, command } = JSON.parse(stdout).registries[0];
      deepStrictEqual([code, state, command], [
        ...expected,
        state === "login_needed" ? `atmos-ecr login dev/ecr --chdir ${world.sandbox.project}` : null,
      ]);
    });
  }
});

/** Makes cached tokens older, with the same life of twelve hours. */
async function ageTokens(sandbox: Sandbox, hours: number): Promise<void> {
  const directory = tokensDirectory(sandbox);
  for await (const { name } of Deno.readDir(directory)) {
    if (!name.endsWith(".json")) continue;
    const path = join(directory, name);
    const entry = JSON.parse(await Deno.readTextFile(path));
    for (const key of ["issued_at", "expires_at"]) {
      entry.token[key] = new Date(Date.parse(entry.token[key]) - hours * 3_600_000).toISOString();
    }
    await Deno.writeTextFile(path, JSON.stringify(entry));
  }
}

/** Removes the sessions of identities, as if they had expired. */
async function removeSessions(sandbox: Sandbox): Promise<void> {
  await Deno.remove(join(sandbox.home, ".config", "atmos"), { recursive: true });
}
