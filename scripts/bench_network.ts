/**
 * How often a program waits for the network: cold and warm gets over TLS under AWS' own names, at no distance and at 50 ms a round trip, with
 * what the protocols need beside it. It fails on no timing.
 *
 *     deno run -A scripts/bench_network.ts [RUNS] [NAME=PROGRAM...]
 *
 * Programs are as in `bench_commands.ts`. Peers that are installed: amazon-ecr-credential-helper from 0.8, with a role of an AWS profile,
 * and Atmos. All of them reach AWS through a proxy that lets each byte travel for 25 ms in each direction (`bench_relay.ts`), and opens a
 * connection in the time that TCP would take.
 *
 * @module
 */
import { join } from "node:path";
import { BenchHome, FAR_MS, HOST } from "./bench_home.ts";
import { Relay } from "./bench_relay.ts";
import {
  baseVariables,
  leftOut,
  machineText,
  median,
  type Program,
  programsOf,
  say,
  start,
  type Variables,
} from "./bench_shared.ts";

/** What is asked for. */
interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Whether tokens and sessions go before each run. */
  readonly cold?: boolean;
  /** The AWS profile whose credentials are used, instead of the environment's keys. */
  readonly profile?: string;
  /** Round trips that the protocols need: TCP, TLS 1.3 and a response for the first call, one more for each that must wait for it. */
  readonly needed: number;
  /** The peers that do the same, as they are called. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
}

const DEFAULT_RUNS = 10;
const ECR_LOGIN = { "ecr-login": ["docker-credential-ecr-login", "get"] } as const;
const GET = { args: ["credential", "get"], stdin: HOST } as const;
/** A registry without a pin, which the environment's credentials or the profile's role answer for. */
const UNPINNED = HOST.replace("us-east-1", "us-west-2");
/** The registry of the integration `y`. */
const PINNED = HOST.replace("us-east-1", "eu-west-1");
const SCENES: readonly Scene[] = [
  { name: "cold get, static keys", ...GET, stdin: UNPINNED, cold: true, needed: 3, peers: ECR_LOGIN },
  {
    name: "cold get, role of an AWS profile",
    ...GET,
    stdin: UNPINNED,
    profile: "role",
    cold: true,
    needed: 4,
    peers: ECR_LOGIN,
  },
  {
    name: "warm get, role of an AWS profile",
    ...GET,
    stdin: UNPINNED,
    profile: "role",
    needed: 0,
    peers: ECR_LOGIN,
  },
  {
    name: "cold get, pinned, two roles of the environment's keys",
    ...GET,
    stdin: PINNED,
    cold: true,
    needed: 5,
  },
  { name: "cold get, pinned, two roles of a user with a session", ...GET, cold: true, needed: 6 },
  {
    name: "login INTEGRATION, two roles of the environment's keys",
    args: ["login", "y"],
    cold: true,
    needed: 5,
    peers: { "atmos": ["atmos", "aws", "ecr", "login", "y"] },
  },
];
/** All but the pins and the AWS files. */
const TOKENS = [".cache", ".config", ".local", ".ecr", ".docker/config.json"];

const [first = "", ...others] = Deno.args;
const runs = Number(first) || DEFAULT_RUNS;
const programs = await programsOf(Number(first) ? others : Deno.args);
await using home = await BenchHome.open();
await using relay = await Relay.start(home.aws.url, join(home.path, "ca.pem"));
/** Of {@linkcode leftOut}. */
const failures: string[] = [];
await prepare();
say(`| | needed | waits of each: (at ${FAR_MS} ms - at 0 ms) / ${FAR_MS} ms |\n|---|---|---|`);
for (const scene of SCENES) await bench(scene);
say(`\n${machineText(runs)}`);
failures.forEach(say);

/** AWS files with a role, and pins for the registries of the integrations. */
async function prepare(): Promise<void> {
  const { accessKeyId, secretAccessKey } = home.user;
  await Deno.mkdir(join(home.path, ".aws"));
  await Deno.writeTextFile(
    join(home.path, ".aws/credentials"),
    `[user]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await Deno.writeTextFile(
    join(home.path, ".aws/config"),
    `[profile role]\nrole_arn = ${home.role}\nsource_profile = user\nregion = us-east-1\n`,
  );
  const [[, command] = ["", []]] = programs;
  await time([...command, "docker", "install", "--pin-only"], {});
}

async function bench(
  { name, args, stdin = "", cold = false, profile, needed, peers = {} }: Scene,
): Promise<void> {
  const ours = programs.map(([program, command]): Program => [program, [...command, ...args]]);
  const near = new Map<string, number[]>();
  const far = new Map<string, number[]>();
  const running = new Map([...ours, ...Object.entries(peers)]);
  for (let run = -1; run < runs; run++) {
    for (const [program, command] of running) {
      for (const [oneWayMs, times] of [[0, near], [FAR_MS / 2, far]] as const) {
        relay.oneWayMs = oneWayMs;
        if (cold) await home.forget(TOKENS);
        const ms = await time(command, { stdin, ...(profile === undefined ? {} : { profile }) })
          .catch((error: unknown) => {
            if (ours.some(([one]) => one === program)) throw error;
            running.delete(program);
            failures.push(...leftOut(program, name, error));
            return undefined;
          });
        if (run >= 0 && ms !== undefined) times.set(program, [...times.get(program) ?? [], ms]);
      }
    }
  }
  const cells = Array.from(far, ([program, all]) => {
    const beside = near.get(program) ?? [];
    const text = (middle: (of: readonly number[]) => number): string => {
      const [from, to] = [middle(beside), middle(all)];
      return `${((to - from) / FAR_MS).toFixed(1)} (${from.toFixed(0)} → ${to.toFixed(0)} ms)`;
    };
    return `${program} ${text(median)}, at best ${text((of) => Math.min(...of))}`;
  });
  say(`| ${name} | ${needed} | ${cells.join("; ")} |`);
}

/** Milliseconds of a run, which must succeed. */
async function time(
  command: readonly string[],
  { stdin = "", profile }: { readonly stdin?: string; readonly profile?: string },
): Promise<number> {
  const { accessKeyId, secretAccessKey } = home.user;
  const env: Variables = {
    ...baseVariables(home.path),
    ...relay.env,
    ...(profile === undefined
      ? { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      : { AWS_PROFILE: profile, AWS_SDK_LOAD_CONFIG: "1" }),
  };
  const begin = performance.now();
  const { code, stdout, stderr } = await start(command, stdin, { env, cwd: home.path });
  const ms = performance.now() - begin;
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
  return ms;
}
