/**
 * All hermetic tests, with hosts for the program: most commands are tested without a start of the program for each (`support/hosts`).
 *
 *     deno run -A tests/run.ts [OPTIONS OR PATHS OF deno test]...
 *
 * @module
 */
import { buildProgram } from "./support/built_program.ts";
import { startHosts } from "./support/hosts/start_hosts.ts";
import { fromFileUrl } from "./support/module_graph.ts";
import { HOSTS_VARIABLE } from "./support/hosts/hosted.ts";
import { ENDING_SIGNALS, ownMemory, runInOwnMemory } from "./support/own_memory.ts";
import { BUILT_VARIABLE } from "./support/sandbox.ts";
import { GROUPS, writeTestGroups } from "./test_groups.ts";

/** So many groups of files at a time: all of them, so that none is alone at the end. */
const JOBS = Deno.env.get("DENO_JOBS") ?? `${GROUPS}`;

/** So many hosts: each loads and compiles the program, and a run waits for a free one. */
const HOSTS = 2;

async function main(): Promise<number> {
  const memory = ownMemory();
  if (memory === undefined) {
    const again = [Deno.execPath(), "run", "-A", fromFileUrl("run.ts"), ...Deno.args];
    const code = await runInOwnMemory(again);
    if (code !== undefined) return code;
  }
  const coverage = Deno.args.filter((arg) => arg.startsWith("--coverage="));
  // Of this run alone, so that one that is interrupted leaves nothing, and a test that leaves something is seen. Short: sockets lie in it.
  const TMPDIR = await Deno.makeTempDir({ prefix: "ae-", ...(memory === undefined ? {} : { dir: memory }) });
  // Tests of root's care act as another user below it, who must get there.
  if (Deno.build.os !== "windows") await Deno.chmod(TMPDIR, 0o711);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => removeLeftovers(TMPDIR));
  const modules = await Deno.makeTempDir({ prefix: "ae-tests-" });
  stack.defer(() => Deno.remove(modules, { recursive: true }));
  const isWhole = Deno.args.every((arg) => arg.startsWith("-"));
  const args = isWhole ? [...Deno.args, ...await writeTestGroups(fromFileUrl("./"), modules)] : Deno.args;
  const building = buildProgram().catch(async (error) => {
    await say(`Processes run from source, as the program cannot be built: ${error}\n`);
    return undefined;
  });
  const hosts = stack.use(await startHosts(HOSTS, coverage));
  const built = await building;
  const tests = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--parallel", "--no-check", `--config=${fromFileUrl("../deno.json")}`, ...args],
    env: {
      DENO_JOBS: JOBS,
      // Once a day Deno asks whether there is a newer one: a request that leaves this machine.
      DENO_NO_UPDATE_CHECK: "1",
      TMPDIR,
      [HOSTS_VARIABLE]: hosts.ports.join(","),
      ...(built === undefined ? {} : { [BUILT_VARIABLE]: built }),
    },
  }).spawn();
  for (const signal of ENDING_SIGNALS) Deno.addSignalListener(signal, () => tests.kill(signal));
  return (await tests.status).code;
}

/** Removes what tests have left, and says which: each is to remove its own. */
async function removeLeftovers(directory: string): Promise<void> {
  const left = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
  await Deno.remove(directory, { recursive: true });
  if (left.length > 0) await say(`Tests have left in the directory of temporary files: ${left.join(", ")}\n`);
}

async function say(text: string): Promise<void> {
  await Deno.stderr.write(new TextEncoder().encode(text));
}

if (import.meta.main) Deno.exit(await main());
