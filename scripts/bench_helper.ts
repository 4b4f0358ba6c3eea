/**
 * Compares a warm `credential get`, with keys in the environment and with a pin whose configuration has ten files and ten variables in a
 * directory of ten thousand pins, and `--version` with an empty program on the same runtime and, when it is installed, with
 * amazon-ecr-credential-helper (`apt install amazon-ecr-credential-helper`). The runs are interleaved, so that whatever else the
 * machine does hits all alike, and told as ratios of medians.
 *
 *     deno run -A scripts/bench_helper.ts [RUNS] [EXECUTABLE EMPTY_EXECUTABLE]
 *
 * `scripts/standalone.ts` makes both: EXECUTABLE of the program, EMPTY_EXECUTABLE of an empty file.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { TokenFileCache } from "../src/adapters/cache/token_file_cache.ts";
import { ResolvedFiles } from "../src/adapters/cache/resolved_files.ts";
import { loadPinned, resolveLoaded } from "../src/app/pins/resolve_pin.ts";
import { encodePin } from "../src/domain/helper/pin_format.ts";
import type { IdentityPin } from "../src/domain/helper/registry_pin.ts";
import { openPin } from "../src/wiring/pin_resolver.ts";
import { parseRegistry } from "../src/domain/registry/parse_registry.ts";
import { Secret } from "../src/domain/secret.ts";

/** One program to time. */
interface Candidate {
  readonly name: string;
  readonly command: readonly string[];
  /** What it must print for the time to count. */
  readonly expected: RegExp;
  /** The empty program on the same runtime; itself when absent. */
  readonly base?: Candidate;
  /** What is asked for. @default {HOST} */
  readonly host?: string;
}

const HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
/** The registry with a pin. */
const PINNED_HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
/** What its configuration is made of, and how many pins there are besides. */
const SIZES = { files: 10, variables: 10, pins: 10_000 } as const;
const ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const PEER = "docker-credential-ecr-login";
const WARM_UP_RUNS = 3;
const DEFAULT_RUNS = 40;
const HALF_DAY_MS = 12 * 3600_000;

const sourceDirectory = new URL("../", import.meta.url);
const runs = Number(Deno.args[0] ?? DEFAULT_RUNS);
const home = await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" });
try {
  await prepareCaches();
  await preparePins();
  report(await measure(await candidates()));
} finally {
  await Deno.remove(home, { recursive: true });
}

async function candidates(): Promise<Candidate[]> {
  const empty = join(home, "empty.ts");
  await Deno.writeTextFile(empty, "");
  const runtime = [Deno.execPath(), "run", "-A", "--no-check", "--quiet"];
  const main = Deno.env.get("ATMOS_ECR_MAIN") ?? new URL("src/main.ts", sourceDirectory).pathname;
  const secret = /^\{"ServerURL":.*"Secret":"\w+"\}\n$/;
  const version = /^atmos-ecr \d/;
  const base: Candidate = { name: "empty program", command: [...runtime, empty], expected: /^$/ };
  const all: Candidate[] = [
    base,
    { name: "credential get", command: [...runtime, main, "credential", "get"], expected: secret, base },
    {
      name: "credential get, pinned",
      command: [...runtime, main, "credential", "get"],
      expected: secret,
      base,
      host: PINNED_HOST,
    },
    { name: "--version", command: [...runtime, main, "--version"], expected: version, base },
  ];
  const [, program, emptyProgram] = Deno.args;
  if (program !== undefined && emptyProgram !== undefined) {
    const base: Candidate = { name: "empty executable", command: [emptyProgram], expected: /^$/ };
    all.push(
      base,
      { name: "executable credential get", command: [program, "credential", "get"], expected: secret, base },
      {
        name: "executable get, pinned",
        command: [program, "credential", "get"],
        expected: secret,
        base,
        host: PINNED_HOST,
      },
      { name: "executable --version", command: [program, "--version"], expected: version, base },
    );
  }
  if (await isInstalled(PEER)) all.push({ name: PEER, command: [PEER, "get"], expected: secret, base });
  return all;
}

/** A variable of the pinned configuration, of which there are several. */
function variables(): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: SIZES.variables }, (_, index) => [`ATMOS_BENCH_${index}`, `value-${index}`]),
  );
}

