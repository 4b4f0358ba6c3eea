import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import type { Selection } from "../../../src/domain/login/selection.ts";
import { HOST, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { EU_HOST, selected, selectionPorts, shown, TEAM, toLogIn, UNNAMED_HOST } from "./selection_bench.ts";

const OF_DEV: readonly string[] = [
  `${HOST} dev-deploy dev/ecr`,
  `${EU_HOST} dev-deploy dev/ecr/eu`,
  "public.ecr.aws dev-deploy public",
];
const OF_PROD: readonly string[] = [`${OTHER_HOST} prod-deploy Prod/ECR`];

Deno.test("loginTargets() uses the flag, then ATMOS_IDENTITY, then the default identity; --all uses every one", async (t) => {
  const rows: readonly (readonly [Partial<Selection>, string | undefined, readonly string[]])[] = [
    [{}, undefined, OF_DEV],
    [{}, "PROD-deploy", OF_PROD],
    [{ identity: "dev-deploy" }, "prod-deploy", OF_DEV],
    [{ identity: "Prod-Deploy" }, undefined, OF_PROD],
    [{ all: true }, "builder", [...OF_DEV.slice(0, 2), ...OF_PROD, ...OF_DEV.slice(2)]],
    [{ integrations: ["PROD/ecr", "dev/ecr"] }, "builder", [...OF_PROD, ...OF_DEV.slice(0, 1)]],
  ];
  for (const [selection, variable, expected] of rows) {
    await t.step(`${JSON.stringify(selection)} ${variable}`, async () => {
      const ports = selectionPorts(TEAM, variable === undefined ? {} : { variable });
      deepStrictEqual(shown((await loginTargets(selected(selection), ports)).targets), expected);
    });
  }
});

Deno.test("loginTargets() of registries alone reads no atmos.yaml, and uses the environment or the given identity", async () => {
  const registries = [`https://${UNNAMED_HOST}/app:1`, EU_HOST];
  const ambient = selected({ registries, public: true });
  deepStrictEqual(shown((await loginTargets(ambient, selectionPorts("auth: [\n"))).targets), [
    `${UNNAMED_HOST} - -`,
    `${EU_HOST} - -`,
    "public.ecr.aws - -",
  ]);
  const named = { ...ambient, identity: "Prod-Deploy" };
  deepStrictEqual(shown((await loginTargets(named, selectionPorts(TEAM))).targets), [
    `${UNNAMED_HOST} prod-deploy -`,
    `${EU_HOST} prod-deploy -`,
    "public.ecr.aws prod-deploy -",
  ]);
  await rejects(loginTargets(named, selectionPorts("")), { code: "CONFIG_NOT_FOUND" });
});

/** A `via` that cannot be used → what is said of it. */
const STRAY: Readonly<Record<string, readonly [via: string, message: RegExp, hint: RegExp]>> = {
  "both": [
    "via: {identity: dev-deploy, provider: acme}, ",
    /"via" specifies both an identity and a provider/,
    /./,
  ],
  "neither": ["via: {}, ", /integration "lost\/ecr"/, /Add via: \{identity: NAME\}/],
  "none": ["", /integration "lost\/ecr"/, /Add via: \{identity: NAME\}/],
  "an identity that is not there": [
    "via: {identity: dev-deplyo}, ",
    /there is no identity "dev-deplyo"/,
    /./,
  ],
  "a provider that is not there": ["via: {provider: acme}, ", /there is no provider "acme"/, /./],
};

/** {@linkcode TEAM} with an integration of nobody's. */
function withStray(via: string): string {
  return TEAM.replace(
    "  integrations:\n",
    `  integrations:\n    lost/ecr: {kind: aws/ecr, ${via}spec: {registry: {account_id: "222233334444", region: us-west-2}}}\n`,
  );
}

Deno.test("loginTargets() reports an integration of nobody, which cannot be named itself", async (t) => {
  for (const [name, [via, message, hint]] of Object.entries(STRAY)) {
    await t.step(name, async () => {
      const yaml = withStray(via);
      const { targets, problems } = await loginTargets(selected(), selectionPorts(yaml));
      deepStrictEqual(shown(targets), OF_DEV);
      const [problem, ...others] = problems;
      deepStrictEqual([problem?.severity, others], ["warning", []]);
      strictEqual(problem?.position?.file, "atmos.yaml");
      match(problem.message, /integration "lost\/ecr"/);
      match(problem.message, message);
      match(problem.hint ?? "", hint);
      await rejects(toLogIn(yaml, "lost/ecr"), { exitCode: 2 });
    });
  }
});

Deno.test("loginTargets() reports an integration of nobody beside a named identity, and not beside a named integration", async () => {
  const yaml = withStray("via: {provider: acme}, ");
  const ofIdentity = await loginTargets(selected({ identity: "dev-deploy" }), selectionPorts(yaml));
  deepStrictEqual(ofIdentity.problems.map(({ code }) => code), ["PROVIDER_NOT_FOUND"]);
  deepStrictEqual((await toLogIn(yaml, "dev/ecr")).problems, []);
});
