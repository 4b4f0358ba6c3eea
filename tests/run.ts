/**
 * All hermetic tests, with hosts for the program: most commands are tested without a start of the program for each (`support/hosts`).
 *
 *     deno run -A tests/run.ts [OPTIONS OR PATHS OF deno test]...
 *
 * @module
 */
import { startHosts } from "./support/hosts/start_hosts.ts";
import { fromFileUrl } from "./support/module_graph.ts";
import { HOSTS_VARIABLE } from "./support/hosts/hosted.ts";

/** So many files at a time: many of them wait. */
const JOBS = Deno.env.get("DENO_JOBS") ?? "3";

async function main(): Promise<number> {
  const args = Deno.args.some((arg) => !arg.startsWith("-")) ? Deno.args : [...Deno.args, fromFileUrl("./")];
  const coverage = Deno.args.filter((arg) => arg.startsWith("--coverage="));
  await using hosts = await startHosts(Number(JOBS), coverage);
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--parallel", "--no-check", `--ignore=${fromFileUrl("e2e")}`, ...args],
    env: { DENO_JOBS: JOBS, [HOSTS_VARIABLE]: hosts.ports.join(",") },
  }).spawn().status;
  return code;
}

if (import.meta.main) Deno.exit(await main());
