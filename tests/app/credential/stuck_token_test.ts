/** A cached token that cannot be removed: the helper would still answer with it, so no logout calls it removed. */
import { deepStrictEqual } from "node:assert/strict";
import { logOut, type LogoutPorts } from "../../../src/app/auth/log_out.ts";
import { planLogout } from "../../../src/app/auth/plan_logout.ts";
import { DockerLogins } from "../../../src/app/login/docker_logins.ts";
import { logout } from "../../../src/app/login/logout.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { MemoryCredentialStores } from "../../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemoryTokenCache } from "../../fakes/memory_token_cache.ts";
import { authConfig } from "../../support/config_tree.ts";
import { entryOf, HOST, keyOf, NOW, OTHER_HOST, tokenLeft } from "../../support/helper_fixtures.ts";

const AUTH = authConfig({
  identities: {
    dev: {
      kind: "aws/assume-role",
      via: { identity: "base" },
      principal: { assume_role: "arn:aws:iam::222233334444:role/dev" },
    },
    base: { kind: "aws/ambient" },
  },
  integrations: {
    "dev/ecr": {
      kind: "aws/ecr",
      via: { identity: "dev" },
      spec: { registry: { account_id: "222233334444", region: "us-east-1" } },
    },
  },
});

/** A cache with the tokens of two registries, of which one stays, and a Docker without logins. */
async function stores(): Promise<{ readonly cache: MemoryTokenCache; readonly docker: DockerLogins }> {
  const cache = new MemoryTokenCache(() => NOW);
  for (const host of [HOST, OTHER_HOST]) await cache.write(keyOf(host), entryOf(tokenLeft(3600), host));
  cache.stuck.add(HOST);
  return { cache, docker: new DockerLogins(new MemoryDockerConfigStore(), new MemoryCredentialStores()) };
}

async function hostsIn(cache: MemoryTokenCache): Promise<string[]> {
  return (await cache.list()).map(({ host }) => host);
}

Deno.test("logout() fails for the registry whose token stays, and for no other", async () => {
  const { cache, docker } = await stores();
  const targets = [HOST, OTHER_HOST].map((host) => ({ registry: parseRegistry(host) }));
  const outcomes = await logout(targets, { cache, docker });
  deepStrictEqual(
    outcomes.map((one) => one.status === "failed" ? one.error.code : one.status),
    ["STATE_UNUSABLE", "ok"],
  );
  deepStrictEqual(await hostsIn(cache), [HOST]);
  cache.stuck.clear();
  deepStrictEqual((await logout(targets, { cache, docker })).map(({ status }) => status), ["ok", "ok"]);
  deepStrictEqual(await hostsIn(cache), []);
});

Deno.test("logOut() fails for a token that stays, of an identity, of all, and of all realms", async (t) => {
  const rows = [
    ["an identity", { kind: "identity", name: "dev" }, undefined],
    ["all", { kind: "all" }, undefined],
    // Which removes the tokens of registries that no configuration names, too.
    ["all realms", { kind: "all" }, { list: () => Promise.resolve([]), remove: () => Promise.resolve(true) }],
  ] as const;
  for (const [name, scope, allSessions] of rows) {
    await t.step(name, async () => {
      const { cache, docker } = await stores();
      const sessions = new MemoryIdentitySessions();
      const ports = { cache, docker: () => docker, sessions, keychain: false } as Partial<LogoutPorts>;
      const removed = async (): Promise<string[]> => {
        const outcomes = await logOut(planLogout(AUTH, scope, "acme"), ports as LogoutPorts, allSessions);
        return outcomes.map((one) => `${one.kind} ${one.status === "failed" ? one.error.code : one.status}`);
      };
      const isEverything = allSessions !== undefined;
      deepStrictEqual(await removed(), ["token STATE_UNUSABLE", ...(isEverything ? ["token ok"] : [])]);
      deepStrictEqual(await hostsIn(cache), isEverything ? [HOST] : [HOST, OTHER_HOST]);
      cache.stuck.clear();
      deepStrictEqual(await removed(), ["token ok"]);
    });
  }
});
