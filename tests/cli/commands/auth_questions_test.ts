/** Commands that ask for an identity, and what a person who leaves the question has done by that: nothing. */
import { deepStrictEqual, match } from "node:assert/strict";
import type { AuthDependencies } from "../../../src/cli/command/dependencies.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { Bench } from "../../support/bench.ts";

const IDENTITIES = "dev: {kind: aws/ambient}, prod: {kind: aws/ambient}";
const WITH_DEFAULT = IDENTITIES.replace("aws/ambient", "aws/ambient, default: true");

/** What is typed, and the identities that there are. The ways to AWS and to programs are missing: it would be a defect to take one. */
const ROWS: readonly (readonly [line: string, identities: string])[] = [
  ["auth login --identity", WITH_DEFAULT],
  ["auth login", IDENTITIES],
  ["auth whoami", IDENTITIES],
  ["auth env -i", WITH_DEFAULT],
  ["auth exec -- echo ran", IDENTITIES],
  ["auth shell -i", WITH_DEFAULT],
];

Deno.test("a question for an identity that is left ends the command with 130", async (t) => {
  for (const [line, identities] of ROWS) {
    await t.step(line, async () => {
      const prompter = new ScriptedPrompter("leave");
      const bench = new Bench({
        prompter,
        authDependencies: () => Promise.resolve({} as AuthDependencies),
        configurations: () =>
          new MemoryConfigurations({ "atmos.yaml": `auth: {identities: {${identities}}}` }),
      });
      const code = await bench.run(...line.split(" "));
      deepStrictEqual([code, prompter.questions], [130, ["Which identity?"]], bench.err);
      deepStrictEqual(prompter.offered.flat().map(({ name }) => name), ["dev", "prod"]);
      match(bench.err, /\[CANCELLED\]/);
    });
  }
});
