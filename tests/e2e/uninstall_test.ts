/** What docs/install.md says of uninstalling, typed as it stands there, leaves a home as it was before. */
import { deepStrictEqual, match, notStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { Desk } from "./lab/desk.ts";
import { Engine } from "./lab/engine.ts";
import { DEV, DEV_HOST, PROD, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";

/** The commands of the section, a line each. */
async function uninstallCommands(): Promise<readonly string[]> {
  const text = await Deno.readTextFile(fromFileUrl("../docs/install.md"));
  const block = /\n## Uninstall\n[\s\S]*?```sh\n(?<commands>[\s\S]*?)```/.exec(text)?.groups?.["commands"];
  return block?.trimEnd().split("\n") ?? [];
}

/** Every file below a directory with what is in it, and every directory of Atmos. */
async function filesBelow(directory: string, below = ""): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, isDirectory, isSymlink } of Deno.readDir(join(directory, below))) {
    const path = join(below, name);
    if (isDirectory) {
      Object.assign(found, /atmos/.test(name) ? { [`${path}/`]: "" } : {}, await filesBelow(directory, path));
    } else if (isSymlink) found[path] = await Deno.readLink(join(directory, path));
    else found[path] = await Deno.readTextFile(join(directory, path));
  }
  return found;
}

/** What there is of Docker before → what is written there before the first command. */
const BEFORE: readonly (readonly [name: string, config: string | undefined])[] = [
  ["nothing of Docker's", undefined],
  [
    "a config.json of other things",
    `{\n  "psFormat": "x",\n  "auths": { "example.com": { "auth": "eDp5" } }\n}\n`,
  ],
];

for (const [name, config] of BEFORE) {
  inLab(
    `uninstalling leaves nothing behind of a new user with ${name}`,
    ["docker", "dockerd", "tmux"],
    async (lab) => {
      const center = lab.aws.identityCenter({ startUrl: "https://acme.awsapps.com/start" });
      center.intervalSeconds = 0.2;
      center.assign({ id: DEV, name: "dev" }, "Dev");
      center.assign({ id: PROD, name: "prod" }, "Dev");
      for (const host of [DEV_HOST, PROD_HOST]) await lab.registry(host).seed("app", ["1"]);
      const { home } = lab.sandbox;
      if (config !== undefined) await lab.sandbox.writeDockerConfig(config);
      await using engine = await Engine.start(lab);
      await using desk = await Desk.sit(lab, engine, "uninstall");
      const before = await filesBelow(home);

      await desk.enter(
        "atmos-ecr init --sso-start-url https://acme.awsapps.com/start --sso-region us-east-1 --region us-east-1,eu-west-1 " +
          `--account ${DEV} --account ${PROD} --permission-set Dev`,
      );
      await desk.until("Write atmos.yaml?");
      await desk.press("Enter");
      await desk.until("What next?");
      await desk.press("Down", "Enter");
      match(await desk.ended(), /✓ Logged in to/);
      await desk.enter("atmos-ecr docker install");
      await desk.until("create it in");
      await desk.press("Enter");
      await desk.ended();
      await desk.run("atmos-ecr login --all");
      match(await desk.run("atmos-ecr trust --yes"), /[Tt]rust/);
      for (const host of [DEV_HOST, PROD_HOST]) {
        match(await desk.run(`docker pull ${host}/app:1`), /Status: /);
      }
      await desk.run(`atmos-ecr login --identity ${PROD}-dev`);
      const atmos = await Deno.readTextFile(join(home, "atmos.yaml"));
      notStrictEqual(Object.keys(await filesBelow(home)).length, Object.keys(before).length);

      for (const command of await uninstallCommands()) {
        const screen = await desk.run(`${command}; echo code=$?`);
        // What comes last removes what may not be there.
        if (!/^(tr|find)/.test(command)) ok(screen.includes("\ncode=0"), screen);
      }
      deepStrictEqual(await filesBelow(home), { ...before, "atmos.yaml": atmos });
      match(
        await desk.run("hash -r; command -v atmos-ecr docker-credential-atmos-ecr; echo code=$?"),
        /\ncode=[1-9]/,
      );
    },
  );
}
