/**
 * Times what grows: a login to 1,000 registries with AWS 50 ms away, 10,000 pins, 100,000 tokens, a `config.json` of 10 MB, and a login
 * beside `aws ecr get-login-password | docker login`. Programs side by side in interleaved runs, as one table with ratios of medians to
 * the first program. It fails on no timing.
 *
 *     deno run -A scripts/bench_many.ts [RUNS] [NAME=PROGRAM...]
 *
 * Programs are as in `bench_commands.ts`. The AWS CLI and Docker's client, which need no daemon here, and Atmos are peers if they are
 * installed.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { TokenFileCache } from "../src/adapters/cache/token_file_cache.ts";
import { parseRegistry } from "../src/domain/registry/parse_registry.ts";
import { Secret } from "../src/domain/secret.ts";
import { type FakeAws, startFakeAws } from "../tests/fakes/aws/fake_aws.ts";
import {
  baseVariables,
  machineText,
  median,
  type Program,
  programsOf,
  ratio,
  say,
  start,
  type Variables,
} from "./bench_shared.ts";

/** One row of the table. */
interface Row {
  readonly name: string;
  /** What is run, by the name of its column. */
  readonly commands: readonly Program[];
  readonly stdin?: string;
  readonly env: Variables;
  /** Where it is run. @default {home} */
  readonly cwd?: string;
  /** Prepares each run. */
  prepare(): Promise<void>;
}

const [first = "", ...others] = Deno.args;
const runs = Number(first) || 5;
const programs = await programsOf(Number(first) ? others : Deno.args);
const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
const FAR_MS = 50;
const REGIONS = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1"],
  ...["eu-west-2", "eu-west-3", "eu-central-1", "ap-south-1", "ca-central-1"],
];
const IDENTITIES = 10;
const REGISTRIES_EACH = 10;
const TOKENS = 100_000;
const CONFIG_BYTES = 10_000_000;
/** What the names of the files of other tokens begin with. */
const OTHER_PREFIX = "aaaaaaaa";
const CACHES = [".cache", ".config", ".docker", ".aws", ".local"];

const home = await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" });
// No parent of it has a configuration.
const elsewhere = await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" });
const aws = await startFakeAws();
const user = aws.user({ account: "111122223333", name: "bench" });
const near = { ...baseVariables(home), ...aws.environment(user) };
const far = aws.faults.add({ effect: { kind: "delay", ms: FAR_MS } });
try {
  await Deno.writeTextFile(join(home, "atmos.yaml"), await manyRegistries(aws));
  say(`| ms: median, minimum (× ${programs[0]?.[0]}) | what was timed |\n|---|---|`);
  const registry = await startRegistry();
  await bench({
    ...row("login --all, 1,000 registries of 10 identities in 10 regions, AWS 50 ms away", [
      "login",
      "--all",
    ]),
  });
  await bench(
    withPipe(row("login HOST, AWS and the registry 50 ms away", ["login", "-r", HOST]), registry.host),
  );
  far.remove();
  registry.delayMs = 0;
  await bench(withPipe(row("login HOST", ["login", "-r", HOST]), registry.host));
  await registry.close();
  await bench(row("credential get, cold, no tokens", ["credential", "get"], HOST));
  await bench({
    ...row("credential get, cold, beside 100,000 tokens", ["credential", "get"], HOST),
    prepare: manyTokens,
  });
  const names = row("auth list, 1,000 integrations", ["auth", "list"]);
  await bench({ ...names, commands: [...names.commands, ["atmos", ["atmos", "auth", "list"]]] });
  await bench(row("list, no tokens", ["list"]));
  await bench({ ...row("list, beside 100,000 tokens", ["list"]), prepare: manyTokens });
  await bench({
    ...row("logout HOST, config.json of 10 MB", ["logout", HOST]),
    commands: [
      ...programs.map(([name, command]): Program => [name, [...command, "logout", "-r", HOST]]),
      ["docker", ["docker", "logout", HOST]],
    ],
    prepare: largeConfig,
  });
  say(`\n${machineText(runs)}`);
} finally {
  await aws.close();
  await Deno.remove(home, { recursive: true });
  await Deno.remove(elsewhere, { recursive: true });
}

function row(name: string, args: readonly string[], stdin = ""): Row {
  return {
    name,
    stdin,
    env: near,
    commands: programs.map(([program, command]): Program => [program, [...command, ...args]]),
    prepare: forget,
  };
}

/** The same outside of the project, beside Atmos, and the AWS CLI and Docker's client, which ask AWS and the registry. */
function withPipe(one: Row, registry: string): Row {
  const pipe =
    `aws --region us-east-1 ecr get-login-password | docker login -u AWS --password-stdin ${registry}`;
  const env = { ...near, DOCKER_HOST: "unix:///nonexistent" };
  return {
    ...one,
    env,
    cwd: elsewhere,
    commands: [
      ...one.commands,
      ["aws and docker", ["sh", "-ec", pipe]],
      ["atmos", ["atmos", "aws", "ecr", "login", "--registry", HOST]],
    ],
  };
}

