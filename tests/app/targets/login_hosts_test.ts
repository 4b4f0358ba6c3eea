/** Registries as people have them in their clipboard: hosts where integrations are expected. */
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import { tokenTarget } from "../../../src/app/targets/token_target.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";
import { selected, selectionPorts, shown, TEAM, toLogIn, toLogOut, UNNAMED_HOST } from "./selection_bench.ts";

/** How a host is typed. */
const TYPED: readonly string[] = [
  HOST,
  `https://${HOST}`,
  `oci://${HOST}/team/chart`,
  `docker://${HOST}/team/app:1.2`,
  `${HOST}/app@sha256:${"0".repeat(64)}`,
];

Deno.test("loginTargets() and logoutTargets() accept a host in every spelling", async (t) => {
  for (const text of TYPED) {
    await t.step(text, async () => {
      deepStrictEqual(shown((await toLogIn(TEAM, text)).targets), [`${HOST} dev-deploy dev/ecr`]);
      deepStrictEqual(shown((await toLogOut("", text)).targets), [`${HOST} - -`]);
    });
  }
});

/** What is meant for a host → why it is none. */
const NEARLY: readonly (readonly [text: string, reason: RegExp])[] = [
  [HOST.replace(".com", ".co"), /not an ECR domain/],
  [HOST.slice(1), /12 digits/],
  [`http://${HOST}`, /only https:\/\//],
  [`${HOST}:443`, /port/],
  [`${HOST}.`, /ends in a dot/],
  [HOST.toUpperCase(), /not lowercase/],
  [`oci://${HOST}:5000/x`, /port/],
  [`ftp://${HOST}`, /only https:\/\//],
  [`oci://https://${HOST}`, /not an image name/],
  ["https://example.com/app", /not an Amazon ECR host/],
  ["public.ecr.amazonaws.com", /not an Amazon ECR host/],
];

Deno.test("an invalid host is reported with the reason, with and without an atmos.yaml", async (t) => {
  for (const [text, message] of NEARLY) {
    await t.step(text, async () => {
      const error = { code: "REGISTRY_INVALID", exitCode: 2, message };
      await rejects(toLogIn(TEAM, text), error);
      // Without an atmos.yaml, and without the need for one.
      await rejects(toLogIn("", text), error);
      await rejects(toLogOut("", text), error);
      const profile = selected({ integrations: [text], awsProfile: "x" });
      await rejects(loginTargets(profile, selectionPorts("auth: [\n")), error);
    });
  }
});

Deno.test("other words are names of integrations, and what is meant for a host is not", async () => {
  for (const choose of [toLogIn, toLogOut]) {
    await rejects(choose(TEAM, `http://${HOST}`), { code: "REGISTRY_INVALID" });
    await rejects(choose(TEAM, "registry.example.com/app"), {
      code: "INTEGRATION_NOT_FOUND",
      message: 'Cannot find integration "registry.example.com/app"',
    });
  }
});

Deno.test("an integration of the very name of a host wins", async () => {
  const yaml = TEAM.replace("    dev/ecr:", `    ${HOST}:`)
    .replace(
      '{account_id: "222233334444", region: us-east-1}',
      '{account_id: "111122223333", region: us-east-1}',
    );
  for (const choose of [toLogIn, toLogOut]) {
    deepStrictEqual(shown((await choose(yaml, HOST)).targets), [`${UNNAMED_HOST} dev-deploy ${HOST}`]);
  }
});

Deno.test("an integration of the host that cannot be used is an error, and not the environment's login", async () => {
  const yaml = TEAM.replace(
    "dev/ecr: {kind: aws/ecr, via: {identity: dev-deploy}",
    "dev/ecr: {kind: aws/ecr",
  );
  const error = { message: /integration "dev\/ecr"/, exitCode: 2 };
  await rejects(toLogIn(yaml, HOST), error);
  await rejects(tokenTarget(parseRegistry(HOST), {}, selectionPorts(yaml)), error);
});

Deno.test("a host with --identity uses that identity, and integrations can be combined with hosts", async () => {
  const named = selected({ integrations: [HOST], identity: "BUILDER" });
  deepStrictEqual(shown((await loginTargets(named, selectionPorts(TEAM))).targets), [`${HOST} builder -`]);
  const both = await toLogIn(TEAM, "prod/ecr", HOST);
  deepStrictEqual(shown(both.targets), [`${OTHER_HOST} prod-deploy Prod/ECR`, `${HOST} dev-deploy dev/ecr`]);
  const refused = { ...named, integrations: ["prod/ecr", HOST] };
  await rejects(loginTargets(refused, selectionPorts(TEAM)), {
    code: "USAGE",
    message: 'Cannot combine integration "prod/ecr" with --registry',
  });
  await rejects(loginTargets(selected({ integrations: [HOST], all: true }), selectionPorts(TEAM)), {
    code: "USAGE",
  });
});

Deno.test("a host without an integration uses the environment's credentials, with a note", async (t) => {
  for (
    const [yaml, reason] of [
      [TEAM, "no configured integration matches it"],
      ["", "no atmos.yaml was found"],
    ] as const
  ) {
    await t.step(reason, async () => {
      const note = `Using the environment's AWS credentials for ${UNNAMED_HOST}: ${reason}`;
      const login = await toLogIn(yaml, UNNAMED_HOST);
      deepStrictEqual([shown(login.targets), login.notes], [[`${UNNAMED_HOST} - -`], [note]]);
      const token = await tokenTarget(parseRegistry(UNNAMED_HOST), {}, selectionPorts(yaml));
      deepStrictEqual([shown([token.target]), token.notes], [[`${UNNAMED_HOST} - -`], [note]]);
    });
  }
});

Deno.test("outside of its project, a pinned host keeps its identity; a configuration that names it comes first", async () => {
  const pinned = pin({ files: ["/project/atmos.yaml"] });
  const registry = parseRegistry(HOST);
  const outside = selectionPorts("", { pins: [pinned] });
  const login = await loginTargets(selected({ integrations: [`oci://${HOST}/chart`] }), outside);
  const note = `Using identity "dev-deploy" of /project/atmos.yaml, which ${HOST} is pinned to`;
  deepStrictEqual([shown(login.targets), login.notes], [[`${HOST} dev-deploy dev/ecr`], [note]]);
  strictEqual(login.loaded?.auth.identities.get("dev-deploy")?.value?.kind, "aws/assume-role");
  const token = await tokenTarget(registry, {}, outside);
  deepStrictEqual([shown([token.target]), token.notes], [[`${HOST} dev-deploy dev/ecr`], [note]]);
  const inAnother = selectionPorts(TEAM.replaceAll("identity: dev-deploy", "identity: builder"), {
    pins: [pinned],
  });
  const other = await loginTargets(selected({ integrations: [HOST] }), inAnother);
  deepStrictEqual([shown(other.targets), other.notes], [[`${HOST} builder dev/ecr`], []]);
});

Deno.test("a pin that cannot be used is an error: the environment's credentials do not take its place", async () => {
  const outside = selectionPorts("", {
    pins: [pin({ files: ["/project/atmos.yaml"] })],
    pinnedYaml: TEAM.replaceAll("dev-deploy", "renamed"),
  });
  const error = {
    code: "IDENTITY_NOT_FOUND",
    exitCode: 2,
    hint: /or run `atmos-ecr docker install 222233334444\S+ --chdir \/project`$/,
  };
  await rejects(loginTargets(selected({ integrations: [HOST] }), outside), error);
  await rejects(tokenTarget(parseRegistry(HOST), {}, outside), error);
});
