/** What a person at a terminal sees and types: questions, and lines that change while a login runs. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { programUnderTest, Sandbox } from "../support/sandbox.ts";
import { isInstalled } from "../support/shells.ts";
import { hasTerminals, Terminal } from "../support/terminal.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

const ignore = !await hasTerminals();

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CTRL_C = "\u0003";
const CTRL_Z = "\u001a";

const YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
    prod: {kind: aws/assume-role, via: {identity: dev}, principal: {assume_role: "arn:aws:iam::${PROD}:role/deploy"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
    prod/ecr: {kind: aws/ecr, via: {identity: prod}, spec: {registry: {account_id: "${PROD}", region: us-east-1}}}
`;

/** A question → what leads to it, how it is answered, and what comes of the answer. */
const QUESTIONS: readonly {
  readonly args: readonly string[];
  readonly question: string;
  readonly details: readonly string[];
  readonly filter: string;
  readonly outcome: RegExp;
}[] = [
  {
    args: ["login", "--identity", "--dry-run"],
    question: "Which identity?",
    details: ["aws/ambient"],
    filter: "pro",
    outcome: new RegExp(
      `Would log in to ${PROD}\\.dkr\\.ecr\\.us-east-1\\.amazonaws\\.com as prod, for prod/ecr`,
    ),
  },
  {
    args: ["login", "--dry-run"],
    question: "Which integration?",
    details: [`${hostOf(DEV)}, for dev`],
    filter: "prod",
    outcome: new RegExp(
      `Would log in to ${PROD}\\.dkr\\.ecr\\.us-east-1\\.amazonaws\\.com as prod, for prod/ecr`,
    ),
  },
  {
    args: ["config", "path", "-v", "--no-color", "--profile"],
    question: "Which profile?",
    details: ["local"],
    filter: "loc",
    outcome: /profiles\/local\/a\.yaml \(profile local\)/,
  },
];

for (const { args, question, details, filter, outcome } of QUESTIONS) {
  Deno.test({
    name: `atmos-ecr ${args.join(" ")} prompts "${question}", and typing filters`,
    ignore,
    fn: async () => {
      await using world = await World.create(YAML);
      await world.sandbox.write("profiles/ci/a.yaml", "{}");
      await world.sandbox.write("profiles/local/a.yaml", "{}");
      await using terminal = world.terminal(args);
      await terminal.until(question);
      for (const detail of details) await terminal.until(detail);
      await terminal.type(`${filter}\r`);
      strictEqual(await terminal.ended(), 0, terminal.screen);
      match(terminal.screen, outcome);
      strictEqual(terminal.screen.includes("\u001b[36m"), !args.includes("--no-color"), "cyan");
      ok(terminal.screen.lastIndexOf(SHOW_CURSOR) >= terminal.screen.lastIndexOf(HIDE_CURSOR), "cursor");
    },
  });
}

/** Keys at the picker of integrations → the hosts that are logged in to. */
const PICKS: readonly (readonly [name: string, keys: readonly string[], hosts: readonly string[]])[] = [
  ["one by the cursor", ["\r"], [hostOf(DEV)]],
  ["several by Tab", ["\t", "\u001b[B", "\t", "\r"], [hostOf(DEV), hostOf(PROD)]],
  ["all", ["All", "\r"], [hostOf(DEV), hostOf(PROD)]],
  ["none by a search without a match", ["zzz", "\r", "\u007f\u007f\u007fprod", "\r"], [hostOf(PROD)]],
];

