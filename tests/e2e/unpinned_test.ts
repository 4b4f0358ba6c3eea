/** A configuration of Docker that has come without the pins: the registry sees nobody, and not whoever the environment is. */
import { deepStrictEqual, doesNotMatch, match, notStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { PROD, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { HELPER } from "./lab/ways.ts";

const IMAGE = `${PROD_HOST}/app:1`;

inLab(
  "docker --config of a directory without pins sends nobody's password, and says why",
  ["docker"],
  async (lab) => {
    await HELPER.open(lab);
    // Keys that may pull from the registry as well, and that nobody pinned.
    lab.useKeys(lab.aws.user({ account: PROD, name: "ambient" }));
    await lab.registry(PROD_HOST).seed("app", ["1"]);
    const copy = join(lab.sandbox.root, "copy");
    await Deno.mkdir(copy);
    await Deno.writeTextFile(join(copy, "config.json"), await lab.sandbox.readDockerConfig() ?? "");
    const inspect = ["manifest", "inspect", IMAGE];
    // A copy of config.json, as dotfiles and CI make it, comes without the pins.
    const copied = await lab.execute(["docker", ...inspect], { env: { DOCKER_CONFIG: copy } });
    notStrictEqual(copied.code, 0);
    match(copied.stderr, /is not pinned in .*copy/);
    const env = { HOME: copy };
    const flagged = await lab.execute(["docker", "--config", copy, ...inspect], { env });
    notStrictEqual(flagged.code, 0);
    match(flagged.stderr, /is not pinned in .*DOCKER_CONFIG is unset/);
    for (const { stderr } of [copied, flagged]) doesNotMatch(stderr, /AKIA/);
    deepStrictEqual(new Set(lab.visits.map(({ verdict }) => verdict)), new Set(["none"]));
  },
);