/** A pin with a configuration of many files and variables, resolved once, a fresh token for it, and many other pins. */
async function preparePins(): Promise<void> {
  const project = join(home, "project");
  await Deno.mkdir(project);
  const imported = Array.from({ length: SIZES.files - 1 }, (_, index) => `part-${index}.yaml`);
  const tags = Object.keys(variables()).map((name) => `        ${name}: !env ${name}\n`).join("");
  await Deno.writeTextFile(
    join(project, "atmos.yaml"),
    `import: [${imported.join(", ")}]\nauth:\n  identities:\n    base: {kind: aws/user, credentials: ` +
      `{access_key_id: !env ATMOS_BENCH_0, secret_access_key: s}}\n    dev:\n      kind: aws/assume-role\n      via: {identity: base}\n` +
      `      principal:\n        assume_role: arn:aws:iam::123456789012:role/dev\n        tags:\n${
        tags.replaceAll("        BENCH", "          BENCH")
      }`,
  );
  for (const [index, name] of imported.entries()) {
    await Deno.writeTextFile(join(project, name), `vars: {part: ${index}}\n# ${"x".repeat(2000)}\n`);
  }
  const file = join(project, "atmos.yaml");
  const made: IdentityPin = {
    kind: "identity",
    host: PINNED_HOST,
    configuration: {
      sources: [{ file, directory: project, imports: true, dropIns: true }],
      named: false,
      directory: project,
      profiles: [],
    },
    identity: "dev",
  };
  const directory = join(home, ".docker/atmos-ecr");
  await Deno.mkdir(directory, { recursive: true, mode: 0o755 });
  for (let index = 0; index < SIZES.pins; index++) {
    const host = PINNED_HOST.replace("123456789012", `${index}`.padStart(12, "9"));
    await Deno.writeTextFile(join(directory, `${host}.json`), encodePin({ ...made, host }), { mode: 0o644 });
  }
  await Deno.writeTextFile(join(directory, `${PINNED_HOST}.json`), encodePin(made), { mode: 0o644 });
  const set: Record<string, string> = { HOME: home, ...variables() };
  const environment = { get: (name: string) => set[name], cwd: home, os: "linux" } as const;
  const { configurations, inputs } = openPin(made, environment);
  const { configured } = await resolveLoaded(made, await loadPinned(made, configurations));
  const resolved = new ResolvedFiles(join(home, ".cache/atmos/ecr/resolved"), environment.get);
  await resolved.keep(made, inputs() ?? [], configured);
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + HALF_DAY_MS);
  const cache = new TokenFileCache(join(home, ".cache/atmos/ecr/tokens"), () => issuedAt);
  await cache.write({ registry: parseRegistry(PINNED_HOST), definition: configured }, {
    host: PINNED_HOST,
    label: "dev",
    token: { username: "AWS", password: new Secret("bench"), issuedAt, expiresAt },
  });
}

/** A fresh token for static keys, where each of the helpers looks for it. */
async function prepareCaches(): Promise<void> {
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + HALF_DAY_MS);
  const cache = new TokenFileCache(join(home, ".cache/atmos/ecr/tokens"), () => issuedAt);
  const definition = { steps: [{ kind: "keys", access_key_id: ACCESS_KEY_ID }], opaque: false };
  const token = { username: "AWS", password: new Secret("bench"), issuedAt, expiresAt };
  await cache.write({ registry: parseRegistry(HOST), definition }, { host: HOST, label: "bench", token });
  const entry = {
    AuthorizationToken: btoa("AWS:bench"),
    RequestedAt: issuedAt,
    ExpiresAt: expiresAt,
    ProxyEndpoint: `https://${HOST}`,
    Service: "ecr",
  };
  const [account = "", , , region] = HOST.split(".");
  // The key of 0.6 to 0.11, and that of later ones: `credentialCacheKey` in ecr-login/cache/build.go.
  const oldHash = Buffer.concat([Buffer.from(ACCESS_KEY_ID), createHash("md5").digest()]).toString("base64");
  const newHash = createHash("sha256").update(ACCESS_KEY_ID).digest("base64");
  const registries = Object.fromEntries(
    [oldHash, newHash].map((hash) => [`${region}-${hash}-${account}`, entry]),
  );
  await Deno.mkdir(join(home, ".ecr"));
  await Deno.writeTextFile(
    join(home, ".ecr/cache.json"),
    JSON.stringify({ Registries: registries, Version: "1.0" }),
  );
}

async function measure(programs: readonly Candidate[]): Promise<Map<Candidate, number[]>> {
  const times = new Map(programs.map((program): [Candidate, number[]] => [program, []]));
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    for (const program of programs) {
      const ms = await time(program);
      if (run >= 0) times.get(program)?.push(ms);
    }
  }
  return times;
}

async function time(
  { name, command: [program = "", ...args], expected, host = HOST }: Candidate,
): Promise<number> {
  const command = new Deno.Command(program, {
    args,
    clearEnv: true,
    env: {
      HOME: home,
      PATH: Deno.env.get("PATH") ?? "",
      DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "", ".cache/deno"),
      AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_EC2_METADATA_DISABLED: "true",
      // Nothing answers here: whoever asks AWS fails.
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      ...variables(),
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const start = performance.now();
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  // The empty program does not read.
  await writer.write(new TextEncoder().encode(host)).catch(() => undefined);
  await writer.close().catch(() => undefined);
  const { stdout, stderr } = await child.output();
  const ms = performance.now() - start;
  const text = new TextDecoder().decode(stdout);
  if (!expected.test(text)) {
    throw new Error(`${name} did not answer from its cache: ${text}${new TextDecoder().decode(stderr)}`);
  }
  return ms;
}

function report(times: ReadonlyMap<Candidate, readonly number[]>): void {
  say(`${runs} interleaved runs on ${navigator.hardwareConcurrency} cores, median (fastest)`);
  for (const [candidate, all] of times) {
    const { name, base = candidate } = candidate;
    const ratio = (median(all) / median(times.get(base) ?? all)).toFixed(2);
    say(`${name.padEnd(30)} ${median(all).toFixed(1)} ms (${Math.min(...all).toFixed(1)} ms)  × ${ratio}`);
  }
}

function say(line: string): void {
  // deno-lint-ignore no-console -- a report is what this program is for.
  console.log(line);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) +
    (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2;
}

async function isInstalled(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["version"], stdout: "null", stderr: "null" }).output())
      .success;
  } catch {
    return false;
  }
}
