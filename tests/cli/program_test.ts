import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { CliContext } from "../../src/cli/command/context.ts";
import { CancelledError } from "../../src/domain/errors/errors.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { Bench, EVIL_NAME } from "../support/bench.ts";

Deno.test("runCli() reports a defect as one, without a stack trace", async () => {
  const broken: Partial<CliContext> = {
    configurations: () => {
      throw new TypeError("undefined is not a function");
    },
  };
  const text = new Bench(broken);
  strictEqual(await text.run("list"), 1);
  match(
    text.err,
    /^Error: Unexpected TypeError: undefined is not a function\nHint: {2}Report this issue at https:.*\nCode: {2}INTERNAL\n$/,
  );
  const json = new Bench(broken);
  strictEqual(await json.run("list", "-o", "json"), 1);
  strictEqual(JSON.parse(json.out).error.code, "INTERNAL");
  strictEqual(json.err, "");
});

Deno.test("runCli() exits with 130 if a prompt is cancelled", async () => {
  const bench = new Bench();
  strictEqual(await bench.run("login", "--identity"), 130);
  match(bench.err, /^Error: \S.* \[CANCELLED\]\n$/);
});

Deno.test("runCli() writes JSON errors to standard output, for every spelling of the option", async () => {
  for (
    const args of [["-o", "json"], ["--output", "json"], ["--output=json"], ["-ojson"], ["-vo", "json"], [
      "-o=json",
    ], ["-o", "text", "-o", "json"]]
  ) {
    const bench = new Bench();
    strictEqual(await bench.run("login", "nowhere", ...args), 2);
    const { error } = JSON.parse(bench.out);
    strictEqual(error.code, "INTEGRATION_NOT_FOUND");
    strictEqual(bench.err, "");
  }
});

Deno.test("runCli() never lets a name steer the terminal", async () => {
  for (
    const args of [
      ["list"],
      ["login", "--all"],
      ["login", "--all", "--dry-run"],
      ["login", EVIL_NAME],
      ["login", `${EVIL_NAME}x`],
      ["logout", "--all"],
      [EVIL_NAME],
    ]
  ) {
    const bench = new Bench();
    await bench.run(...args);
    ok((bench.out + bench.err).length > 0, args.join(" "));
    deepStrictEqual(
      (bench.out + bench.err).replaceAll("\n", "").match(/\p{Cc}/gu),
      null,
      args.join(" "),
    );
  }
});

Deno.test("runCli() reports missing and unknown arguments", async () => {
  for (
    const [args, message] of [[["-v"], /No command specified/], [["help", "bogus"], /bogus/], [[
      "bogus",
    ], /bogus/]] as const
  ) {
    const bench = new Bench();
    strictEqual(await bench.run(...args), 2);
    match(bench.err, message);
  }
});

Deno.test("runCli() keeps the exit code if its message cannot be written", async () => {
  const full = (): never => {
    throw new Error("No space left on device");
  };
  const bench = new Bench({
    console: { out: full, err: full, colourOut: false, colourErr: false, columnsOut: 80, columnsErr: 80 },
  });
  strictEqual(await bench.run("login", "nowhere"), 2);
  strictEqual(await bench.run("login", "nowhere", "-o", "json"), 2);
});

Deno.test("runCli() shows help on standard output for no arguments, and the error first for wrong ones", async () => {
  const help = new Bench();
  strictEqual(await help.run(), 0);
  match(help.out, /^Usage: atmos-ecr/);
  const wrong = new Bench();
  strictEqual(await wrong.run("login", "-o", "xml"), 2);
  match(wrong.err, /^Error: .*xml/);
  strictEqual(wrong.out, "");
});

Deno.test("runCli() draws diagrams for commands that support them, and fails for others", async () => {
  const drawn = new Bench();
  strictEqual(await drawn.run("list", "-o", "mermaid"), 0);
  match(drawn.out, /^flowchart LR\n/);
  const dot = new Bench();
  strictEqual(await dot.run("-o", "dot", "list"), 0);
  match(dot.out, /^digraph auth \{\n/);
  const refused = new Bench();
  strictEqual(await refused.run("status", "-o", "dot"), 2);
  match(
    refused.err,
    /`status` does not support --output dot\nHint: {2}Valid values: text, json\n/,
  );
  strictEqual(refused.out, "");
});

Deno.test("runCli() without an atmos.yaml lists what works without one", async () => {
  for (
    const [args, instead] of [
      [
        ["login"],
        /Start with `atmos-ecr init`, log in to a host with `atmos-ecr login HOST \[--aws-profile NAME\]`, run the/,
      ],
      [["logout"], /Log out by host with `atmos-ecr logout HOST`, run the command/],
      [
        ["list"],
        /Create one with `atmos-ecr init`, run the command in a project that has one, or use --config FILE/,
      ],
    ] as const
  ) {
    const bench = new Bench({ configurations: () => new MemoryConfigurations({}) });
    strictEqual(await bench.run(...args), 2);
    match(bench.err, instead);
  }
});

Deno.test("runCli() shows no live lines to those who want data alone", async () => {
  for (const [flags, shown] of [[[], 1], [["-o", "json"], 0], [["-q"], 0]] as const) {
    let count = 0;
    const bench = new Bench({
      progress: {
        show: () => {
          count++;
          return { end: () => {}, [Symbol.dispose]: () => {} };
        },
      },
    });
    await bench.run("login", "--public", ...flags);
    strictEqual(count, shown, flags.join(" "));
  }
});

Deno.test("runCli() shows an interruption on its own line", async () => {
  const bench = new Bench({
    configurations: () => {
      throw new CancelledError();
    },
  });
  strictEqual(await bench.run("list"), 130);
  strictEqual(bench.err, "Error: Interrupted [CANCELLED]\n");
  const terminal = new Bench({
    ...bench.context,
    console: { ...bench.context.console, columnsErr: 80, err: (text) => void (bench.err = text) },
  });
  strictEqual(await terminal.run("list"), 130);
  strictEqual(bench.err, "\nError: Interrupted [CANCELLED]\n");
});

Deno.test("runCli() prints version and help as JSON, too", async () => {
  const version = new Bench();
  strictEqual(await version.run("--version", "-o", "json"), 0);
  strictEqual(JSON.parse(version.out).version, "1.2.3");
  for (
    const args of [["help", "login"], ["login", "--help"], ["help"], [], ["docker"], ["help", "environment"]]
  ) {
    const bench = new Bench();
    strictEqual(await bench.run(...args, "-o", "json"), args.length === 0 ? 2 : 0, args.join(" "));
    const shown = JSON.parse(bench.out);
    if (args.length > 0) ok(typeof shown.description === "string", args.join(" "));
  }
  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    const [text, data] = [new Bench(), new Bench()];
    strictEqual(await text.run("completion", shell), 0);
    strictEqual(await data.run("completion", shell, "-o", "json"), 0);
    deepStrictEqual(JSON.parse(data.out), { version: 1, shell, script: text.out });
  }
  const login = new Bench();
  await login.run("help", "login", "-o", "json");
  const { command, usage, options } = JSON.parse(login.out);
  deepStrictEqual([command, usage], ["atmos-ecr login", "atmos-ecr login [options] [target...]"]);
  ok(options.some(({ flags }: { readonly flags: string }) => flags.includes("--identity")));
});
