/** What `init` shows and asks before it writes, and what it goes on with. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { CommandIo } from "../../../src/cli/command/define_command.ts";
import { parseArguments } from "../../../src/cli/command/parse_arguments.ts";
import { openCommand } from "../../../src/cli/command/open_command.ts";
import { run } from "../../../src/cli/commands/init.ts";
import { PROGRAM } from "../../../src/cli/specs/program.ts";
import type { Prompter } from "../../../src/ports/terminal.ts";
import { InitBench, START_URL } from "../../app/init/init_bench.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { Bench } from "../../support/bench.ts";

const SSO_FLAGS = ["--sso-start-url", START_URL, "--sso-region", "us-east-1"];
const FLAGS = [
  ...SSO_FLAGS,
  ...["--account", "222233334444", "--permission-set", "Admin", "--region", "us-east-1"],
];
const WRITE = "write it";
const INSTALL = "install the Docker credential helper: docker install";
const LOGIN = "log Docker in now: login --all";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The commands that it has gone on with. */
  readonly next: readonly (readonly string[])[];
}

/** Runs a command line that begins with `init`, in a project. */
async function init(
  files: InitBench,
  args: readonly string[],
  prompter: Prompter = NON_INTERACTIVE_PROMPTER,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const { configSelection: _none, ...ports } = files.ports(prompter);
  const bench = new Bench({
    prompter,
    environment: { ...ports.environment, get: (name) => variables[name] ?? ports.environment.get(name) },
    configurations: () => ports.configurations,
    init: () => Promise.resolve(ports),
  });
  const next: (readonly string[])[] = [];
  const parsed = parseArguments(PROGRAM, args);
  if (parsed.kind !== "run") throw new Error(`Not run: ${args.join(" ")}`);
  const io: CommandIo = await openCommand({
    ...parsed,
    typed: args,
    runCommand: (args) => {
      next.push(args);
      return Promise.resolve(7);
    },
  }, bench.context);
  const code = await run(io, bench.context) ?? 0;
  return { code, out: bench.out, err: bench.err, next };
}

Deno.test("init writes what it has shown, or nothing when the answer is no", async () => {
  await using files = await InitBench.create();
  const refused = new ScriptedPrompter("write nothing");
  const bench = new Bench({ prompter: refused, init: () => Promise.resolve(files.ports(refused)) });
  strictEqual(await bench.run("init", ...FLAGS), 130);
  match(bench.err, /Cancelled: nothing was written \[CANCELLED\]/);
  strictEqual(files.written, undefined);
  const prompter = new ScriptedPrompter(WRITE, "nothing");
  const { code, err, next } = await init(files, ["init", ...FLAGS], prompter);
  deepStrictEqual([code, next], [0, []], err);
  deepStrictEqual(prompter.questions, ["Write atmos.yaml?", "What next?"]);
  for (const line of (files.written ?? "").trimEnd().split("\n")) {
    match(err, new RegExp(`^  ${RegExp.escape(line)}$`, "m"));
  }
});

/** Where the command line says that the project is, what is chosen next → the command line of that. */
const NEXT: readonly (readonly [
  name: string,
  before: readonly string[],
  variables: Readonly<Record<string, string>>,
  answer: string,
  next: (project: string) => readonly string[],
])[] = [
  ["here, to install", [], {}, INSTALL, () => ["docker", "install"]],
  ["here, to log in", [], {}, LOGIN, () => ["login", "--all"]],
  [
    "a relative directory",
    ["--chdir", "."],
    {},
    INSTALL,
    (project) => ["docker", "install", "--chdir", project],
  ],
  [
    "a directory by a variable",
    [],
    { ATMOS_CHDIR: "." },
    LOGIN,
    (project) => ["login", "--all", "--chdir", project],
  ],
  [
    "a file",
    ["--config", "atmos.yaml"],
    {},
    INSTALL,
    () => ["docker", "install", "--config", "atmos.yaml"],
  ],
];

Deno.test("init goes on with a command that finds the same configuration, and ends as that does", async (t) => {
  for (const [name, before, variables, answer, next] of NEXT) {
    await t.step(name, async () => {
      await using files = await InitBench.create();
      const prompter = new ScriptedPrompter(WRITE, answer);
      const ran = await init(files, [...before, "init", ...FLAGS], prompter, variables);
      deepStrictEqual([ran.code, ran.next], [7, [next(files.sandbox.project)]], ran.err);
    });
  }
});

Deno.test("init --stdout prints the section alone, and asks and writes nothing", async () => {
  await using files = await InitBench.create();
  const { code, out, err, next } = await init(files, ["init", ...FLAGS, "--stdout"], new ScriptedPrompter());
  deepStrictEqual([code, err, next, files.written], [0, "", [], undefined]);
  match(out, /^auth:\n[\s\S]*\n {4}acme-sso:\n/m);
});

Deno.test("init -o json says what it has written, and asks nothing", async () => {
  await using files = await InitBench.create();
  const { code, out, err } = await init(files, ["init", ...FLAGS, "-o", "json"]);
  const { text, ...json } = JSON.parse(out);
  deepStrictEqual([code, err, json], [0, "", {
    file: "atmos.yaml",
    identities: ["222233334444-admin"],
    registries: ["222233334444.dkr.ecr.us-east-1.amazonaws.com"],
    valid: true,
    version: 1,
  }]);
  strictEqual(text, files.written);
});
