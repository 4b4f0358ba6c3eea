/** Clients that are built by `go_clients.ts`. They read Docker's configuration by libraries of their own. */
import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { ProgramResult } from "../support/sandbox.ts";
import { Engine } from "./lab/engine.ts";
import { DEV_HOST, PROD_HOST, PUBLIC_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab, PROD_SESSION } from "./lab/lab.ts";
import { HELPER, LOGIN, type Way } from "./lab/ways.ts";
import { type GoClient, goClient } from "./requirements.ts";

/** The helper as the store of all registries, pinned and not yet asked for anything. */
const CREDS_STORE: Way = {
  name: "credsStore",
  async open(lab: Lab): Promise<void> {
    await HELPER.open(lab);
    await lab.sandbox.writeDockerConfig('{"credsStore":"atmos-ecr"}');
  },
  close: HELPER.close,
};

/** What a client does with an image of one registry: read it, and bring it into others. */
interface Steps {
  readonly read: (reference: string) => readonly string[];
  readonly copy: (from: string, to: string) => readonly string[];
}

const STEPS: Readonly<Record<Exclude<GoClient, "helm" | "buildx">, Steps>> = {
  crane: { read: (reference) => ["manifest", reference], copy: (from, to) => ["copy", from, to] },
  oras: { read: (reference) => ["manifest", "fetch", reference], copy: (from, to) => ["copy", from, to] },
  regctl: {
    read: (reference) => ["manifest", "get", reference],
    copy: (from, to) => ["image", "copy", from, to],
  },
};

function byGo(client: GoClient, name: string, test: (lab: Lab, run: Run) => Promise<void>): void {
  const path = goClient(client);
  inLab(`by Go: ${client} ${name}`, [], async (lab) => {
    await test(lab, (args) => lab.execute([path ?? client, ...args]));
  }, path !== undefined);
}

type Run = (args: readonly string[]) => Promise<ProgramResult>;

async function demand(run: Run, args: readonly string[]): Promise<ProgramResult> {
  const result = await run(args);
  strictEqual(result.code, 0, `${args.join(" ")}:\n${result.stdout}${result.stderr}`);
  return result;
}

function onlyGuests(lab: Lab, guests: Readonly<Record<string, RegExp>>): void {
  for (const [host, guest] of Object.entries(guests)) {
    const seen = lab.guests(host);
    strictEqual(seen.length, 1, `${host} has let in ${seen.join(" and ") || "nobody"}`);
    match(seen[0] ?? "", guest);
  }
  deepStrictEqual(lab.visits.filter(({ verdict }) => verdict !== "accepted" && verdict !== "none"), []);
}

for (const client of ["crane", "oras", "regctl"] as const) {
  const { read, copy } = STEPS[client];
  for (const way of [LOGIN, HELPER, CREDS_STORE]) {
    byGo(client, `reads and copies across accounts by ${way.name}`, async (lab, run) => {
      await lab.registry(DEV_HOST).seed("app", ["1"]);
      notStrictEqual((await run(read(`${DEV_HOST}/app:1`))).code, 0, "there is no session");
      await way.open(lab);
      await demand(run, read(`${DEV_HOST}/app:1`));
      await demand(run, copy(`${DEV_HOST}/app:1`, `${PROD_HOST}/copy:1`));
      await demand(run, copy(`${PROD_HOST}/copy:1`, `${PUBLIC_HOST}/acme/app:1`));
      onlyGuests(lab, { [DEV_HOST]: DEV_SESSION, [PROD_HOST]: PROD_SESSION, [PUBLIC_HOST]: DEV_SESSION });
      deepStrictEqual(await lab.registry(PROD_HOST).tags("copy"), ["1"]);
    });
  }
}

byGo("crane", "makes one call to AWS for twenty reads at once", async (lab, run) => {
  await HELPER.open(lab);
  const tags = Array.from({ length: 20 }, (_, index) => `v${index}`);
  await lab.registry(DEV_HOST).seed("app", tags);
  await Promise.all(tags.map((tag) => demand(run, STEPS.crane.read(`${DEV_HOST}/app:${tag}`))));
  strictEqual(lab.aws.count("ecr", "GetAuthorizationToken"), 1);
});

for (const way of [LOGIN, HELPER, CREDS_STORE]) {
  byGo("helm", `pushes and pulls charts across accounts by ${way.name}`, async (lab, run) => {
    const chart = join(lab.sandbox.root, "chart");
    await Deno.mkdir(join(chart, "templates"), { recursive: true });
    await Deno.writeTextFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0.0\n");
    // helm looks for logins in a file of its own, too.
    const own = ["--registry-config", lab.sandbox.dockerConfig];
    await way.open(lab);
    await demand(run, ["package", chart, "--destination", lab.sandbox.root]);
    for (const host of [DEV_HOST, PROD_HOST]) {
      await demand(run, ["push", join(lab.sandbox.root, "web-1.0.0.tgz"), `oci://${host}/charts`, ...own]);
      await demand(run, ["pull", `oci://${host}/charts/web`, "--destination", lab.sandbox.home, ...own]);
    }
    onlyGuests(lab, { [DEV_HOST]: DEV_SESSION, [PROD_HOST]: PROD_SESSION });
  });
}

for (const way of [LOGIN, HELPER]) {
  byGo("buildx", `builds on the image of another account and pushes by ${way.name}`, async (lab) => {
    await using engine = await Engine.start(lab);
    await way.open(lab);
    await engine.useBuildx(goClient("buildx") ?? "");
    await engine.build(`${DEV_HOST}/app:1`, "scratch", ["--push"]);
    await engine.forgetImages();
    await engine.build(`${PROD_HOST}/copy:1`, `${DEV_HOST}/app:1`, ["--push"]);
    await engine.demand(
      "buildx",
      "imagetools",
      "create",
      "--tag",
      `${PUBLIC_HOST}/acme/app:1`,
      `${PROD_HOST}/copy:1`,
    );
    onlyGuests(lab, { [DEV_HOST]: DEV_SESSION, [PROD_HOST]: PROD_SESSION, [PUBLIC_HOST]: DEV_SESSION });
    match((await lab.registry(PUBLIC_HOST).tags("acme/app")).join(), /1/);
  });
}
