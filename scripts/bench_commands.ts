/**
 * Times what users wait for, warm and cold, against the fake AWS: programs side by side in interleaved runs, as ratios of medians to the
 * first of them and to `Deno.exit(0)`.
 *
 *     deno run -A scripts/bench_commands.ts [RUNS] NAME=PROGRAM...
 *
 * PROGRAM is an executable, or a `.js` or `.ts` file that Deno runs: `scripts/standalone.ts` makes the one, `deno task build --bundle`
 * the other (`dist/chunks/main.js`), also in the work tree of an older commit. The source is timed where none is named.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startFakeAws } from "../tests/fakes/aws/fake_aws.ts";

/** One thing that users wait for. */
interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Whether everything that is cached goes before each run. */
  readonly cold?: boolean;
  readonly expected: RegExp;
}

const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
const WARM_UP_RUNS = 2;
const DEFAULT_RUNS = 15;
const CACHES = [".cache", ".config", ".docker", ".aws", ".local"];
const SCENES: readonly Scene[] = [
  { name: "warm get", args: ["credential", "get"], stdin: HOST, expected: /"Secret"/ },
  {
    name: "cold get, static keys",
    args: ["credential", "get"],
    stdin: HOST,
    cold: true,
    expected: /"Secret"/,
  },
  { name: "token, two roles", args: ["token", HOST], cold: true, expected: /^\w/ },
  { name: "login HOST", args: ["login", "-r", HOST], cold: true, expected: /^$/ },
  { name: "--help", args: ["--help"], expected: /Usage/ },
  { name: "--version", args: ["--version"], expected: /^atmos-ecr / },
];

const [first = "", ...others] = Deno.args;
const runs = Number(first) || DEFAULT_RUNS;
const named = Number(first) ? others : Deno.args;
const deno = [Deno.execPath(), "run", "-A", "--no-check", "--quiet"];
const home = await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" });
const aws = await startFakeAws();
try {
  const user = aws.user({ account: "111122223333", name: "bench" });
  const one = aws.role({ account: "222233334444", name: "one", trusts: [user.arn] });
  const two = aws.role({ account: "222233334444", name: "two", trusts: [one.arn] });
  await Deno.writeTextFile(
    join(home, "atmos.yaml"),
    `auth:
  identities:
    user: {kind: aws/user, credentials: {access_key_id: "${user.accessKeyId}", secret_access_key: "${user.secretAccessKey}"}}
    one: {kind: aws/assume-role, via: {identity: user}, principal: {assume_role: "${one.arn}"}}
    two: {kind: aws/assume-role, via: {identity: one}, principal: {assume_role: "${two.arn}"}}
  integrations:
    x: {kind: aws/ecr, via: {identity: two}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
  );
  await Deno.writeTextFile(join(home, "exit.js"), "Deno.exit(0)");
  await bench({
    HOME: home,
    PATH: Deno.env.get("PATH") ?? "",
    DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "", ".cache/deno"),
    DENO_NO_UPDATE_CHECK: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    ...aws.environment(user),
  });
} finally {
  await aws.close();
  await Deno.remove(home, { recursive: true });
}

async function bench(env: Readonly<Record<string, string>>): Promise<void> {
  const source = `source=${fileURLToPath(new URL("../src/main.ts", import.meta.url))}`;
  const programs = (named.length === 0 ? [source] : named).map((text): [string, readonly string[]] => {
    const [, name = "", path = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (path.endsWith(".ts")) return [name, [...deno, path]];
    return [name, path.endsWith(".js") ? [...deno, "--no-config", "--no-lock", path] : [path]];
  });
  const empty = { name: "Deno.exit(0)", args: [], expected: /^$/ };
  const exit: number[] = [];
  for (const scene of SCENES) {
    const times = new Map(programs.map(([name]): [string, number[]] => [name, []]));
    for (let run = -WARM_UP_RUNS; run < runs; run++) {
      const ms = await time([...deno, "--no-config", join(home, "exit.js")], empty, env);
      if (run >= 0) exit.push(ms);
      for (const [name, command] of programs) {
        if (scene.cold) await Promise.all(CACHES.map(forget));
        const took = await time(command, scene, env);
        if (run >= 0) times.get(name)?.push(took);
      }
    }
    const [base = NaN] = Array.from(times.values(), median);
    for (const [name, all] of times) {
      const ratios = `${ratio(median(all), base)} first, ${ratio(median(all), median(exit))} exit`;
      say(`${scene.name.padEnd(22)} ${name.padEnd(12)} ${median(all).toFixed(1).padStart(6)} ms  ${ratios}`);
    }
  }
  say(
    `Deno.exit(0) ${
      median(exit).toFixed(1)
    } ms; ${runs} interleaved runs, ${navigator.hardwareConcurrency} cores`,
  );
}

async function forget(directory: string): Promise<void> {
  await Deno.remove(join(home, directory), { recursive: true }).catch(() => undefined);
}

async function time(
  [program = "", ...prefix]: readonly string[],
  { name, args, stdin = "", expected }: Scene,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const start = performance.now();
  const child = new Deno.Command(program, {
    args: [...prefix, ...args],
    cwd: home,
    clearEnv: true,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin)).catch(() => undefined);
  await writer.close().catch(() => undefined);
  const { code, stdout, stderr } = await child.output();
  const ms = performance.now() - start;
  if (code === 0 && expected.test(new TextDecoder().decode(stdout))) return ms;
  throw new Error(`${program} failed at ${name}: ${new TextDecoder().decode(stderr)}`);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

function ratio(value: number, base: number): string {
  return `× ${(value / base).toFixed(2)}`;
}

function say(line: string): void {
  // deno-lint-ignore no-console -- what it measured.
  console.log(line);
}
