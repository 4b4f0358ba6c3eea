/** Help, usage errors and the completion of commands are data: no adapter of AWS, no YAML and no use case is loaded for them. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { loadedModules, usersOfNode } from "../support/loaded_modules.ts";
import { programFromSource, Sandbox } from "../support/sandbox.ts";
import { MARK } from "./calls_in_turn.ts";

/** The most modules that any of these loads besides those of the entry, which are the ones of a warm `get`. */
const MAX_MODULES = 50;

/** What must not be among them. The topics of help and the choices of options are of the domain. */
const HEAVY_REGEXP =
  /^(app|helper|mod\.ts|wiring\/(?!cli\.ts)|adapters\/(?!terminal\/(?:process_console|colour)\.ts)|cli\/commands|domain\/(?:auth|config|docker|login|token|trust))/;

const SCRIPT = new URL("calls_in_turn.ts", import.meta.url).href;
/** Runs command lines one after another in one process. */
const IN_TURN: readonly string[] = [...programFromSource().slice(0, -1), SCRIPT];

const CALLS: readonly (readonly [args: readonly string[], shown: RegExp])[] = [
  [["--help"], /^Usage: atmos-ecr /],
  [[], /^Usage: atmos-ecr /],
  [["docker", "install", "--help"], /^Usage: atmos-ecr docker install /],
  [["docker"], /^Usage: atmos-ecr docker /],
  [["login", "--help", "-o", "json"], /"command": "atmos-ecr login"/],
  [["login", "--regsitry"], /Did you mean `--registry`/],
  [["nosuch"], /Unknown command "nosuch"/],
  [["__complete", "docker", "ins"], /^install\t/],
  [["__complete", "login", "--d"], /--device\t/],
];

Deno.test({
  name: "help, usage errors and the completion of commands load nothing of what commands do",
  ignore: Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined,
  fn: async (t) => {
    await using sandbox = await Sandbox.create();
    const entry = new Set((await traced(programFromSource(), ["--version"], sandbox)).modules);
    await t.step("all of them together", async () => {
      const lines = JSON.stringify(CALLS.map(([args]) => args));
      const { modules: all, texts } = await traced(IN_TURN, [lines], sandbox);
      const modules = all.filter((name) => !entry.has(name));
      for (const [index, [, shown]] of CALLS.entries()) match(texts[index] ?? "", shown);
      ok(modules.includes("cli/program.ts"), modules.join("\n"));
      const heavy = modules.filter((name) => HEAVY_REGEXP.test(name) || /^\w+:/.test(name));
      deepStrictEqual(heavy.filter((name) => name !== SCRIPT), []);
      deepStrictEqual(await usersOfNode(modules.filter((name) => name !== SCRIPT)), []);
      ok(modules.length <= MAX_MODULES, `${modules.length} modules`);
    });
    await t.step("names that are known from before", async () => {
      await Deno.writeTextFile(
        join(sandbox.root, "atmos.yaml"),
        "auth: {identities: {dev: {kind: aws/ambient}}}",
      );
      const args = ["__complete", "login", "--identity", ""];
      strictEqual((await sandbox.run(args, { cwd: sandbox.root })).code, 0);
      const { modules, texts: [text = ""] } = await traced(programFromSource(), args, sandbox);
      match(text, /^dev\b/m);
      const heavy = /^(app|adapters\/config)\/|^\w+:/;
      deepStrictEqual(modules.filter((name) => !entry.has(name) && heavy.test(name)), []);
      deepStrictEqual(await usersOfNode(modules), []);
    });
    await t.step(
      "completing an AWS profile loads the reader of the AWS files, no YAML and no SDK",
      async () => {
        await Deno.mkdir(join(sandbox.home, ".aws"));
        await Deno.writeTextFile(join(sandbox.home, ".aws/config"), "[profile work]\n");
        const { modules: all, texts: [text = ""] } = await traced(programFromSource(), [
          "__complete",
          "login",
          "--aws-profile",
          "w",
        ], sandbox);
        match(text, /^work\n:4\n/);
        const modules = all.filter((name) => !entry.has(name));
        ok(modules.includes("app/targets/complete_profiles.ts"), modules.join("\n"));
        deepStrictEqual(modules.filter((name) => /^\w+:|yaml|adapters\/(?:config|docker)/.test(name)), []);
        ok(modules.length <= MAX_MODULES, `${modules.length} modules`);
      },
    );
    await t.step("the same trace sees what a command loads", async () => {
      const { modules } = await traced(programFromSource(), ["config", "path"], sandbox);
      ok(modules.includes("cli/commands/config.ts"), modules.join("\n"));
      ok(!modules.includes("cli/commands/login.ts"));
    });
  },
});

/** @returns Every module that was loaded, and what each of the calls has written. */
async function traced(
  [deno = "", command = "", ...rest]: readonly string[],
  args: readonly string[],
  sandbox: Sandbox,
): Promise<{ readonly modules: readonly string[]; readonly texts: readonly string[] }> {
  const directory = join(sandbox.root, `coverage-${crypto.randomUUID()}`);
  const { stdout, stderr } = await new Deno.Command(deno, {
    args: [command, `--coverage=${directory}`, ...rest, ...args],
    clearEnv: true,
    env: sandbox.environment(),
    cwd: sandbox.root,
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).split(MARK));
  const texts = out?.map((text, index) => text + (err?.[index] ?? "")) ?? [];
  return { modules: await loadedModules(directory), texts };
}
