/** What a person at a terminal sees of the `auth` commands, and what the programs that they run get of it. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
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

/** What is chosen in the menu → whose sessions are left. */
const LOGOUTS: readonly (readonly [filter: string, left: readonly string[]])[] = [
  ["prod-deploy", ["builder", "dev-deploy"]],
  ["--all", []],
];

for (const [filter, left] of LOGOUTS) {
  Deno.test({
    name: `auth logout shows a menu, of which a person chooses ${filter}`,
    ignore,
    fn: async () => {
      await using world = await World.create();
      for (const identity of ["builder", "dev-deploy", "prod-deploy"]) {
        strictEqual((await world.run(["auth", "login", identity])).code, 0);
      }
      await using terminal = world.terminal(["auth", "logout"]);
      await terminal.until("Log out of what?");
      await terminal.type(filter);
      await terminal.until(filter);
      await terminal.type("\r");
      strictEqual(await terminal.ended(), 0, terminal.screen);
      const texts = await Promise.all(["aws-user", "builder"].map((root) => world.credentialsFile(root)));
      deepStrictEqual([...texts.join("\n").matchAll(/^\[(.*)\]$/gm)].map(([, name]) => name), left);
    },
  });
}

/** What is asked about → what is removed only after a yes. */
const QUESTIONS: readonly (readonly string[])[] = [["--all-realms"], ["builder", "--keychain"]];

for (const args of QUESTIONS) {
  Deno.test({
    name: `auth logout ${args.join(" ")} asks for confirmation, unless --force is given`,
    ignore,
    fn: async () => {
      await using world = await World.create();
      strictEqual((await world.run(["auth", "login", "builder"])).code, 0);
      await using refused = world.terminal(["auth", "logout", ...args]);
      await refused.until("Remove");
      await refused.type("\r");
      strictEqual(await refused.ended(), 130, refused.screen);
      match(await world.credentialsFile("aws-user"), /\[builder\]/);
      await using forced = world.terminal(["auth", "logout", ...args, "--force"]);
      await forced.ended();
      doesNotMatch(forced.screen, /of all projects\?|brings them back/);
      match(forced.screen, /Removed .*aws-user\/credentials/);
    },
  });
}

Deno.test({
  name: "auth exec with a cancelled prompt runs nothing, and exits with 130",
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
  name: "Ctrl-C reaches the program of auth exec once, and its exit code is returned",
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
    await terminal.until("Started a shell as ");
    await terminal.type('echo "I am <$AWS_PROFILE>"; test -t 0 && exit 6\n');
    await terminal.until("I am <dev-deploy>");
    strictEqual(await terminal.ended(), 6);
    match(terminal.screen, /Exited the shell of .*dev-deploy/);
  },
});
