import { join } from "node:path";
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import { tokenFileName } from "../../src/adapters/cache/cache_readers.ts";
import type { PinFiles } from "../../src/adapters/state/pin_files.ts";
import type { IdentityPin } from "../../src/domain/helper/registry_pin.ts";
import { CALLED_AS } from "../../src/domain/helper/protocol.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import type { TokenKey } from "../../src/domain/token/cache_entry.ts";
import { keysDefinition, pin, tokenLeft } from "../support/helper_fixtures.ts";
import { environmentIn, pinnedKey, pinsOf } from "../support/helper_home.ts";
import { withPasswordDatabase } from "../support/password_database.ts";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { atOnce } from "../support/hosts/samples.ts";
import { type ProgramResult, programUnderTest } from "../support/sandbox.ts";
import { DEV, hostOf, World } from "./world.ts";

/** The sentence that lets clients go on without a login. */
export const NOT_FOUND = "credentials not found in native keychain\n";
/** The registry that most tests ask for. */
export const HOST = hostOf(DEV);

/** How to run the helper once. */
export interface HelperOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  /** The home of the password database, for a program without HOME; none when absent. */
  readonly databaseHome?: string;
  /** As for `RunOptions.isProcess`. */
  readonly isProcess?: boolean;
  /** Leaves standard input open until the program has ended. */
  readonly keepOpen?: boolean;
}

/** An AWS, a home, and a helper in it. The environment has the keys of a user, as with amazon-ecr-credential-helper. */
export class HelperWorld implements AsyncDisposable {
  readonly world: World;
  readonly cache: TokenFileCache;
  readonly pins: PinFiles;

  private constructor(world: World) {
    this.world = world;
    this.cache = new TokenFileCache(this.tokens, () => new Date());
    this.pins = pinsOf(world.sandbox);
  }

  /** @param atmosYaml As for {@linkcode World.create}. */
  static async create(atmosYaml?: string): Promise<HelperWorld> {
    return new HelperWorld(await World.create(atmosYaml));
  }

  /** The helper in a world that is there already. */
  static of(world: World): HelperWorld {
    return new HelperWorld(world);
  }

  /** The directory of cached tokens. */
  get tokens(): string {
    return join(this.world.sandbox.home, ".cache/atmos/ecr/tokens");
  }

  /** The key under which the helper keeps the token of the environment's user. */
  key(host = HOST): TokenKey {
    const { accessKeyId } = this.world.user;
    return {
      registry: parseRegistry(host),
      definition: keysDefinition(accessKeyId),
    };
  }

  /** Puts a token with so many seconds left of its twelve hours into the cache. */
  async cacheToken(leftSeconds: number, key = this.key()): Promise<void> {
    const { host } = key.registry;
    await this.cache.write(key, {
      host,
      label: "x",
      token: tokenLeft(leftSeconds, "cached", new Date()),
    });
  }

  /** The file of a key. */
  async cacheFile(key = this.key()): Promise<string> {
    return join(this.tokens, `${await tokenFileName(key)}.json`);
  }

  /** Pins a registry to an identity of the world's configuration. */
  async pin(host = HOST, identity = "dev-deploy"): Promise<IdentityPin> {
    const made = pin({ host, identity, files: [join(this.world.sandbox.project, "atmos.yaml")] });
    await this.pins.set([made]);
    return made;
  }

  /** The key of a pinned registry. */
  async pinnedKey(made: IdentityPin): Promise<TokenKey> {
    const { aws, user, sandbox } = this.world;
    return await pinnedKey(
      made,
      environmentIn(sandbox, { ...this.world.environment(), ...aws.environment(user) }),
    );
  }

  /** `credential get` for a host. */
  get(host = HOST, options: HelperOptions = {}): Promise<ProgramResult> {
    return this.run(["credential", "get"], { stdin: host, ...options });
  }

  /** Runs the program to its end. */
  async run(args: readonly string[], options: HelperOptions = {}): Promise<ProgramResult> {
    const { stdin = "", keepOpen = false, ...rest } = options;
    if (typeof stdin === "string" && !keepOpen) {
      const { aws, user, sandbox } = this.world;
      const env = { ...aws.environment(user), ...options.env };
      return await this.world.run(args, { cwd: sandbox.home, ...rest, env, stdin });
    }
    return await this.#finish(this.spawn(args, options), options);
  }

