import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { chooseIntegrations } from "../../../src/app/targets/choose_identity.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { authConfig } from "../../support/config_tree.ts";

function auth(isDefault: boolean): ReturnType<typeof authConfig> {
  return authConfig({
    identities: { dev: { kind: "aws/ambient", default: isDefault } },
    integrations: {
      "dev/ecr": {
        kind: "aws/ecr",
        via: { identity: "dev" },
        spec: { registry: { account_id: "111122223333", region: "eu-west-1" } },
      },
      "cluster": { kind: "aws/eks", via: { identity: "dev" } },
      "public": { kind: "aws/ecr-public", via: { identity: "dev" } },
    },
  });
}

Deno.test("chooseIntegrations() prompts if no identity decides, and shows the registries", async () => {
  const prompter = new ScriptedPrompter("public");
  const chosen = await chooseIntegrations({ auth: auth(false), prompter, variable: undefined });
  deepStrictEqual(chosen?.map(({ name }) => name), ["public"]);
  deepStrictEqual(prompter.questions, ["Which integration?"]);
  deepStrictEqual(prompter.offered.flat(), [
    { name: "dev/ecr", detail: "111122223333.dkr.ecr.eu-west-1.amazonaws.com, for dev" },
    { name: "public", detail: "public.ecr.aws, for dev" },
  ]);
});

Deno.test("chooseIntegrations() accepts several", async () => {
  const prompter = new ScriptedPrompter("public,dev/ecr");
  const chosen = await chooseIntegrations({ auth: auth(false), prompter, variable: undefined });
  deepStrictEqual(chosen?.map(({ name }) => name), ["dev/ecr", "public"]);
});

Deno.test("chooseIntegrations() leaves it to the identity, or to the error", async () => {
  for (
    const choice of [
      { auth: auth(true), prompter: new ScriptedPrompter(), variable: undefined },
      { auth: auth(false), prompter: new ScriptedPrompter(), variable: "dev" },
      { auth: auth(false), prompter: NON_INTERACTIVE_PROMPTER, variable: undefined },
      { auth: authConfig({}), prompter: new ScriptedPrompter(), variable: undefined },
    ]
  ) strictEqual(await chooseIntegrations(choice), undefined);
});

Deno.test("chooseIntegrations() can be cancelled", async () => {
  const prompter = new ScriptedPrompter("leave");
  await rejects(chooseIntegrations({ auth: auth(false), prompter, variable: undefined }), {
    code: "CANCELLED",
  });
});
