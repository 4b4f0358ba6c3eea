/** What a person at a terminal sees of the `auth` commands, and what the programs that they run get of it. */
import { match, ok, strictEqual } from "node:assert/strict";
import { hasTerminals } from "../support/terminal.ts";
import { World } from "./world.ts";

const ignore = !await hasTerminals();

const CTRL_C = "\u0003";
const ESCAPE = "\u001b";

Deno.test({
  name: "auth login --identity lets a person choose",
  ignore,
  fn: async () => {
    await using world = await World.create();
    await using terminal = world.terminal(["auth", "login", "--identity"]);
    await terminal.until("Which identity?");
    await terminal.type("prod");
    await terminal.until("prod-deploy");
    await terminal.type("\r");
    strictEqual(await terminal.ended(), 0);
    match(terminal.screen, /Logged in to .*prod-deploy/);
    ok((await world.credentialsFile()).includes("[prod-deploy]"));
  },
});

Deno.test({
  name: "auth exec whose person leaves the question runs nothing, and ends with 130",
  ignore,
  fn: async () => {
    await using world = await World.create(World.ATMOS_YAML.replace("default: true", "default: false"));
    await using terminal = world.terminal(["auth", "exec", "--", "echo", "it ran"]);
    await terminal.until("Which identity?");
    await terminal.type(ESCAPE);
    strictEqual(await terminal.ended(), 130);
    ok(!terminal.screen.includes("it ran"));
    strictEqual(world.aws.requests.length, 0);
  },
});

Deno.test({
  name: "Ctrl-C goes to the program that auth exec runs, once, and its own end is what counts",
  ignore,
  fn: async () => {
    await using world = await World.create();
    const script =
      "trap 'n=$((n+1))' INT; n=0; echo ready; while [ $n = 0 ]; do sleep 0.05; done; sleep 0.3; exit $((n+40))";
    await using terminal = world.terminal(["auth", "exec", "--", "sh", "-c", script]);
    await terminal.until("ready\r\n");
    await terminal.type(CTRL_C);
    strictEqual(await terminal.ended(), 41);
  },
});

Deno.test({
  name: "auth shell is a shell to work in",
  ignore,
  fn: async () => {
    await using world = await World.create();
    await using terminal = world.terminal(["auth", "shell", "--shell", "sh"]);
    await terminal.until("Working as ");
    await terminal.type('echo "I am <$AWS_PROFILE>"; test -t 0 && exit 6\n');
    await terminal.until("I am <dev-deploy>");
    strictEqual(await terminal.ended(), 6);
    match(terminal.screen, /No longer working as .*dev-deploy/);
  },
});
