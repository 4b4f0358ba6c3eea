/**
 * Runs the tests of this folder: real clients against a real registry under Amazon's host names. For those names it takes a network,
 * a view of the file system and a process table of its own, which nothing outside sees and which end with it.
 *
 *     deno task test:e2e [FILTER OF deno test…]
 *     deno run -A tests/e2e/run.ts --packages      the packages of Debian that are missing
 *
 * @module
 */
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { ADDRESS, API_HOSTS, REGISTRY_HOSTS } from "./lab/host_names.ts";
import {
  advice,
  LAB_VARIABLE,
  missingClients,
  missingPackages,
  MODE_VARIABLE,
  obstacle,
  SEARCH_PATH,
} from "./requirements.ts";

/** In which the tests have ended or hang. */
const TIME_LIMIT_MS = 15 * 60_000;

/** Run by the shell in the new namespaces: `sh -c … sh HOSTS RESOLV_CONF COMMAND…`. */
const ENTER = `set -e
ip link set lo up
ip address add ${ADDRESS}/32 dev lo
mount --bind "$1" /etc/hosts
mount --bind "$2" /etc/resolv.conf
# Where podman and buildah of root keep what no option moves.
mkdir -p /var/lib/containers
for directory in /var/lib/containers /dev/shm /run; do mount -t tmpfs tmpfs "$directory"; done
shift 2
exec "$@"`;

if (Deno.args[0] === "--packages") {
  say((await missingPackages()).join(" "));
} else {
  Deno.exit(await main(Deno.args));
}

async function main(args: readonly string[]): Promise<number> {
  const required = Deno.env.get(MODE_VARIABLE) === "required";
  const problem = await obstacle();
  const missing = problem === undefined ? await missingClients() : [];
  const words = problem ??
    (missing.length > 0 ? `The tests of some clients need ${advice(missing)}` : undefined);
  if (words !== undefined) {
    say(
      `\n!!! END-TO-END TESTS ${
        required ? "CANNOT RUN" : problem === undefined ? "LEFT OUT" : "SKIPPED"
      }\n!!! ${words}\n`,
    );
    if (required) return 1;
    if (problem !== undefined) return 0;
  }
  return await inNamespaces([
    Deno.execPath(),
    "test",
    "-A",
    "--no-check",
    "--cached-only",
    ...args,
    fromFileUrl("./e2e/"),
  ]);
}

async function inNamespaces(command: readonly string[]): Promise<number> {
  const directory = await Deno.makeTempDir({ prefix: "atmos-ecr-e2e-" });
  try {
    const hosts = join(directory, "hosts");
    await Deno.writeTextFile(
      hosts,
      `127.0.0.1 localhost\n${ADDRESS} ${[...REGISTRY_HOSTS, ...API_HOSTS].join(" ")}\n`,
    );
    const nowhere = join(directory, "resolv.conf");
    await Deno.writeTextFile(nowhere, "");
    const unshare = [
      "--net",
      "--mount",
      "--propagation",
      "private",
      "--pid",
      "--fork",
      "--kill-child",
      "--mount-proc",
    ];
    const { code } = await new Deno.Command("unshare", {
      args: [...unshare, "sh", "-c", ENTER, "sh", hosts, nowhere, ...command],
      env: { PATH: SEARCH_PATH, [LAB_VARIABLE]: "1" },
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    }).spawn().status;
    return code;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
