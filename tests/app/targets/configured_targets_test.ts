import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import { listIntegrations } from "../../../src/app/targets/configured_targets.ts";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import { HOST, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { EU_HOST, selected, selectionPorts, shown, TEAM, UNNAMED_HOST } from "./selection_bench.ts";

/** Integrations as `NAME HOST`, and problems as `LINE message`. */
async function listed(yaml: string): Promise<{
  readonly integrations: readonly string[];
  readonly problems: readonly string[];
}> {
  const { integrations, problems } = await listIntegrations(selectionPorts(yaml));
  return {
    integrations: integrations.map(({ integration: { name }, host }) => `${name} ${host}`),
    problems: problems.map(({ position, message }) => `${position?.line} ${message}`),
  };
}

Deno.test("listIntegrations() lists integrations of ECR alone", async () => {
  deepStrictEqual(await listed(TEAM), {
    integrations: [
      `dev/ecr ${HOST}`,
      `dev/ecr/eu ${EU_HOST}`,
      `Prod/ECR ${OTHER_HOST}`,
      "public public.ecr.aws",
    ],
    problems: [],
  });
  await rejects(listed(""), { code: "CONFIG_NOT_FOUND" });
});

Deno.test("listIntegrations() lists valid entries and reports invalid ones", async () => {
  const { integrations, problems } = await listed(TEAM.replace("kind: aws/ecr-public", "kind: aws/ecr"));
  deepStrictEqual(integrations.length, 3);
  ok(problems.length > 0);
  for (const problem of problems) match(problem, /^17 .*"public"/);
});

Deno.test("an integration of the first draft has several registries, and is reported", async () => {
  const yaml = `auth:
  identities:
    dev: {kind: aws/ambient}
  integrations:
    first:
      kind: aws/ecr
      identity: dev
      registries:
        - {account_id: "111122223333", region: us-east-1}
        - {account_id: "222233334444", region: eu-west-1}
`;
  const { integrations, problems } = await listed(yaml);
  deepStrictEqual(integrations, [`first ${UNNAMED_HOST}`, `first ${EU_HOST}`]);
  deepStrictEqual(problems.map((text) => /^(\d+) Reading "\w+"/.exec(text)?.[0]), [
    '7 Reading "identity"',
    '8 Reading "registries"',
  ]);
  const login = await loginTargets(selected({ integrations: ["first"] }), selectionPorts(yaml));
  deepStrictEqual(shown(login.targets), [`${UNNAMED_HOST} dev first`, `${EU_HOST} dev first`]);
});
