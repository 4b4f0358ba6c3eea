/**
 * Every command that the documentation shows works: the calls of this program are made, against the configuration that the reader has
 * before the eyes and the fake AWS. What follows a pipe is another program's; shells have their tests in
 * `tests/program/completion_test.ts` and `tests/e2e`.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ExampleWorld } from "./example_world.ts";
import { callsOf, type Line, linesOf } from "./examples.ts";
import { documents, fencesOf } from "./markdown.ts";
import type { RunnerCall } from "./runner_call.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { installProgram } from "../support/shells.ts";

const DOCUMENTS = await documents();
const LINES = [...DOCUMENTS].flatMap(([path, text]) => linesOf(path, text));

/** What no test can run, and why. */
const NOT_RUN: readonly { readonly line: RegExp; readonly why: string }[] = [
  { line: /^docker (pull|push|build) /, why: "needs Docker's daemon: tests/e2e does it" },
  { line: /^aws ecr get-login-password /, why: "what this program replaces" },
  { line: /^(npx|deno) |^\.ci\//, why: "Deno itself, or the gate's own tasks" },
  { line: /^(brew|scoop) install /, why: "package managers of other systems" },
  { line: /^(curl|sha256sum|tar|sudo|gh|git) /, why: "needs a release, or makes one" },
  { line: /^(version|target|release)=/, why: "variables of those" },
  { line: /^(rm|echo|tr|find) /, why: "the machine's own programs; tests/e2e uninstalls by them" },
];

/** Calls that read standard input are Docker's and the kubelet's: they are made by a shell. */
const BY_SHELL_REGEXP = /^atmos-ecr (credential get|kubelet)\b|\| atmos-ecr credential get/;

/** Calls in text that are names of commands, and not whole. */
const INCOMPLETE: readonly string[] = [
  "atmos-ecr auth exec",
  "atmos-ecr init",
  "atmos-ecr init  # interactively",
  "atmos-ecr init # interactively",
  "atmos-ecr kubelet",
  // Of a host that the same page pins to an identity: the environment's credentials do not take its place.
  "atmos-ecr login --registry HOST",
];

/** Calls about keys that are asked for on a terminal, or kept in the system's keyring: tests of the commands make them. */
const KEYS_REGEXP = /atmos-ecr auth (?:user configure|logout .*--keychain)/;

/** Calls that begin. */
const INIT_REGEXP = /^atmos-ecr init\b/;

/** Calls that tell by their exit code what they have found. */
const TELLING_REGEXP = /^atmos-ecr status \d/;

/** What docs/commands.md leaves to the kubelet; docs/kubernetes.md writes its own. */
const REQUEST = {
  apiVersion: "credentialprovider.kubelet.k8s.io/v1",
  kind: "CredentialProviderRequest",
  image: "public.ecr.aws/app",
};

/** docs/commands.md is put together from the help, which tells of this configuration. */
const HELP_CONFIG = `auth:
  realm: acme
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    dev-admin:
      kind: aws/permission-set
      default: true
      tags: [dev, tools, prod]
      via: {provider: acme-sso}
      principal: {name: Admin, account: {id: "222233334444"}}
    builder: {kind: aws/user}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev-admin}, spec: {registry: {account_id: "123456789012", region: eu-west-1}}}
    prod/ecr: {kind: aws/ecr, via: {identity: dev-admin}, spec: {registry: {account_id: "210987654321", region: us-east-1}}}
    dev.ecr: {kind: aws/ecr, via: {identity: dev-admin}, spec: {registry: {account_id: "123456789012", region: us-east-1}}}
`;
const README_CONFIG = LINES.find(({ place }) => place.startsWith("README.md:"))?.config ?? "";

function configOf({ place, config, text }: Line): string {
  if (INIT_REGEXP.test(text)) return "";
  return pageOf(place) === "docs/commands.md" ? HELP_CONFIG : config ?? README_CONFIG;
}

function pageOf(place: string): string {
  return place.replace(/:\d+$/, "");
}

Deno.test("every shell line is run here, or listed as not run", () => {
  const unused = new Set(NOT_RUN);
  for (const line of LINES) {
    const reason = NOT_RUN.find((one) => one.line.test(line.text));
    if (reason !== undefined) unused.delete(reason);
    ok(reason !== undefined || callsOf(line).length > 0, `${line.place}: ${line.text}`);
  }
  deepStrictEqual([...unused], []);
});

Deno.test({
  name: "the calls of the program end well",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await using world = await ExampleWorld.create();
    const calls: { readonly line: Line; readonly call: RunnerCall }[] = [];
    const known = new Set<string>();
    for (const line of LINES) {
      if (BY_SHELL_REGEXP.test(line.text) || KEYS_REGEXP.test(line.text) || INCOMPLETE.includes(line.text)) {
        continue;
      }
      for (const args of callsOf(line)) {
        const key = JSON.stringify([configOf(line), args]);
        if (known.has(key)) continue;
        known.add(key);
        // A first configuration is written where there is none.
        const home = INIT_REGEXP.test(line.text) ? line.text : pageOf(line.place);
        const sandbox = await world.sandbox(home, configOf(line));
        calls.push({ line, call: world.call(args, sandbox) });
      }
    }
    const ends = await run(calls.map(({ call }) => call));
    for (const [index, { line: { place, text } }] of calls.entries()) {
      const { code, stdout, stderr } = ends[index] ?? {};
      await t.step(`${place}: ${text}`, () => {
        const expected = TELLING_REGEXP.test(text) && code === 1 ? 1 : 0;
        strictEqual(code, expected, `${stdout}${stderr}`);
        // The one output of these that a page shows.
        if (text.includes("-o mermaid") && place.startsWith("docs/identities.md:")) {
          ok(DOCUMENTS.get("docs/identities.md")?.includes(`\`\`\`mermaid\n${stdout}\`\`\`\n`), stdout);
        }
      });
    }
  },
});

Deno.test({
  name: "the questions of Docker and the kubelet are answered",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using world = await ExampleWorld.create();
    const blocks = [...DOCUMENTS].flatMap(([path, text]) => fencesOf(path, text)).filter((
      { language, text },
    ) => language === "sh" && text.split("\n").some((line) => BY_SHELL_REGEXP.test(line)));
    ok(blocks.length > 0);
    await Promise.all(blocks.map(async ({ place, text }) => {
      const sandbox = await world.sandbox(place, README_CONFIG);
      await sandbox.write("request.json", JSON.stringify(REQUEST));
      const lines = text.split("\n").filter((line) =>
        line.includes("request.json") || BY_SHELL_REGEXP.test(line)
      );
      const env = { ...world.environment(sandbox), PATH: await installProgram(sandbox) };
      const { code, stdout, stderr } = await sandbox.execute(["sh", "-ec", lines.join("\n")], { env });
      strictEqual(code, 0, `${place}: ${stderr}`);
      ok(stdout.startsWith("{") || stdout.includes(" would be pulled "), stdout);
    }));
  },
});

/** How a call ended. */
interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes all calls in one process. */
async function run(calls: readonly RunnerCall[]): Promise<End[]> {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, JSON.stringify(calls));
  const runner = fromFileUrl("docs/call_runner.ts");
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", "--cached-only", runner, file],
    cwd: fromFileUrl("../"),
    stdin: "null",
  }).output();
  await Deno.remove(file);
  const out = new TextDecoder().decode(stdout).split("\0");
  const err = new TextDecoder().decode(stderr).split("\0");
  return calls.map((_call, index) => ({
    code: Number(out[2 * index + 1]),
    stdout: out[2 * index] ?? "",
    stderr: err[index] ?? "",
  }));
}
