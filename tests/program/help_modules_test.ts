/** Help, usage errors and the completion of commands are data: no adapter of AWS, no YAML and no use case is loaded for them. */
import { deepStrictEqual, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { loadedModules, usersOfNode } from "../support/loaded_modules.ts";
import { sampled } from "../support/hosts/samples.ts";
import { programFromSource, Sandbox } from "../support/sandbox.ts";

/** The most modules that any of these loads besides those of the entry, which are the ones of a warm `get`. */
const MAX_MODULES = 50;

/** What must not be among them. The topics of help and the choices of options are of the domain. */
const HEAVY_REGEXP =
  /^(app|helper|mod\.ts|wiring\/(?!cli\.ts)|adapters\/(?!terminal\/(?:process_console|colour)\.ts)|cli\/commands|domain\/(?:auth|config|docker|login|token|trust))/;

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
    const entry = new Set((await run(["--version"], sandbox)).modules);
    for (const [args, shown] of sampled(CALLS, 2)) {
      await t.step(args.join(" "), async () => {
        const { modules: all, text } = await run(args, sandbox);
        const modules = all.filter((name) => !entry.has(name));
        match(text, shown);
        ok(modules.includes("cli/program.ts"), modules.join("\n"));
        deepStrictEqual(modules.filter((name) => HEAVY_REGEXP.test(name) || /^\w+:/.test(name)), []);
        deepStrictEqual(await usersOfNode(modules), []);
        ok(modules.length <= MAX_MODULES, `${modules.length} modules`);
      });
    }
    await t.step("names that are known from before", async () => {
      await Deno.writeTextFile(
        join(sandbox.root, "atmos.yaml"),
        "auth: {identities: {dev: {kind: aws/ambient}}}",
      );
      const args = ["__complete", "login", "--identity", ""];
      const first = await run(args, sandbox);
      ok(first.modules.includes("adapters/config/atmos_yaml_files.ts"), first.modules.join("\n"));
      const { modules, text } = await run(args, sandbox);
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
        const { modules: all, text } = await run(["__complete", "login", "--aws-profile", "w"], sandbox);
        match(text, /^work\n:4\n/);
        const modules = all.filter((name) => !entry.has(name));
        ok(modules.includes("app/targets/complete_profiles.ts"), modules.join("\n"));
        deepStrictEqual(modules.filter((name) => /^\w+:|yaml|adapters\/(?:config|docker)/.test(name)), []);
        ok(modules.length <= MAX_MODULES, `${modules.length} modules`);
      },
    );
    await t.step("the same trace sees what a command loads", async () => {
      const { modules } = await run(["config", "path"], sandbox);
      ok(modules.includes("cli/commands/config.ts"), modules.join("\n"));
      ok(!modules.includes("cli/commands/login.ts"));
    });
  },
});

async function run(
  args: readonly string[],
  sandbox: Sandbox,
): Promise<{ readonly modules: readonly string[]; readonly text: string }> {
  const directory = join(sandbox.root, `coverage-${crypto.randomUUID()}`);
  const [deno = "", command = "", ...rest] = programFromSource();
  const { stdout, stderr } = await new Deno.Command(deno, {
    args: [command, `--coverage=${directory}`, ...rest, ...args],
    clearEnv: true,
    env: sandbox.environment(),
    cwd: sandbox.root,
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { modules: await loadedModules(directory), text };
}
