import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fromFileUrl } from "../module_graph.ts";

/** Processes that run the program. Disposing of them ends them. */
export interface Hosts extends AsyncDisposable {
  readonly ports: readonly number[];
}

/** How long a host may take to load the program, in milliseconds. */
const START_TIMEOUT_MS = 60_000;

/**
 * Starts hosts; none on Windows, which has no shell to give them files as streams, nor where another program is tested.
 *
 * @param options Of `deno run`, such as `--coverage=DIRECTORY`.
 */
export async function startHosts(count: number, options: readonly string[] = []): Promise<Hosts> {
  if (Deno.build.os === "windows" || Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined) {
    return { ports: [], [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  await using started = new AsyncDisposableStack();
  const ports = await Promise.all(Array.from({ length: count }, async () => {
    // The host removes it.
    const folder = await Deno.makeTempDir({ prefix: "atmos-ecr-test-" });
    const { port, connection, child } = await startHost(folder, options);
    started.defer(async () => {
      connection.close();
      await child.status;
    });
    return port;
  }));
  const stack = started.move();
  return { ports, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

interface Host {
  readonly port: number;
  /** The host ends with it. */
  readonly connection: Deno.Conn;
  readonly child: Deno.ChildProcess;
}

async function startHost(folder: string, options: readonly string[]): Promise<Host> {
  const child = new Deno.Command("sh", {
    args: [
      "-c",
      'folder=$1; shift; exec "$@" "$folder" </dev/null >>"$folder/stdout" 2>>"$folder/stderr"',
      "sh",
      folder,
      Deno.execPath(),
      "run",
      "-A",
      "--no-check",
      "--quiet",
      "--cached-only",
      ...options,
      fromFileUrl("support/hosts/host.ts"),
    ],
    env: { TZ: "UTC", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).spawn();
  const port = await portOf(folder);
  return { port, connection: await Deno.connect({ hostname: "127.0.0.1", port }), child };
}

async function portOf(folder: string): Promise<number> {
  const end = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < end) {
    try {
      return Number(await Deno.readTextFile(join(folder, "port")));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await setTimeout(20);
  }
  throw new Error(`No host of the program: ${await Deno.readTextFile(join(folder, "stderr"))}`);
}