for (const [name, keys, hosts] of PICKS) {
  Deno.test({
    name: `the picker of integrations accepts ${name}`,
    ignore,
    fn: async () => {
      await using world = await World.create(YAML);
      await using terminal = world.terminal(["login", "--dry-run"]);
      await terminal.until("Which integration?");
      for (const key of keys) {
        await terminal.type(key);
        // An escape sequence that is cut in two would be two keys.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      strictEqual(await terminal.ended(), 0, terminal.screen);
      ok(!terminal.screen.includes("INTERNAL"), terminal.screen);
      const shown = [...terminal.screen.matchAll(/Would log in to (\S+)/g)].map(([, host]) => host);
      const names = hosts.map((host) => host === hostOf(DEV) ? "dev/ecr" : "prod/ecr");
      const answer = names.length === 1 ? names[0] ?? "" : `2 selected: ${names.join(", ")}`;
      ok(terminal.screen.includes(answer), terminal.screen);
      ok(!/items|Search/.test(terminal.screen), terminal.screen);
      deepStrictEqual(shown, hosts);
    },
  });
}

Deno.test({
  name: "a search without a match chooses nothing, in any picker",
  ignore,
  fn: async () => {
    await using world = await World.create(YAML);
    await using terminal = world.terminal(["login", "-i"]);
    await terminal.until("Which identity?");
    await terminal.type("zzz");
    await terminal.until("no matches");
    await terminal.type("\r");
    await terminal.until("No matches: change the filter");
    await terminal.type(CTRL_C);
    strictEqual(await terminal.ended(), 130, terminal.screen);
    ok(!terminal.screen.includes("INTERNAL"), terminal.screen);
  },
});

Deno.test({
  name: "Ctrl-Z suspends a prompt, and fg shows it again with what was typed",
  // Job control needs a shell that has it.
  ignore: ignore || !await isInstalled("bash"),
  fn: async () => {
    await using world = await World.create(YAML);
    const shell = 'set -m; "$@"; echo "suspended: $?"; fg; echo "ended: $?"';
    await using terminal = new Terminal(world.sandbox, {
      command: ["bash", "-c", shell, "bash", ...programUnderTest(), "login", "-i", "--dry-run"],
      columns: 200,
      env: world.environment(),
    });
    await terminal.until("Which identity?");
    await terminal.type("pro");
    await terminal.until("Filter: pro");
    const drawn = terminal.screen.length;
    await terminal.type(CTRL_Z);
    await terminal.until("suspended: 148");
    const left = terminal.screen.slice(drawn).split("suspended: ")[0] ?? "";
    ok(left.lastIndexOf(SHOW_CURSOR) > left.lastIndexOf(HIDE_CURSOR), "cursor");
    await terminal.until("Filter: pro", 2);
    await terminal.type("d\r");
    await terminal.until("ended: 0");
    match(terminal.screen, /Would log in to .* as prod, for prod\/ecr/);
    strictEqual(await terminal.ended(), 0, terminal.screen);
  },
});

Deno.test({
  name: "Ctrl-Z where nothing can resume the program leaves the prompt as it is",
  ignore,
  fn: async () => {
    await using world = await World.create(YAML);
    await using terminal = world.terminal(["login", "-i", "--dry-run"]);
    await terminal.until("Which identity?");
    await terminal.type(CTRL_Z);
    await terminal.until("Which identity?", 2);
    await terminal.type("prod\r");
    strictEqual(await terminal.ended(), 0, terminal.screen);
    match(terminal.screen, /Would log in to .* as prod, for prod\/ecr/);
  },
});

Deno.test({
  name: "a cancelled prompt exits with 130, in a terminal without a size",
  ignore,
  fn: async () => {
    await using world = await World.create(YAML);
    await using terminal = world.terminal(["login", "-i"], { columns: 0, rows: 0 });
    await terminal.until("Which identity?");
    await terminal.type(CTRL_C);
    strictEqual(await terminal.ended(), 130);
    match(terminal.screen, /CANCELLED/);
    ok(terminal.screen.lastIndexOf(SHOW_CURSOR) > terminal.screen.lastIndexOf(HIDE_CURSOR), "cursor");
    deepStrictEqual(await world.sandbox.files(), []);
  },
});

Deno.test({
  name: "without a terminal each question is refused with what to give instead",
  fn: async () => {
    await using sandbox = await Sandbox.create({ "atmos.yaml": YAML, "profiles/ci/a.yaml": "{}" });
    for (
      const [args, hint] of [
        [["login", "--identity"], /--identity NAME \(dev, prod\)/],
        [
          ["login"],
          /Specify an integration \(dev\/ecr, prod\/ecr\), --identity NAME \(dev, prod\), --all, --registry HOST or --public/,
        ],
        [["list", "--profile"], /Specify --profile NAME \(ci\)/],
      ] as const
    ) {
      const { code, stderr } = await sandbox.run(args);
      strictEqual(code, 2);
      match(stderr, hint);
      match(stderr, /SELECTION_REQUIRED/);
    }
  },
});

Deno.test({
  name: "login shows a live line for each registry on a terminal, and leaves nothing of them",
  ignore,
  fn: async () => {
    await using world = await World.create();
    // Longer than what is over too soon to be shown.
    world.aws.faults.add({ service: "sts", times: 1, effect: { kind: "delay", ms: 1000 } });
    await using terminal = world.terminal(["login", "dev/ecr", "dev/ecr/eu"]);
    await terminal.until(HIDE_CURSOR);
    await terminal.until(hostOf(DEV));
    strictEqual(await terminal.ended(), 0, terminal.screen);
    const [live = "", after = ""] = terminal.screen.split(SHOW_CURSOR);
    ok(live.includes(hostOf(DEV)) && live.includes(hostOf(DEV, "eu-west-1")), live);
    ok(live.endsWith("\u001b[2A\r\u001b[J"), "erased");
    strictEqual(after.match(/Logged in to/g)?.length, 2, after);
  },
});

Deno.test({
  name: "Ctrl-C during a login restores the cursor and exits with 130",
  ignore,
  fn: async () => {
    await using world = await World.create();
    world.aws.faults.add({ service: "sts", effect: { kind: "hang" } });
    await using terminal = world.terminal(["login", "dev/ecr"]);
    await terminal.until(HIDE_CURSOR);
    await terminal.type(CTRL_C);
    strictEqual(await terminal.ended(), 130);
    ok(terminal.screen.lastIndexOf(SHOW_CURSOR) > terminal.screen.lastIndexOf(HIDE_CURSOR), "cursor");
    deepStrictEqual(await world.sandbox.files(), []);
  },
});
