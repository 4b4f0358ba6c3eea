import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { resolveCacheKey } from "../../../src/app/credential/locate_credential.ts";
import type { RegistryState } from "../../../src/domain/docker/registry_state.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, NOW, OTHER_HOST, pin, tokenLeft } from "../../support/helper_fixtures.ts";
import { TEAM, UNNAMED_HOST } from "../targets/selection_bench.ts";
import { StatusBench } from "./status_bench.ts";

const OURS = { credHelpers: { [HOST]: "atmos-ecr" } };
const PIN = pin({ files: ["/project/atmos.yaml"] });

/** A login whose password says when it ends. */
function loginUntil(end: number): object {
  return { auths: { [HOST]: { auth: btoa(`AWS:${btoa(JSON.stringify({ expiration: end }))}`) } } };
}
const LASTING = NOW.getTime() / 1000 + 3600;

Deno.test("dockerStatus() knows the state of whatever provides a login, and the command that repairs it", async (t) => {
  const login = "atmos-ecr login dev/ecr";
  const install = `atmos-ecr docker install ${HOST}`;
  const rows: readonly (readonly [string, object, string, RegistryState, string?])[] = [
    ["nothing", {}, "none", "none", login],
    ["a login that lasts", loginUntil(LASTING), "auths", "ready"],
    ["a login that has ended", loginUntil(1_700_000_000), "auths", "expired", login],
    [
      "a login that does not tell",
      { auths: { [HOST]: { auth: btoa("AWS:canary") } } },
      "auths",
      "unknown",
    ],
    ["a store that is there", { credsStore: "pass" }, "store", "unknown"],
    ["a store that is not there", { credsStore: "gone" }, "store", "broken", `${install} --force`],
    ["our helper without a pin", OURS, "helper", "broken", install],
  ];
  for (const [name, docker, provided, state, command] of rows) {
    await t.step(name, async () => {
      const bench = new StatusBench({ yaml: TEAM, docker, programs: ["pass"] });
      const { registries: [status] } = await bench.status(HOST);
      deepStrictEqual([status?.answer.providedBy, status?.state, status?.command], [
        provided,
        state,
        command,
      ]);
      strictEqual(status?.expiresAt?.getTime(), state === "ready" ? LASTING * 1000 : endOf(state));
    });
  }
});

/** An expired login still tells when it has ended. */
function endOf(state: RegistryState): number | undefined {
  return state === "expired" ? 1_700_000_000_000 : undefined;
}

Deno.test("dockerStatus() names a login by host where no integration does", async () => {
  const { registries: [status] } = await new StatusBench({ docker: {} }).status(UNNAMED_HOST);
  strictEqual(status?.command, `atmos-ecr login ${UNNAMED_HOST}`);
});

Deno.test("the commands of dockerStatus() select the same configuration", async (t) => {
  const login = "atmos-ecr login dev/ecr";
  const install = `atmos-ecr docker install ${HOST}`;
  const rows: readonly (readonly [string, object, string])[] = [
    ["nothing", {}, login],
    ["a login that has ended", loginUntil(1_700_000_000), login],
    ["a store that is not there", { credsStore: "gone" }, `${install} --force`],
    ["our helper without a pin", OURS, install],
  ];
  for (const [name, docker, command] of rows) {
    await t.step(name, async () => {
      const bench = new StatusBench({ yaml: TEAM, docker });
      bench.files = { "profiles/my ci/a.yaml": "{}\n" };
      bench.selection = { ...bench.selection, chdir: "/project", profiles: ["my ci"], basePath: "." };
      const { registries: [status] } = await bench.status(HOST);
      strictEqual(status?.command, `${command} --chdir /project --profile 'my ci' --base-path .`);
    });
  }
});

Deno.test("dockerStatus() shows a pinned registry's token: none, a fresh one, and not one that has expired", async () => {
  const bench = new StatusBench({ yaml: TEAM, docker: OURS, pins: [PIN] });
  const read = async (): Promise<readonly unknown[]> => {
    const { registries: [status], notes } = await bench.status(HOST);
    return [status?.state, status?.expiresAt, status?.principal, status?.identity, status?.command, notes];
  };
  deepStrictEqual(await read(), ["no_token", undefined, undefined, "dev-deploy", undefined, []]);
  const token = tokenLeft(11 * 3600);
  const principal = { arn: "arn:aws:sts::222233334444:assumed-role/deploy/me", account: "222233334444" };
  await bench.cacheToken(PIN, token, { principal });
  deepStrictEqual(await read(), ["ready", token.expiresAt, principal, "dev-deploy", undefined, []]);
  await bench.cacheToken(PIN, tokenLeft(-1));
  deepStrictEqual(await read(), ["no_token", undefined, undefined, "dev-deploy", undefined, []]);
});

