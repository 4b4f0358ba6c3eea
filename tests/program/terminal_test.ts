/** What a person at a terminal sees and types: questions, and lines that change while a login runs. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { programUnderTest } from "../support/sandbox.ts";
import { isInstalled } from "../support/shells.ts";
import { hasTerminals, Terminal } from "../support/terminal.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

const ignore = !await hasTerminals();

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CTRL_C = "\u0003";
const CTRL_Z = "\u001a";
const CYAN = "\u001b[36m";

const YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
    prod: {kind: aws/assume-role, via: {identity: dev}, principal: {assume_role: "arn:aws:iam::${PROD}:role/deploy"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
    prod/ecr: {kind: aws/ecr, via: {identity: prod}, spec: {registry: {account_id: "${PROD}", region: us-east-1}}}
`;

Deno.test({
  name: "Ctrl-Z suspends a prompt, and fg shows it again with what was typed",
  // Job control needs a shell that has it.
  ignore: ignore || !await isInstalled("bash"),
  fn: async () => {
    await using world = await World.create(YAML);
    const shell = 'set -m; "$@"; echo "suspended: $?"; fg; echo "ended: $?"';
    await using terminal = new Terminal(world.sandbox, {
      command: ["bash", "-c", shell, "bash", ...programUnderTest(), "login", "--dry-run"],
      columns: 200,
      env: world.environment(),
    });
    await terminal.until("Which integration?");
    await terminal.until(`${hostOf(DEV)}, for dev`);
    ok(terminal.screen.includes(CYAN), "colours");
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
    match(terminal.screen, new RegExp(`Would log in to ${hostOf(PROD)} as prod, for prod/ecr`));
    strictEqual(await terminal.ended(), 0, terminal.screen);
  },
});

Deno.test({
  name:
    "Ctrl-Z where nothing can resume the program leaves a prompt as it is, and Ctrl-C ends with 130, in a terminal without a size",
  ignore,
  fn: async () => {
    await using world = await World.create(YAML);
    // Nothing but this profile has the identity.
    await world.sandbox.write("profiles/local/a.yaml", "auth: {identities: {mine: {kind: aws/ambient}}}\n");
    await world.sandbox.write("profiles/ci/a.yaml", "{}");
    const args = ["login", "--no-color", "--identity", "--profile"];
    await using terminal = world.terminal(args, { columns: 0, rows: 0 });
    await terminal.until("Which profile?");
    await terminal.until("local");
    await terminal.type(CTRL_Z);
    await terminal.until("Which profile?", 2);
    await terminal.type("loc\r");
    await terminal.until("Which identity?");
    await terminal.until("mine");
    await terminal.type(CTRL_C);
    strictEqual(await terminal.ended(), 130);
    match(terminal.screen, /CANCELLED/);
    ok(!terminal.screen.includes(CYAN), "no colours");
    ok(terminal.screen.lastIndexOf(SHOW_CURSOR) > terminal.screen.lastIndexOf(HIDE_CURSOR), "cursor");
    deepStrictEqual(await world.sandbox.files(), []);
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
