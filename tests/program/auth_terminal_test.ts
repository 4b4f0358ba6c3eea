/** What programs that the `auth` commands run get of a terminal. */
import { match, strictEqual } from "node:assert/strict";
import { hasTerminals } from "../support/terminal.ts";
import { World } from "./world.ts";

const ignore = !await hasTerminals();

const CTRL_C = "\u0003";

Deno.test({
  name: "Ctrl-C reaches the program of auth exec once, and its exit code is returned",
  ignore,
  fn: async () => {
    // Without a login, which is not what this is about.
    await using world = await World.create("auth: {identities: {me: {kind: aws/ambient}}}\n");
    const script =
      "trap 'n=$((n+1))' INT; n=0; echo ready; while [ $n = 0 ]; do sleep 0.05; done; sleep 0.3; exit $((n+40))";
    await using terminal = world.terminal(["auth", "exec", "-i", "me", "--", "sh", "-c", script], {
      env: world.aws.environment(world.user),
    });
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
