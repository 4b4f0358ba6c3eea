/** Commands in a configuration of which only a profile has what they need. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { AuthDependencies, HelperDependencies } from "../../../src/cli/command/dependencies.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import { Bench } from "../../support/bench.ts";

const AUTH = `auth:
  providers:
    acme: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    deploy: {kind: aws/ambient, default: true}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: deploy}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`;
const PROFILES = {
  "profiles/ci/auth.yaml": AUTH,
  "profiles/empty/other.yaml": "logs: {level: Info}\n",
  "profiles/broken/auth.yaml": "auth: [\n",
};
/** What these commands have but do not come to use. */
const UNUSED = {
  authDependencies: () => Promise.resolve({} as AuthDependencies),
  helperDependencies: () => Promise.resolve({} as HelperDependencies),
};
const NOTHING = "logs: {level: Info}\n";
const OTHERS = "auth: {identities: {me: {kind: aws/ambient}}}\n";

async function run(atmosYaml: string, line: string): Promise<{ code: number; err: string }> {
  const bench = new Bench({
    ...UNUSED,
    prompter: NON_INTERACTIVE_PROMPTER,
    configurations: () => new MemoryConfigurations({ "atmos.yaml": atmosYaml, ...PROFILES }),
  });
  return { code: await bench.run(...line.split(" ")), err: bench.err };
}

Deno.test("an auth section that only a profile has is named with that profile", async (t) => {
  const lines = [
    "auth login",
    "auth whoami",
    "auth env",
    "auth list",
    "auth exec -- x",
    "login",
    "login --all",
  ];
  for (const line of lines) {
    await t.step(line, async () => {
      const { code, err } = await run(NOTHING, line);
      strictEqual(code, 2, err);
      match(err, /Cannot find an auth section without a profile: profile "ci" has one/);
      match(err, /Run again with --profile ci\b/);
    });
  }
});

/** What is typed → what only a profile has. */
const NAMED: readonly (readonly [line: string, what: string])[] = [
  ["auth login deploy", 'identity "deploy"'],
  ["login -i deploy", 'identity "deploy"'],
  ["login dev/ecr", 'integration "dev/ecr"'],
  ["docker install -i deploy", 'identity "deploy"'],
  ["auth login --provider acme", 'provider "acme"'],
];

Deno.test("an entry that only a profile has is named with that profile", async (t) => {
  for (const [line, what] of NAMED) {
    await t.step(line, async () => {
      const { code, err } = await run(OTHERS, line);
      strictEqual(code, 2, err);
      match(err, new RegExp(`Cannot find ${what} without a profile: profile "ci" has it`));
    });
  }
});

Deno.test("profiles are not searched where one is selected, and named only where they have it", async () => {
  for (const line of ["auth login deploy --profile empty", "auth login nowhere"]) {
    const { code, err } = await run(OTHERS, line);
    deepStrictEqual([code, /\[?IDENTITY_NOT_FOUND/.test(err)], [2, true], err);
  }
});