async function bench({ name, commands, stdin = "", env, cwd = home, prepare }: Row): Promise<void> {
  const times = new Map(commands.map(([program]): [string, number[]] => [program, []]));
  for (let run = -1; run < runs; run++) {
    for (const [program, command] of commands) {
      await prepare();
      const begin = performance.now();
      const ended = await start(command, stdin, { env, cwd }).catch(() => undefined);
      const ms = performance.now() - begin;
      if (ended?.code !== 0) times.delete(program);
      else if (run >= 0) times.get(program)?.push(ms);
      if (ended !== undefined && ended.code !== 0 && run === 0) {
        say(`<!-- ${program}: ${ended.stderr.slice(0, 300)} -->`);
      }
    }
  }
  const base = median(times.get(commands[0]?.[0] ?? "") ?? []);
  const cells = Array.from(
    times,
    ([program, all]) =>
      `${program} ${median(all).toFixed(0)}, ${Math.min(...all).toFixed(0)} (${ratio(median(all), base)})`,
  );
  say(`| ${cells.join(", ")} | ${name} |`);
}

/** A configuration whose identities have registries in every region. */
function manyRegistries(server: FakeAws): Promise<string> {
  const identities: string[] = [];
  const integrations: string[] = [];
  for (let identity = 0; identity < IDENTITIES; identity++) {
    const role = server.role({ account: "222233334444", name: `r${identity}`, trusts: [user.arn] });
    identities.push(
      `    i${identity}: {kind: aws/assume-role, via: {identity: user}, principal: {assume_role: "${role.arn}"}}`,
    );
    for (const region of REGIONS) {
      for (let index = 0; index < REGISTRIES_EACH; index++) {
        const account = `${300_000_000_000 + identity * 100 + index}`;
        integrations.push(
          `    x${identity}-${region}-${index}: {kind: aws/ecr, via: {identity: i${identity}}, spec: {registry: {account_id: "${account}", region: ${region}}}}`,
        );
      }
    }
  }
  return Promise.resolve(`auth:
  identities:
    user: {kind: aws/user, credentials: {access_key_id: "${user.accessKeyId}", secret_access_key: "${user.secretAccessKey}"}}
${identities.join("\n")}
  integrations:
${integrations.join("\n")}
`);
}

async function forget(): Promise<void> {
  await Promise.all(CACHES.map((name) => Deno.remove(join(home, name), { recursive: true }).catch(() => {})));
}

/** A cache with tokens of other registries, made once; the token that is asked for is not there. */
async function manyTokens(): Promise<void> {
  const directory = join(home, ".cache/atmos/ecr/tokens");
  const known = join(home, "many-tokens");
  await Deno.rename(directory, known).catch(() => undefined);
  await forget();
  const isMade = await Deno.stat(known).then(() => true, () => false);
  if (!isMade) await makeTokens(known);
  for await (const { name } of Deno.readDir(known)) {
    if (/^[0-9a-f]{64}\./.test(name) && !name.startsWith(OTHER_PREFIX)) await Deno.remove(join(known, name));
  }
  await Deno.mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  await Deno.rename(known, directory);
}

async function makeTokens(directory: string): Promise<void> {
  const issuedAt = new Date();
  const cache = new TokenFileCache(directory, () => issuedAt);
  const expiresAt = new Date(issuedAt.getTime() + 12 * 3_600_000);
  const token = { username: "AWS", password: new Secret("bench"), issuedAt, expiresAt };
  const host = HOST.replace("222233334444", "999900001111");
  const definition = { steps: [{ kind: "keys", access_key_id: "AKIAOTHER" }], opaque: false };
  await cache.write({ registry: parseRegistry(host), definition }, { host, label: "bench", token });
  const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
  const [key = ""] = names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, 64));
  const text = await Deno.readTextFile(join(directory, `${key}.json`));
  for (let index = 0; index < TOKENS; index++) {
    const name = OTHER_PREFIX + index.toString(16).padStart(64 - OTHER_PREFIX.length, "0");
    await Deno.writeTextFile(join(directory, `${name}.json`), text.replace(key, name), { mode: 0o600 });
  }
}

/** Docker's configuration with many logins, one of them for the registry. */
async function largeConfig(): Promise<void> {
  await forget();
  const auths: Record<string, unknown> = {};
  for (let index = 0; index * 110 < CONFIG_BYTES; index++) {
    auths[`r${index}.example.com`] = { auth: btoa(`user:${"x".repeat(40)}`) };
  }
  auths[HOST] = { auth: btoa("AWS:bench") };
  await Deno.mkdir(join(home, ".docker"), { mode: 0o700 });
  await Deno.writeTextFile(join(home, ".docker/config.json"), JSON.stringify({ auths }, undefined, "\t"), {
    mode: 0o600,
  });
}

/** A registry that takes every password, on loopback, where Docker's client needs no TLS. */
async function startRegistry(): Promise<{ readonly host: string; delayMs: number; close(): Promise<void> }> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async ({ headers }) => {
    await new Promise((resolve) => setTimeout(resolve, registry.delayMs));
    return headers.has("authorization")
      ? new Response("{}")
      : new Response("{}", { status: 401, headers: { "www-authenticate": 'Basic realm="bench"' } });
  });
  const registry = {
    host: `127.0.0.1:${server.addr.port}`,
    delayMs: FAR_MS,
    close: async () => await server.shutdown(),
  };
  return await Promise.resolve(registry);
}
