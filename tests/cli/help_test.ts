import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { commandPath, lastOf, trailsFrom } from "../../src/cli/command/define_command.ts";
import { HELP_TOPICS } from "../../src/cli/help/help_topics.ts";
import { Bench } from "../support/bench.ts";
import { PROGRAM } from "../../src/cli/specs/program.ts";
import { parseCall, programCalls } from "../support/command_lines.ts";
import { fromFileUrl, sourceFiles } from "../support/module_graph.ts";

/** Help must need no configuration. */
const BROKEN = {
  configurations: () => {
    throw new Error("Help must not read a configuration");
  },
};

/** What a terminal of a width shows. */
async function shown(args: readonly string[], columns = 80): Promise<string> {
  const bench = new Bench(BROKEN);
  const wide = new Bench({ ...BROKEN, console: { ...bench.context.console, columnsOut: columns } });
  strictEqual(await wide.run(...args), 0, args.join(" "));
  return bench.out;
}

for (const trail of trailsFrom([PROGRAM])) {
  const path = commandPath(trail);
  const { description, summary, examples } = lastOf(trail);
  Deno.test(`${path} --help has examples`, async () => {
    ok(description !== "");
    if (trail.length > 1) match(summary, /^[a-z][^.]*$/);
    ok(examples.length > 0, "examples");
    for (const [line] of examples) {
      const calls = programCalls(line);
      ok(calls.length > 0, line);
      for (const call of calls) parseCall(call);
    }
    const args = path.split(" ").slice(1);
    const text = await shown([...args, "--help"]);
    match(text, /^Usage: atmos-ecr.*\n\n[A-Z]/);
    // The topic of that name comes first.
    if (path !== "atmos-ecr config") strictEqual(await shown(["help", ...args]), text);
    for (const columns of [40, 60, 80, 120]) {
      for (const line of (await shown([...args, "--help"], columns)).split("\n")) {
        // Headings, terms and command lines are never wrapped.
        ok(line.length <= columns || /^(?:Usage:|Run `| {2}[^ #])/.test(line), `${columns}: ${line}`);
      }
    }
  });
}

Deno.test("help shows the commands in groups, and the topics", async () => {
  const text = await shown(["help"]);
  strictEqual(text, await shown([]));
  for (
    const heading of [
      "Log in:",
      "Identities:",
      "Configure Docker:",
      "Configuration:",
      "Other:",
      "Topics:",
      "Global options:",
    ]
  ) {
    ok(text.includes(`\n${heading}\n`), heading);
  }
});

Deno.test("a protocol has no global options, in help and in its JSON", async () => {
  for (const name of ["credential", "kubelet"]) {
    const text = await shown([name, "--help"]);
    ok(!text.includes("Global options:") && !text.includes("--config"), text);
    const { options } = JSON.parse(await shown(["help", name, "-o", "json"]));
    const flags: string[] = options.map(({ flags }: { readonly flags: string }) => flags);
    deepStrictEqual(flags, [...(name === "kubelet" ? ["--check <image>"] : []), "-h, --help"]);
  }
});

Deno.test("help knows its topics", async () => {
  for (const { name } of HELP_TOPICS) match(await shown(["help", name]), new RegExp(`^${name}\n\n[A-Z]`));
  match(await shown(["help", "exit-codes"]), /\n {2}130 {2}interrupted\n/);
  for (const { name } of HELP_TOPICS) {
    for (const line of (await shown(["help", name], 40)).split("\n")) {
      ok(line.length <= 40 || /^ {2}[^ ]|^ +\S+$|:$/.test(line), line);
    }
  }
});

Deno.test("help is bold where colours help", async () => {
  const plain = new Bench();
  const console = { ...plain.context.console, colourOut: true };
  await new Bench({ console }).run("help");
  await new Bench({ console }).run("help", "environment");
  ok(plain.out.startsWith("\u001b[1mUsage:\u001b[22m "));
  ok(plain.out.includes("\n\u001b[1menvironment\u001b[22m\n"));
  const none = new Bench();
  await new Bench({ console: { ...none.context.console, colourOut: true } }).run(
    "--no-color",
    "login",
    "--help",
  );
  match(none.out, /^Usage:/);
});

/** Mistakes → what is said about them. */
const MISTAKES: readonly (readonly [args: readonly string[], error: RegExp, hint: RegExp])[] = [
  [
    ["help", "enviroment"],
    /Unknown command or topic "enviroment"/,
    /Did you mean `atmos-ecr help environment`\?/,
  ],
  [
    ["help", "docker", "instal"],
    /Unknown command or topic "instal"/,
    /Did you mean `atmos-ecr docker install`\?/,
  ],
  [["help", "whoami"], /Unknown command or topic "whoami"/, /Did you mean `atmos-ecr auth whoami`\?/],
  [["help", "zzz"], /Unknown command or topic "zzz"/, /Usage: atmos-ecr/],
  [
    ["--profile", "list"],
    /No command specified/,
    /--profile used "list" as its value\. Did you mean `atmos-ecr list\s+--profile`\?/,
  ],
  [["-C", "status"], /No command specified/, /Did you mean\s+`atmos-ecr --chdir VALUE status`\?/],
  [["logn"], /Unknown command "logn"/, /Did you mean `atmos-ecr login`\?/],
  [["whoami"], /Unknown command "whoami"/, /Did you mean `atmos-ecr auth whoami`\?/],
  [["env"], /Unknown command "env"/, /Did you mean `atmos-ecr auth env`\?/],
  [["exec", "--", "aws"], /Unknown command "exec"/, /Did you mean `atmos-ecr auth exec`\?/],
  [["shell"], /Unknown command "shell"/, /Did you mean `atmos-ecr auth shell`\?/],
  [["version"], /Unknown command "version"/, /Did you mean `atmos-ecr --version`\?/],
  [["install"], /Unknown command "install"/, /Did you mean `atmos-ecr docker install`\?/],
  [["uninstal"], /Unknown command "uninstal"/, /Did you mean `atmos-ecr docker uninstall`\?/],
  [
    ["validate"],
    /Unknown command "validate"/,
    /Did you mean `atmos-ecr auth validate` or `atmos-ecr config\s+validate`\?/,
  ],
  [["auth", "status"], /Unknown command "status"/, /Did you mean `atmos-ecr status`\?/],
  [["docker", "instal"], /Unknown command "instal"/, /Did you mean `atmos-ecr docker install`\?/],
  [["a'b\nc"], /Unknown command "a'b\\u\{a\}c"/, /Usage:/],
  [["login", "--regsitry", "x"], /Unknown option "--regsitry"/, /Did you mean `--registry`\?/],
  [["login", "--regsitry=x"], /Unknown option "--regsitry=x"/, /Did you mean `--registry`\?/],
  [["login", "--outptu", "json"], /Unknown option "--outptu"/, /Did you mean `--output`\?/],
  [
    ["token"],
    /Cannot run `atmos-ecr token`: HOST is missing/,
    /Usage: atmos-ecr token \[options\] <host>\. Run `atmos-ecr token --help`/,
  ],
  [["list", "x"], /Cannot use "x": `atmos-ecr list` accepts no argument/, /Usage: atmos-ecr list/],
  [["token", "a", "b"], /Cannot use "b": `atmos-ecr token` accepts one argument/, /Usage: atmos-ecr token/],
  [["login", "-r"], /Cannot use --registry without a value/, /Usage: atmos-ecr login/],
  [["status", "-o", "yaml"], /Cannot use "yaml" for --output/, /Valid values: text, json\n/],
  [
    ["login", "-o", "jsn"],
    /Cannot use "jsn" for --output/,
    /Did you mean "json"\? Valid values: text, json\n/,
  ],
  [["list", "-o", "yaml"], /Cannot use "yaml" for --output/, /Valid values: text, json, mermaid, dot\n/],
  [
    ["completion", "csh"],
    /Cannot use "csh" for SHELL/,
    /Did you mean "zsh"\? Valid values: bash, zsh, fish, powershell\n/,
  ],
];

for (const [args, error, hint] of MISTAKES) {
  Deno.test(`a mistake is met with advice: ${args.join(" ")}`, async () => {
    const bench = new Bench(BROKEN);
    strictEqual(await bench.run(...args), 2);
    match(bench.err, error);
    match(bench.err, hint);
    ok(!/Allowed choices|argument missing|too many/i.test(bench.err), bench.err);
    strictEqual(bench.out, "");
  });
}

Deno.test("a group of commands without one of them shows its help", async () => {
  for (const group of ["auth", "docker", "config"]) {
    const bench = new Bench(BROKEN);
    strictEqual(await bench.run(group), 0);
    match(bench.out, new RegExp(`^Usage: atmos-ecr ${group} `));
    strictEqual(bench.err, "");
  }
});

Deno.test("help lists each name once", async () => {
  const bench = new Bench(BROKEN);
  strictEqual(await bench.run("help", "nosuch"), 2);
  const names = [...bench.err.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name);
  deepStrictEqual(names, [...new Set(names)]);
});

Deno.test("help environment names every variable that is read", async () => {
  const text = HELP_TOPICS.find(({ name }) => name === "environment")?.sections
    .flatMap(({ rows }) => rows.flat()).join(" ") ?? "";
  const missing = new Set<string>();
  for (const file of await sourceFiles()) {
    const code = await Deno.readTextFile(`${fromFileUrl("../src/")}${file}`);
    for (const [, name = ""] of code.matchAll(/(?:\bget|\bvariable)\("([A-Z][A-Z_]+)"\)/g)) {
      if (!text.includes(name) && !name.startsWith("AWS_") && !PRIVATE.includes(name)) missing.add(name);
    }
  }
  deepStrictEqual([...missing], []);
});

/** Variables that other programs set, and nobody by hand. */
const PRIVATE: readonly string[] = [
  "PWD",
  "PATH",
  "PATHEXT",
  "SUDO_UID",
  "LOCALAPPDATA",
  "JENKINS_URL",
  "BUILD_ID",
  "TERM_PROGRAM",
  "TERMINAL_EMULATOR",
];
