/** The registries of a login for which a person chooses an identity or integrations. */
import { deepStrictEqual } from "node:assert/strict";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { HOST, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { selected, selectionPorts, shown, TEAM } from "./selection_bench.ts";

const WITHOUT_DEFAULT = TEAM.replace("default: true", "default: false");

Deno.test("a login as a chosen identity goes to the registries of that identity", async () => {
  const prompter = new ScriptedPrompter("prod-deploy");
  const ports = { ...selectionPorts(TEAM), prompter };
  const { targets } = await loginTargets(selected({ identity: true }), ports);
  deepStrictEqual(prompter.questions, ["Which identity?"]);
  deepStrictEqual(shown(targets), [`${OTHER_HOST} prod-deploy Prod/ECR`]);
});

Deno.test("a login to chosen integrations goes to those", async () => {
  const prompter = new ScriptedPrompter("dev/ecr,Prod/ECR");
  const { targets } = await loginTargets(selected(), { ...selectionPorts(WITHOUT_DEFAULT), prompter });
  deepStrictEqual(prompter.questions, ["Which integration?"]);
  deepStrictEqual(shown(targets), [`${HOST} dev-deploy dev/ecr`, `${OTHER_HOST} prod-deploy Prod/ECR`]);
});
