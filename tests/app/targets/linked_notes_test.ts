/** Whatever resolves a host says what it could not read, and whom it has left out. */
import { deepStrictEqual, match } from "node:assert/strict";
import { explainRegistry } from "../../../src/app/docker/explain_registry.ts";
import { installTargets } from "../../../src/app/targets/install_targets.ts";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import type { SelectedTargets, SelectionPorts } from "../../../src/app/targets/selection.ts";
import { tokenTarget } from "../../../src/app/targets/token_target.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { StatusBench } from "../docker/status_bench.ts";
import { selected, selectionPorts, TEAM } from "./selection_bench.ts";

type Resolve = (
  host: string,
  ports: SelectionPorts,
  yaml: string,
) => Promise<Pick<SelectedTargets, "problems" | "notes">>;

const RESOLVING: Readonly<Record<string, Resolve>> = {
  login: (host, ports) => loginTargets(selected({ integrations: [host] }), ports),
  token: (host, ports) => tokenTarget(parseRegistry(host), {}, ports),
  install: (host, ports) => installTargets({ hosts: [host], all: false }, ports),
  explain: (host, _, yaml) => explainRegistry(parseRegistry(host), new StatusBench({ yaml }).ports),
};

Deno.test("an integration that cannot be read, of a host that no other names, is reported", async (t) => {
  const yaml = TEAM.replaceAll("kind: aws/ecr,", "kind: aws/ecrr,");
  for (const [name, resolve] of Object.entries(RESOLVING)) {
    await t.step(name, async () => {
      const { problems } = await resolve(HOST, selectionPorts(yaml), yaml);
      match(
        problems.map(({ message }) => message).join("\n"),
        /^Cannot use integration "dev\/ecr": "kind" is "aws\/ecrr"/m,
      );
    });
  }
});

Deno.test("an integration of a second identity for the host is reported", async (t) => {
  const yaml = TEAM.replaceAll('account_id: "222233334444"', 'account_id: "333344445555"');
  for (const [name, resolve] of Object.entries(RESOLVING)) {
    await t.step(name, async () => {
      deepStrictEqual((await resolve(OTHER_HOST, selectionPorts(yaml), yaml)).notes, [
        `${OTHER_HOST} is configured for two identities: using "dev-deploy" (dev/ecr/eu), not "prod-deploy" (Prod/ECR)`,
      ]);
    });
  }
});
