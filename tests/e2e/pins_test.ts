/** Who pulls, whatever HOME and DOCKER_CONFIG say: the registry tells. */
import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { ProgramResult } from "../support/sandbox.ts";
import { DEV_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab } from "./lab/lab.ts";

const IMAGE = `${DEV_HOST}/app:1`;

type Variables = Readonly<Record<string, string | undefined>>;

type ClientName = "docker" | "skopeo" | "podman";

/** How each client reads an image. */
function commandOf(lab: Lab, client: ClientName): readonly string[] {
  switch (client) {
    case "docker":
      return ["docker", "manifest", "inspect", IMAGE];
    case "skopeo":
      return ["skopeo", "inspect", "--raw", `docker://${IMAGE}`];
    case "podman": {
      // A store of its own each time: what is there already would not be asked for.
      const store = join(lab.sandbox.root, crypto.randomUUID().slice(0, 4));
      const storage = [
        "--root",
        join(store, "root"),
        "--runroot",
        join(store, "run"),
        "--storage-driver",
        "vfs",
      ];
      return ["podman", ...storage, "pull", "--quiet", IMAGE];
    }
  }
}

function read(lab: Lab, client: ClientName, env: Variables): Promise<ProgramResult> {
  return lab.execute(commandOf(lab, client), { env, databaseHome: lab.sandbox.home });
}

for (const client of ["docker", "skopeo", "podman"] as const) {
  inLab(
    `${client} without HOME pulls as the pinned identity, never as the environment`,
    [client],
    async (lab) => {
      await lab.atmosEcr("docker", "install", "--link", lab.bin);
      lab.useKeys(lab.aws.user({ account: "999988887777", name: "instance" }));
      await lab.registry(DEV_HOST).seed("app", ["1"]);
      for (const HOME of [undefined, ""]) {
        lab.forgetVisits();
        const { code, stderr } = await read(lab, client, { HOME });
        strictEqual(code, 0, stderr);
        strictEqual(lab.guests(DEV_HOST).length, 1);
        match(lab.guests(DEV_HOST)[0] ?? "", DEV_SESSION);
      }
    },
  );

  inLab(`two jobs of ${client} with a DOCKER_CONFIG each pull as themselves`, [client], async (lab) => {
    await lab.registry(DEV_HOST).seed("app", ["1"]);
    const job = (name: string): Variables => ({ DOCKER_CONFIG: join(lab.sandbox.root, name) });
    await lab.demandProgram(["docker", "install", "--link", lab.bin, "-i", "dev", DEV_HOST], job("a"));
    await lab.demandProgram(["docker", "install", "-i", "prod", DEV_HOST], job("b"));
    strictEqual((await read(lab, client, job("a"))).code, 0);
    match(lab.guests(DEV_HOST)[0] ?? "", DEV_SESSION);
    lab.forgetVisits();
    notStrictEqual((await read(lab, client, job("b"))).code, 0, "prod may not read dev's images");
    strictEqual(lab.guests(DEV_HOST).length, 0);
    await lab.demandProgram(["docker", "uninstall", DEV_HOST], job("b"));
    lab.forgetVisits();
    strictEqual((await read(lab, client, job("a"))).code, 0);
    match(lab.guests(DEV_HOST)[0] ?? "", DEV_SESSION);
  });
}
