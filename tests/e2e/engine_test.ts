/** A real Docker engine: it pulls, pushes, runs and builds with what the command line hands it of our logins. */
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { ClientProgram } from "./requirements.ts";
import { Engine, GREETING } from "./lab/engine.ts";
import { DEV_DUAL_STACK_HOST, DEV_HOST, PROD_HOST, PUBLIC_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab, PROD_SESSION } from "./lab/lab.ts";
import { HELPER, LOGIN } from "./lab/ways.ts";

const HALF_DAY_MS = 12 * 3600_000;
const IMAGE = `${DEV_HOST}/app:1`;
const NEEDS: readonly ClientProgram[] = ["docker", "dockerd", "busybox"];

function withEngine(name: string, test: (lab: Lab, engine: Engine) => Promise<void>): void {
  inLab(`the engine ${name}`, NEEDS, async (lab) => {
    await using engine = await Engine.start(lab);
    await test(lab, engine);
  });
}

for (const way of [LOGIN, HELPER]) {
  withEngine(`pulls, pushes, runs and builds across accounts by ${way.name}`, async (lab, engine) => {
    await engine.build(IMAGE);
    notStrictEqual((await engine.execute("push", IMAGE)).code, 0, "there is no session");
    lab.forgetVisits();
    await way.open(lab);

    await engine.demand("push", IMAGE);
    await engine.forgetImages();
    // A run that pulls.
    match((await engine.demand("run", "--rm", "--network", "none", IMAGE)).stdout, new RegExp(GREETING));
    await engine.demand("pull", `${DEV_DUAL_STACK_HOST}/app:1`);
    // Built on the image of one account, for another one.
    await engine.forgetImages();
    await engine.build(`${PROD_HOST}/copy:1`, IMAGE);
    await engine.demand("push", `${PROD_HOST}/copy:1`);
    await engine.forgetImages();
    await engine.build(`${PUBLIC_HOST}/acme/app:1`, `${PROD_HOST}/copy:1`);
    await engine.demand("push", `${PUBLIC_HOST}/acme/app:1`);
    await engine.forgetImages();
    await engine.demand("pull", `${PUBLIC_HOST}/acme/app:1`);

    for (
      const [host, guest] of [[DEV_HOST, DEV_SESSION], [DEV_DUAL_STACK_HOST, DEV_SESSION], [
        PROD_HOST,
        PROD_SESSION,
      ], [PUBLIC_HOST, DEV_SESSION]] as const
    ) {
      const seen = lab.guests(host);
      strictEqual(seen.length, 1, `${host} has let in ${seen.join(" and ") || "nobody"}`);
      match(seen[0] ?? "", guest);
    }
    deepStrictEqual(lab.visits.filter(({ verdict }) => verdict !== "accepted" && verdict !== "none"), []);

    await way.close(lab);
    await engine.forgetImages();
    notStrictEqual((await engine.execute("pull", IMAGE)).code, 0, "nobody is, any more");
  });
}

withEngine("makes one call to AWS for twenty pulls at once", async (lab, engine) => {
  await HELPER.open(lab);
  const tags = Array.from({ length: 20 }, (_, index) => `v${index}`);
  await lab.registry(DEV_HOST).seed("app", tags);
  await Promise.all(tags.map((tag) => engine.demand("pull", "--quiet", `${DEV_HOST}/app:${tag}`)));
  strictEqual(lab.aws.count("ecr", "GetAuthorizationToken"), 1);
  match(lab.guests(DEV_HOST).join(), DEV_SESSION);
});

withEngine("is refused with a token that has ended, and served after the next login", async (lab, engine) => {
  await lab.atmosEcr("login", "dev/ecr");
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  await engine.demand("pull", IMAGE);
  await engine.forgetImages();
  lab.aws.clockOffsetMs = HALF_DAY_MS;
  notStrictEqual((await engine.execute("pull", IMAGE)).code, 0);
  strictEqual(lab.visits.findLast(({ verdict }) => verdict !== "none")?.verdict, "expired");
  lab.aws.clockOffsetMs = 0;
  await lab.atmosEcr("login", "dev/ecr");
  await engine.demand("pull", IMAGE);
});

withEngine("knows no login after docker logout, and the helper's all the same", async (lab, engine) => {
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  await lab.atmosEcr("login", "dev/ecr");
  await engine.demand("logout", DEV_HOST);
  notStrictEqual((await engine.execute("pull", IMAGE)).code, 0);
  await HELPER.open(lab);
  await engine.demand("logout", DEV_HOST);
  await engine.demand("pull", IMAGE);
  match(lab.guests(DEV_HOST).join(), DEV_SESSION);
});

withEngine("is denied with the wrong identity, and never served as another one", async (lab, engine) => {
  await HELPER.open(lab);
  await lab.registry(PROD_HOST).seed("app", ["1"]);
  await lab.atmosEcr("docker", "install", "--repin", "--identity", "dev", PROD_HOST);
  notStrictEqual((await engine.execute("pull", `${PROD_HOST}/app:1`)).code, 0);
  const refused = lab.visits.filter(({ verdict }) => verdict !== "none");
  ok(refused.length > 0);
  for (const { verdict, principal } of refused) {
    strictEqual(verdict, "denied");
    match(principal ?? "", DEV_SESSION);
  }
  await lab.atmosEcr("docker", "install", "--repin", "--identity", "prod", PROD_HOST);
  await engine.demand("pull", `${PROD_HOST}/app:1`);
  match(lab.guests(PROD_HOST).join(), PROD_SESSION);
});
