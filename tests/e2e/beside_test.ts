/** Other programs that write the files that we write: nothing of theirs or ours is lost, where their writers allow it. */
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DOCKER, PODMAN, pull } from "./lab/clients.ts";
import { OTHER_LOGIN } from "./lab/gates.ts";
import { DEV_HOST, OTHER_HOST, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab } from "./lab/lab.ts";
import { HELPER, LOGIN } from "./lab/ways.ts";

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** What people have in the file besides. */
const THEIRS = { HttpHeaders: { "X-Team": "build" }, psFormat: "table {{.ID}}" } as const;

async function config(lab: Lab): Promise<DockerConfig> {
  return JSON.parse(await lab.sandbox.readDockerConfig() ?? "{}");
}

/** `docker login` or `podman login` to a registry, with a password on standard input. */
async function signIn(
  lab: Lab,
  program: "docker" | "podman",
  host: string,
  options: { readonly user?: string; readonly password: string; readonly args?: readonly string[] },
): Promise<void> {
  const { user = "AWS", password, args = [] } = options;
  await lab.demand([program, "login", ...args, "--username", user, "--password-stdin", host], {
    stdin: password,
  });
}

function signInElsewhere(
  lab: Lab,
  program: "docker" | "podman",
  args: readonly string[] = [],
): Promise<void> {
  return signIn(lab, program, OTHER_HOST, { ...OTHER_LOGIN, args });
}

async function tokenOf(lab: Lab, host: string): Promise<string> {
  return (await lab.atmosEcr("token", host)).stdout.trim();
}

inLab("docker login and logout leave our logins, and ours leave theirs", ["docker"], async (lab) => {
  await lab.sandbox.writeDockerConfig(JSON.stringify(THEIRS));
  await signInElsewhere(lab, "docker");
  await lab.atmosEcr("login", "dev/ecr");
  // What people did before: the password through a pipe.
  await signIn(lab, "docker", PROD_HOST, { password: await tokenOf(lab, PROD_HOST) });
  const { auths = {}, ...rest } = await config(lab);
  deepStrictEqual(Object.keys(auths).toSorted(), [DEV_HOST, PROD_HOST, OTHER_HOST].toSorted());
  deepStrictEqual(rest, THEIRS);

  await lab.demand(["docker", "logout", PROD_HOST]);
  await lab.atmosEcr("logout", "dev/ecr");
  deepStrictEqual(await config(lab), { auths: { [OTHER_HOST]: auths[OTHER_HOST] }, ...THEIRS });
  await lab.atmosEcr("login", "dev/ecr");
  await lab.demand(["docker", "logout", OTHER_HOST]);
  deepStrictEqual(Object.keys((await config(lab)).auths ?? {}), [DEV_HOST]);
});

inLab("docker login and logout for a registry of the helper change nothing", ["docker"], async (lab) => {
  await lab.sandbox.writeDockerConfig(JSON.stringify(THEIRS));
  await HELPER.open(lab);
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  const before = await config(lab);
  await signIn(lab, "docker", DEV_HOST, { password: await tokenOf(lab, DEV_HOST) });
  await pull(DOCKER, lab, `${DEV_HOST}/app:1`);
  await lab.demand(["docker", "logout", DEV_HOST]);
  await pull(DOCKER, lab, `${DEV_HOST}/app:1`);
  const { auths, ...after } = await config(lab);
  // Docker leaves an empty object behind.
  deepStrictEqual([auths ?? {}, after], [{}, before]);
  match(lab.guests(DEV_HOST).join(), DEV_SESSION);
});

inLab(
  "docker login at the same moment loses nothing of its own, and nothing of the helper",
  ["docker"],
  async (lab) => {
    await lab.sandbox.writeDockerConfig(JSON.stringify(THEIRS));
    await HELPER.open(lab);
    await lab.atmosEcr("docker", "uninstall", PROD_HOST);
    await lab.registry(DEV_HOST).seed("app", ["1"]);
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        signInElsewhere(lab, "docker"),
        lab.atmosEcr("login", "prod/ecr"),
        pull(DOCKER, lab, `${DEV_HOST}/app:1`),
      ]);
      const { auths = {}, credHelpers = {}, ...rest } = await config(lab);
      ok(OTHER_HOST in auths, `Docker's own entry is there after round ${round}`);
      strictEqual(credHelpers[DEV_HOST], "atmos-ecr");
      deepStrictEqual(rest, THEIRS);
      // Docker takes no lock: an entry of ours that it has overwritten is back with the next login.
      await lab.atmosEcr("login", "prod/ecr");
      ok(PROD_HOST in ((await config(lab)).auths ?? {}));
      await Promise.all([
        lab.demand(["docker", "logout", OTHER_HOST]),
        pull(DOCKER, lab, `${DEV_HOST}/app:1`),
      ]);
      await lab.atmosEcr("logout", "prod/ecr");
    }
  },
);

inLab(
  "podman login keeps a file of its own, which hides ours until podman logout",
  ["podman"],
  async (lab) => {
    await LOGIN.open(lab);
    await lab.registry(PROD_HOST).seed("app", ["1"]);
    const before = await lab.sandbox.readDockerConfig();
    const wrong = await tokenOf(lab, DEV_HOST);
    await signInElsewhere(lab, "podman");
    strictEqual(await lab.sandbox.readDockerConfig(), before);
    await pull(PODMAN, lab, `${PROD_HOST}/app:1`);

    // A login that has become wrong, as it does after twelve hours.
    const own = join(lab.sandbox.root, "run", "containers", "auth.json");
    await Deno.writeTextFile(own, JSON.stringify({ auths: { [PROD_HOST]: { auth: btoa(`AWS:${wrong}`) } } }));
    notStrictEqual((await PODMAN.tryPull(lab, `${PROD_HOST}/app:1`)).code, 0);
    await lab.demand(["podman", "logout", PROD_HOST]);
    await pull(PODMAN, lab, `${PROD_HOST}/app:1`);
    strictEqual(await lab.sandbox.readDockerConfig(), before);
  },
);

inLab("podman login into Docker's own file leaves our logins and our helper", ["podman"], async (lab) => {
  await HELPER.open(lab);
  await lab.atmosEcr("docker", "uninstall", PROD_HOST);
  await lab.atmosEcr("login", "prod/ecr");
  for (const host of [DEV_HOST, PROD_HOST]) await lab.registry(host).seed("app", ["1"]);
  const { credHelpers } = await config(lab);
  await signInElsewhere(lab, "podman", ["--authfile", lab.sandbox.dockerConfig]);
  const { auths = {}, ...rest } = await config(lab);
  deepStrictEqual(Object.keys(auths).toSorted(), [PROD_HOST, OTHER_HOST].toSorted());
  deepStrictEqual(rest, { credHelpers });
  for (const host of [DEV_HOST, PROD_HOST]) await pull(PODMAN, lab, `${host}/app:1`);
});