Deno.test("dockerStatus() shows all registries that are configured, pinned, or in Docker's configuration, once and sorted", async () => {
  const fips = "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com";
  const bench = new StatusBench({
    yaml: TEAM,
    docker: {
      auths: { [`https://${OTHER_HOST}/v1/`]: { auth: "eDp5" }, "registry.example": { auth: "eDp5" } },
      credHelpers: { [fips]: "ecr-login", "ecr-public.aws.com": "pass", "gcr.io": "gcr" },
    },
    // The pin has the plain name of a registry that has another one in Docker's configuration.
    pins: [pin({ host: UNNAMED_HOST }), pin({ host: "444455556666.dkr.ecr.us-east-1.amazonaws.com" })],
  });
  deepStrictEqual((await bench.status()).registries.map(({ registry }) => registry.host), [
    fips,
    HOST.replace("us-east-1", "eu-west-1"),
    HOST,
    OTHER_HOST,
    "444455556666.dkr.ecr.us-east-1.amazonaws.com",
    "ecr-public.aws.com",
    "public.ecr.aws",
  ]);
});

Deno.test("dockerStatus() reports what makes Docker ignore its configuration, and fails for one that is damaged", async () => {
  const bench = new StatusBench({ variables: { DOCKER_AUTH_CONFIG: "{}" } });
  bench.docker.text = "\uFEFF{}";
  deepStrictEqual((await bench.status()).notes, [
    "DOCKER_AUTH_CONFIG is set: its logins take precedence over everything shown here",
    "/home/user/.docker/config.json starts with a byte-order mark, which Docker cannot read",
  ]);
  bench.docker.text = "{";
  await rejects(bench.status(), { code: "DOCKER_CONFIG_INVALID", exitCode: 2 });
  await rejects(bench.status("registry.example"), { code: "REGISTRY_INVALID", exitCode: 2 });
});

Deno.test("dockerStatus() goes on with an atmos.yaml that is broken, and without one", async () => {
  const docker = { auths: { [HOST]: { auth: btoa("AWS:canary") } } };
  const broken = await new StatusBench({ yaml: "auth: [\n", docker }).status();
  deepStrictEqual(broken.registries.map(({ registry, identity }) => [registry.host, identity]), [[
    HOST,
    undefined,
  ]]);
  const [problem] = broken.problems;
  deepStrictEqual([problem?.severity, problem?.position?.file], ["warning", "atmos.yaml"]);
  const { registries, problems, notes } = await new StatusBench().status();
  deepStrictEqual([registries, problems, notes], [[], [], []]);
});

Deno.test("dockerStatus() shows pins that are damaged", async () => {
  const bench = new StatusBench({ yaml: TEAM, docker: OURS, pins: [PIN] });
  bench.pins.damaged.add(HOST);
  for (const hosts of [[HOST], []]) {
    const status = (await bench.status(...hosts)).registries.find(({ registry }) => registry.host === HOST);
    deepStrictEqual([status?.state, status?.failure?.code, status?.command], [
      "broken",
      "STATE_UNUSABLE",
      `atmos-ecr docker install ${HOST}`,
    ]);
  }
});

Deno.test("dockerStatus() says how a pin and its configuration differ, and names the command", async (t) => {
  const install = `atmos-ecr docker install ${HOST}`;
  const bench = new StatusBench({ yaml: TEAM, docker: OURS });
  // As `docker install` pins it: with the definition of its principal.
  const { key: { definition } } = await resolveCacheKey(parseRegistry(HOST), PIN, bench.ports);
  const pinned = { ...PIN, definition };
  const edited = TEAM.replace("222233334444:role/deploy", "222233334444:role/admin");
  const relinked = TEAM.replace("via: {identity: dev-deploy}, spec", "via: {identity: builder}, spec");
  const rows = [
    {
      name: "another principal by the same name",
      yaml: edited,
      note: /identity "dev-deploy" has changed since it was pinned$/,
      command: `${install} --chdir /project`,
    },
    {
      name: "another integration's identity",
      yaml: relinked,
      note: /is pinned to "dev-deploy", but integration "dev\/ecr" now uses identity "builder"$/,
      command: `${install} --repin`,
    },
    {
      name: "the same, from outside",
      yaml: "{}\n",
      pinnedYaml: relinked,
      note: /is pinned to "dev-deploy", but integration "dev\/ecr" now uses identity "builder"$/,
      command: `${install} --chdir /project`,
    },
    {
      name: "another project with an identity of the same name",
      yaml: edited,
      pinnedYaml: TEAM,
      note: /identity "dev-deploy" in this configuration is a different principal from the pinned one$/,
      command: `${install} --repin`,
    },
    {
      name: "an identity that is gone",
      yaml: TEAM.replaceAll("dev-deploy", "renamed"),
      note: /^The helper can no longer log in to \S+\. Cannot find identity "dev-deploy"$/,
      command: `${install} --chdir /project`,
      state: "broken",
    },
  ];
  for (const { name, yaml, pinnedYaml, note, command, state = "no_token" } of rows) {
    await t.step(name, async () => {
      const bench = new StatusBench({ yaml, docker: OURS, pins: [pinned] });
      bench.pinnedYaml = pinnedYaml;
      const { registries: [status], notes } = await bench.status(HOST);
      match(notes[0] ?? "", note);
      deepStrictEqual([status?.state, status?.command], [state, command]);
    });
  }
});
