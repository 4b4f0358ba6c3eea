import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { chooseProfile, requireAuthOrProfile } from "../../../src/app/targets/choose_profile.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";

const CONFIGURATIONS = new MemoryConfigurations({
  "atmos.yaml": "{}",
  "profiles/local/a.yaml": "{}",
  ".atmos/profiles/ci/a.yaml": "{}",
});

Deno.test("chooseProfile() offers the profiles that there are", async () => {
  const prompter = new ScriptedPrompter("local");
  strictEqual(
    await chooseProfile({ configurations: CONFIGURATIONS, configSelection: NO_SELECTION, prompter }),
    "local",
  );
  deepStrictEqual(prompter.offered.flat(), [{ name: "ci" }, { name: "local" }]);
});

Deno.test("chooseProfile() lists the choices if prompts are impossible, or there are none", async () => {
  await rejects(
    chooseProfile({
      configurations: CONFIGURATIONS,
      configSelection: NO_SELECTION,
      prompter: NON_INTERACTIVE_PROMPTER,
    }),
    {
      code: "SELECTION_REQUIRED",
      hint: "Specify --profile NAME (ci, local)",
    },
  );
  await rejects(
    chooseProfile({
      configurations: new MemoryConfigurations({}),
      configSelection: NO_SELECTION,
      prompter: new ScriptedPrompter(),
    }),
    {
      code: "SELECTION_REQUIRED",
      message: /there are no profiles/,
    },
  );
});

Deno.test("requireAuthOrProfile() offers the profiles that have what is missing, and goes on with the chosen one", async () => {
  const section = "auth: {identities: {dev: {kind: aws/ambient}}}\n";
  const configurations = new MemoryConfigurations({
    "atmos.yaml": "logs: {level: Info}\n",
    "profiles/ci/a.yaml": section,
    "profiles/empty/a.yaml": "{}",
    "profiles/local/a.yaml": section.replace("dev", "mine"),
  });
  const prompter = new ScriptedPrompter("local");
  const ports = { configurations, configSelection: NO_SELECTION, prompter };
  const { auth, selection } = await requireAuthOrProfile({}, ports);
  deepStrictEqual(prompter.questions, ["Only profiles have an auth section. Which one?"]);
  deepStrictEqual(prompter.offered.flat(), [{ name: "ci" }, { name: "local" }]);
  deepStrictEqual([[...auth.identities.keys()], selection.profiles], [["mine"], ["local"]]);
});
