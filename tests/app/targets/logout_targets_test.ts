import { deepStrictEqual, rejects } from "node:assert/strict";
import { logoutTargets } from "../../../src/app/targets/logout_targets.ts";
import type { Selection } from "../../../src/domain/login/selection.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { EU_HOST, selected, selectionPorts, shown, TEAM, toLogOut, UNNAMED_HOST } from "./selection_bench.ts";

const DEV = `${HOST} dev-deploy dev/ecr`;
const EU = `${EU_HOST} dev-deploy dev/ecr/eu`;
const PROD = `${OTHER_HOST} prod-deploy Prod/ECR`;
const PUBLIC = "public.ecr.aws dev-deploy public";

/** What is logged in to. */
const PRESENT = [UNNAMED_HOST, "public.ecr.aws"].map(parseRegistry);

function targets(yaml: string, selection: Partial<Selection>): Promise<readonly string[]> {
  return logoutTargets(selected(selection), selectionPorts(yaml), () => Promise.resolve(PRESENT))
    .then(({ targets }) => shown(targets));
}

Deno.test("logoutTargets() accepts integrations, identities, hosts and --all", async (t) => {
  const rows: readonly (readonly [Partial<Selection>, readonly string[]])[] = [
    [{ integrations: ["DEV/ecr"] }, [DEV]],
    [{ integrations: ["dev/ecr", UNNAMED_HOST] }, [DEV, `${UNNAMED_HOST} - -`]],
    [{ identity: "Dev-deploy" }, [DEV, EU, PUBLIC]],
    [{ registries: [HOST] }, [`${HOST} - -`]],
    [{ public: true }, ["public.ecr.aws - -"]],
    [{ all: true }, [DEV, EU, PROD, PUBLIC]],
    [{}, [DEV, EU, PUBLIC]],
  ];
  for (const [selection, expected] of rows) {
    await t.step(JSON.stringify(selection), async () => {
      deepStrictEqual(await targets(TEAM, selection), expected);
    });
  }
});

Deno.test("logoutTargets() of --all outside of a project is every login that there is", async () => {
  deepStrictEqual(await targets("", { all: true }), [`${UNNAMED_HOST} - -`, "public.ecr.aws - -"]);
  await rejects(targets("", {}), { code: "CONFIG_NOT_FOUND", hint: /`atmos-ecr logout HOST`/ });
});

Deno.test("logoutTargets() removes logins of identities that are gone or cannot be used", async () => {
  const yaml = TEAM.replace(/ {4}dev-deploy:\n[\s\S]*? {4}prod-deploy:/, "    prod-deploy:");
  deepStrictEqual(shown((await toLogOut(yaml, "dev/ecr")).targets), [DEV]);
  deepStrictEqual(await targets(yaml, { identity: "dev-deploy" }), [DEV, EU, PUBLIC]);
  deepStrictEqual(await targets(yaml, { all: true }), [DEV, EU, PROD, PUBLIC]);
});
