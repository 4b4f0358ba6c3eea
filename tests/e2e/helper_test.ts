/** What becomes of a pull when tokens expire, identities are wrong, and keys are taken away. */
import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Secret } from "../../src/domain/secret.ts";
import { cacheToken, environmentIn, pinsOf } from "../support/helper_home.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { CLIENTS, DOCKER, pull, SKOPEO } from "./lab/clients.ts";
import { DEV, DEV_HOST, LOOKALIKE_HOST, OTHER_HOST, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab, PROD_SESSION, roleArn } from "./lab/lab.ts";
import { HELPER } from "./lab/ways.ts";

const HOUR_MS = 3600_000;
const IMAGE = `${DEV_HOST}/app:1`;

inLab("twenty pulls that start at once make one call to AWS", ["skopeo"], async (lab) => {
  await HELPER.open(lab);
  const tags = Array.from({ length: 20 }, (_, index) => `v${index}`);
  await lab.registry(DEV_HOST).seed("app", tags);
  await Promise.all(tags.map((tag) => pull(SKOPEO, lab, `${DEV_HOST}/app:${tag}`)));
  strictEqual(lab.aws.count("ecr", "GetAuthorizationToken"), 1);
  for (const tag of tags) {
    ok(
      lab.visits.some(({ target, verdict }) =>
        target.endsWith(`/manifests/${tag}`) && verdict === "accepted"
      ),
      tag,
    );
  }
});

for (const client of CLIENTS) {
  inLab(`${client.program} is refused with the wrong identity, and let in with the right one`, [
    client.program,
  ], async (lab) => {
    await HELPER.open(lab);
    await lab.registry(PROD_HOST).seed("app", ["1"]);
    await lab.atmosEcr("docker", "install", "--repin", "--identity", "dev", PROD_HOST);
    notStrictEqual((await client.tryPull(lab, `${PROD_HOST}/app:1`)).code, 0);
    const refused = lab.visits.filter(({ verdict }) => verdict !== "none");
    ok(refused.length > 0);
    for (const { verdict, principal } of refused) {
      strictEqual(verdict, "denied");
      match(principal ?? "", DEV_SESSION);
    }
    await lab.atmosEcr("docker", "install", "--repin", "--identity", "prod", PROD_HOST);
    await pull(client, lab, `${PROD_HOST}/app:1`);
    match(lab.guests(PROD_HOST).join(), PROD_SESSION);
  });
}

inLab(
  "a pull from somebody else's project goes by the pin, not by what lies around there",
  ["skopeo"],
  async (lab) => {
    await HELPER.open(lab);
    await lab.registry(DEV_HOST).seed("app", ["1"]);
    const elsewhere = join(lab.sandbox.root, "elsewhere");
    await Deno.mkdir(elsewhere);
    await Deno.writeTextFile(
      join(elsewhere, "atmos.yaml"),
      (await Deno.readTextFile(join(lab.sandbox.project, "atmos.yaml"))).replaceAll(
        "identity: dev",
        "identity: prod",
      ),
    );
    await lab.demand(["skopeo", "inspect", `docker://${IMAGE}`], { cwd: elsewhere });
    strictEqual(lab.guests(DEV_HOST).length, 1);
    match(lab.guests(DEV_HOST)[0] ?? "", DEV_SESSION);
  },
);

inLab("an expired token is never sent: the next pull fetches another", ["docker"], async (lab) => {
  await HELPER.open(lab);
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  await cache(lab, { password: "expired", leftMs: -HOUR_MS });
  await pull(DOCKER, lab, IMAGE);
  strictEqual(lab.aws.count("ecr", "GetAuthorizationToken"), 1);
  deepStrictEqual(lab.visits.filter(({ verdict }) => verdict === "unknown" || verdict === "expired"), []);
});

inLab("what AWS has made lasts through an outage, and ends with a denial", ["docker"], async (lab) => {
  await HELPER.open(lab);
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  const password = (await lab.atmosEcr("token", DEV_HOST)).stdout.trim();
  await cache(lab, { password, leftMs: HOUR_MS });
  const outage = lab.aws.faults.add({
    service: "ecr",
    effect: { kind: "error", status: 503, code: "ServiceUnavailable" },
  });
  await pull(DOCKER, lab, IMAGE);

  outage.remove();
  lab.aws.deny(roleArn(DEV), "ecr:GetAuthorizationToken");
  const { code, stderr } = await DOCKER.tryPull(lab, IMAGE);
  notStrictEqual(code, 0);
  match(stderr, /^atmos-ecr: .*not authorized to perform: ecr:GetAuthorizationToken/m);
});

inLab("a session that AWS has ended early is replaced", ["docker"], async (lab) => {
  await HELPER.open(lab);
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  await pull(DOCKER, lab, IMAGE);
  await lab.demand(["docker", "logout", DEV_HOST]);
  ok(lab.aws.expire(roleArn(DEV)) > 0);
  await pull(DOCKER, lab, IMAGE);
});

inLab("a client shows why there is no login, and what to do", ["docker", "skopeo"], async (lab) => {
  await HELPER.open(lab);
  lab.aws.revoke(lab.builder.arn);
  for (const client of [DOCKER, SKOPEO]) {
    const { code, stderr }: ProgramResult = await client.tryPull(lab, IMAGE);
    notStrictEqual(code, 0);
    match(stderr, /^atmos-ecr: Cannot .*AKIA/m, client.program);
    doesNotMatch(stderr, new RegExp(lab.builder.secretAccessKey));
  }
  deepStrictEqual(new Set(lab.visits.map(({ verdict }) => verdict)), new Set(["none"]));
});

inLab("the helper for all registries gives nothing of Amazon's to others", ["skopeo"], async (lab) => {
  await lab.linkHelper();
  await Deno.symlink(
    join(lab.bin, "docker-credential-atmos-ecr"),
    join(lab.bin, "docker-credential-ecr-login"),
  );
  await lab.configureContainers("ecr-login");
  // By this name, a host without a pin is for these keys, if it is one of ECR's.
  lab.useKeys(lab.aws.user({ account: DEV, name: "ci" }));
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  await pull(SKOPEO, lab, IMAGE);
  strictEqual(lab.aws.requests.length, 1);

  await lab.registry(OTHER_HOST).seed("app", ["1"]);
  for (const host of [OTHER_HOST, LOOKALIKE_HOST]) {
    await pull(SKOPEO, lab, `${host}/app:1`);
    const verdicts = lab.visits.filter((visit) => visit.host === host).map(({ verdict }) => verdict);
    deepStrictEqual(new Set(verdicts), new Set(["none"]));
  }
  strictEqual(lab.aws.requests.length, 1);
});

/** Puts a token of twelve hours into the helper's cache, for the pinned identity of the first registry. */
async function cache(lab: Lab, token: { readonly password: string; readonly leftMs: number }): Promise<void> {
  const pin = (await pinsOf(lab.sandbox).all()).find(({ host }) => host === DEV_HOST);
  ok(pin !== undefined);
  const expiresAt = new Date(Date.now() + token.leftMs);
  await cacheToken(lab.sandbox, pin, {
    username: "AWS",
    password: new Secret(token.password),
    issuedAt: new Date(expiresAt.getTime() - 12 * HOUR_MS),
    expiresAt,
  }, environmentIn(lab.sandbox, lab.environment()));
}