  async #finish(child: Deno.ChildProcess, options: HelperOptions): Promise<ProgramResult> {
    const writer = child.stdin.getWriter();
    const { stdin = "", keepOpen = false } = options;
    const bytes = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
    // A program that has read enough does not read the rest.
    const written = writer.write(bytes).then(() => keepOpen ? undefined : writer.close()).catch(() =>
      undefined
    );
    const { code, stdout, stderr } = await child.output();
    await written;
    if (keepOpen) await writer.close().catch(() => undefined);
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  /** Runs the program by another name, as Docker does. Where it is no process, its launcher's way to tell the name stands in for that. */
  async runAs(name: string, args: readonly string[], options: HelperOptions = {}): Promise<ProgramResult> {
    if (canRunAs(name, options)) return await this.run(["credential", CALLED_AS, name, ...args], options);
    const script = 'name=$1; shift; exec -a "$name" "$@"';
    const child = this.#start(
      "bash",
      ["-c", script, "bash", name, ...programUnderTest(), ...args],
      options,
    );
    return await this.#finish(child, options);
  }

  /** `credential get` for a host, so many times at once, each fed by a shell as a client would. */
  async getAtOnce(count: number, host = HOST): Promise<ProgramResult[]> {
    if (Deno.build.os === "windows") return Promise.all(Array.from({ length: count }, () => this.get(host)));
    const folder = join(this.world.sandbox.root, "answers");
    await Deno.mkdir(folder);
    const script = `for number in $(seq "$1"); do
  { printf %s "$2" | "\${@:4}" credential get >"$3/$number.out" 2>"$3/$number.err"; echo $? >"$3/$number.code"; } &
done
wait`;
    const shell = this.#start("bash", [
      "-c",
      script,
      "bash",
      `${count}`,
      host,
      folder,
      ...programUnderTest(),
    ]);
    await shell.stdin.close();
    await shell.output();
    const answer = (number: number, part: string): Promise<string> =>
      Deno.readTextFile(join(folder, `${number}.${part}`));
    return await Promise.all(Array.from({ length: count }, async (_, index) => ({
      code: Number(await answer(index + 1, "code")),
      stdout: await answer(index + 1, "out"),
      stderr: await answer(index + 1, "err"),
    })));
  }

  /** Starts the program. */
  spawn(args: readonly string[], options: HelperOptions = {}): Deno.ChildProcess {
    const [command = "", ...prefix] = programUnderTest();
    return this.#start(command, [...prefix, ...args], options);
  }

  #start(program: string, rest: readonly string[], options: HelperOptions = {}): Deno.ChildProcess {
    const { aws, user, sandbox } = this.world;
    const env = sandbox.environment({
      ...this.world.environment(),
      ...aws.environment(user),
      ...options.env,
    });
    const [command = "", ...args] = env["HOME"]?.startsWith("/") || Deno.build.os !== "linux"
      ? [program, ...rest]
      : withPasswordDatabase(options.databaseHome ?? "", [program, ...rest]);
    return new Deno.Command(command, {
      args,
      cwd: options.cwd ?? sandbox.home,
      clearEnv: true,
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Whom the password of an answer was made for; undefined when it was not made by this AWS. */
  principalOf({ stdout }: ProgramResult): string | undefined {
    return this.world.aws.describePassword(JSON.parse(stdout).Secret)?.principal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
  }
}

/** Whether a name need not be that of a process. Processes that are tested by themselves, as executables are, have real names. */
function canRunAs(name: string, { isProcess = false, keepOpen = false, stdin = "" }: HelperOptions): boolean {
  return HAS_HOSTS && !isProcess && !keepOpen && typeof stdin === "string" &&
    /^docker-credential-./.test(name);
}

/**
 * How many processes a promise about many is tested with. From source, each takes three times the CPU time to start: on a machine with much
 * else to do, the first of many would give up waiting for their lock before the last has come. All of them ask the executable.
 */
export function crowd(count: number): number {
  const isFromSource = !HAS_HOSTS && !Deno.env.get("ATMOS_ECR_PROGRAM");
  return atOnce(isFromSource ? Math.ceil(count / 3) : count);
}

/** An environment without any AWS credentials. */
export const NO_KEYS = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
/** Nothing listens there. */
export const UNREACHABLE = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
