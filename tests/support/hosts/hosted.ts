/**
 * The program in one of the hosts that the whole suite starts (`tests/run.ts`), where that shows the same as a process of its own.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import type { ProgramResult } from "../sandbox.ts";
import { type HostedAnswer, type HostedRun, readMessage, writeMessage } from "./messages.ts";

/** Names the ports of the hosts, separated by commas. Read once: tests change variables. */
export const HOSTS_VARIABLE = "ATMOS_ECR_TEST_HOSTS";

const PORTS: readonly number[] = (Deno.env.get(HOSTS_VARIABLE) ?? "").split(",").filter(Boolean).map(Number);

/**
 * How long a run waits for a host, and how often it asks: a process of its own costs as much as four hosted runs.
 */
const MAX_WAIT_MS = 3_000;
const RETRY_MS = 15;

/** Runs of this isolate: those that are beside each other never wait. */
let running = 0;

/** Whether the suite has started hosts. */
export const HAS_HOSTS: boolean = PORTS.length > 0;

/** Variables that a runtime reads when it starts, or once. */
const OF_THE_RUNTIME_REGEXP = /^(?:DENO_(?!DIR$|NO_UPDATE_CHECK$)|NODE_|SSL_|LD_|V8_|RUST_)|_PROXY$|COLOR$/i;

/** Commands whose children read the standard input of the program. */
const WITH_CHILDREN: readonly string[] = ["exec", "shell"];

/** Options that write down where the program is. */
const OF_THE_PLACE: readonly string[] = ["--link"];

/**
 * Runs the program in a host.
 *
 * @param ports Those of the hosts; by default of the ones that the suite has started: none when a file is tested by itself.
 * @returns undefined where it needs a process of its own, or no host is free: runs at the same time are never in one process.
 */
export async function hosted(
  run: HostedRun,
  ports: readonly number[] = PORTS,
): Promise<ProgramResult | undefined> {
  if (!canBeHosted(run)) return undefined;
  running++;
  try {
    const end = performance.now() + MAX_WAIT_MS;
    do {
      for (const port of startingAnywhere(ports)) {
        const answer = await ask(port, run);
        if (answer === undefined || answer.kind === "busy") continue;
        const { code, stdout, stderr } = answer;
        return { code, stdout, stderr };
      }
    } while (
      running === 1 && ports.length > 0 && performance.now() < end && await setTimeout(RETRY_MS, true)
    );
    return undefined;
  } finally {
    running--;
  }
}

/** Whether a host shows the same as a process. */
export function canBeHosted({ args, env, stdin }: HostedRun): boolean {
  return env["HOME"]?.startsWith("/") === true && env["TZ"] === "UTC" &&
    // It lives as long as the process.
    env["ATMOS_KEYRING_TYPE"] !== "memory" &&
    !Object.keys(env).some((name) => OF_THE_RUNTIME_REGEXP.test(name)) &&
    !args.some((arg) => OF_THE_PLACE.includes(arg)) &&
    !(stdin !== undefined && args.some((arg) => WITH_CHILDREN.includes(arg)));
}

/** @returns undefined where there is no host any more: the run that it ended in has failed. */
async function ask(port: number, run: HostedRun): Promise<HostedAnswer | undefined> {
  let connected: Deno.Conn;
  try {
    connected = await Deno.connect({ hostname: "127.0.0.1", port });
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return undefined;
    throw error;
  }
  using connection = connected;
  await writeMessage(connection, run);
  const answer = await readMessage<HostedAnswer>(connection);
  if (answer === undefined) throw new Error(`The host of the program ended: ${run.args.join(" ")}`);
  return answer;
}

/** So that files that are tested at the same time do not all ask the same host first. */
function startingAnywhere<Item>(items: readonly Item[]): readonly Item[] {
  const start = Math.floor(Math.random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
