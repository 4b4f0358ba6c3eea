/** The lab itself: a check that would pass whatever the program does is worth nothing. */
import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DOCKER, SKOPEO } from "./lab/clients.ts";
import { DEV, DEV_HOST, PROD, PROD_HOST, PUBLIC_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { journey } from "./lab/journey.ts";
import type { Lab } from "./lab/lab.ts";

const HALF_DAY_MS = 12 * 3600_000;

inLab(
  "a registry takes only passwords that AWS made for it, and until they expire",
  ["skopeo"],
  async (lab) => {
    await lab.registry(DEV_HOST).seed("app", ["1"]);
    const password = async (host: string): Promise<string> =>
      (await lab.atmosEcr("token", host)).stdout.trim();
    const verdict = async (secret: string, host = DEV_HOST): Promise<string | undefined> => {
      const before = lab.visits.length;
      const { code } = await lab.execute([
        "skopeo",
        "inspect",
        "--creds",
        `AWS:${secret}`,
        `docker://${host}/app:1`,
      ]);
      const last = lab.visits.slice(before).findLast((visit) => visit.verdict !== "none")?.verdict;
      strictEqual(code === 0, last === "accepted");
      return last;
    };
    const own = await password(DEV_HOST);
    strictEqual(await verdict(own), "accepted");
    strictEqual(await verdict(own.slice(1)), "unknown", "not made by AWS");
    strictEqual(await verdict(await password(PUBLIC_HOST)), "unknown", "of the public gallery");
    strictEqual(await verdict(await password(PROD_HOST)), "unknown", "of another region");
    strictEqual(await verdict(own, PUBLIC_HOST), "unknown");
    lab.aws.clockOffsetMs = HALF_DAY_MS;
    strictEqual(await verdict(own), "expired");
  },
);

for (const client of [DOCKER, SKOPEO]) {
  for (const ours of [false, true]) {
    inLab(
      `${client.program} makes the same journey by ${
        ours ? "our helper under the name of ecr-login" : "Debian's ecr-login"
      }`,
      [client.program, "docker-credential-ecr-login"],
      async (lab) => {
        if (ours) await takeName(lab, "docker-credential-ecr-login");
        // It knows no identities: one user for all, whom the other account has let in.
        const user = lab.aws.user({ account: DEV, name: "ci" });
        lab.useKeys(user);
        const hosts = [DEV_HOST, PROD_HOST, PUBLIC_HOST];
        await lab.sandbox.writeDockerConfig(
          JSON.stringify({ credHelpers: Object.fromEntries(hosts.map((host) => [host, "ecr-login"])) }),
        );
        await lab.registry(PROD_HOST).seed("app", ["1"]);
        notStrictEqual((await client.tryPull(lab, `${PROD_HOST}/app:1`)).code, 0, "he is not let in yet");
        deepStrictEqual(new Set(lab.visits.map(({ verdict }) => verdict)), new Set(["none", "denied"]));
        lab.forgetVisits();
        lab.aws.shareRegistry({ account: PROD, reader: user.arn });
        await journey(lab, client, { guests: Object.fromEntries(hosts.map((host) => [host, /:user\/ci$/])) });
        const log = await Deno.stat(join(lab.sandbox.home, ".ecr", "log", "ecr-login.log")).catch(() =>
          undefined
        );
        strictEqual(log === undefined, ours, "who has answered");
      },
    );
  }
}

/** Our helper under another name. */
async function takeName(lab: Lab, name: string): Promise<void> {
  await lab.linkHelper();
  await Deno.symlink(join(lab.bin, "docker-credential-atmos-ecr"), join(lab.bin, name));
}
