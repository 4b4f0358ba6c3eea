import { dirname, join } from "node:path";
import { hosted } from "./hosts/hosted.ts";
import type { HostedRun } from "./hosts/messages.ts";
import { fromFileUrl } from "./module_graph.ts";
import { withPasswordDatabase } from "./password_database.ts";

/** What a program that ran left behind. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run the program once. */
export interface RunOptions {
  /** Variables besides those of the sandbox; undefined removes one of them. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Working directory; the sandbox's project when absent. */
  readonly cwd?: string;
  readonly stdin?: string;
  /** The home of the password database, for a program without HOME; none when absent. */
  readonly databaseHome?: string;
  /** Whether it is a process of its own even where a host would do: for what only a process can show. False when absent. */
  readonly isProcess?: boolean;
}

/**
 * A home of its own for one test: nothing of the developer's machine reaches the program, and nothing of the program's reaches the
 * machine. Disposing of it removes everything.
 */
export class Sandbox implements AsyncDisposable {
  /** The folder that holds everything. */
  readonly root: string;
  /** The home directory. */
  readonly home: string;
  /** The working directory of the program. */
  readonly project: string;

  private constructor(root: string) {
    this.root = root;
    this.home = join(root, "home");
    this.project = join(root, "project");
  }

  /** @param files Paths below the project, with their content. */
  static async create(files: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
    // At once: thousands of tests do it, and each operation in a thread of its own takes ten times the CPU time.
    const sandbox = new Sandbox(Deno.realPathSync(Deno.makeTempDirSync({ prefix: "atmos-ecr-test-" })));
    Deno.mkdirSync(sandbox.home);
    Deno.mkdirSync(sandbox.project);
    for (const [path, content] of Object.entries(files)) await sandbox.write(path, content);
    return sandbox;
  }

  /** Docker's configuration directory. */
  get dockerDirectory(): string {
    return join(this.home, ".docker");
  }

  /** Docker's configuration file. */
  get dockerConfig(): string {
    return join(this.dockerDirectory, "config.json");
  }

  /** Writes a file below the project, with the folders it needs. */
  // deno-lint-ignore require-await -- callers need not know that it is done at once
  async write(path: string, content: string): Promise<void> {
    const file = join(this.project, path);
    Deno.mkdirSync(dirname(file), { recursive: true });
    Deno.writeTextFileSync(file, content);
  }

  /** Writes Docker's configuration. */
  async writeDockerConfig(content: string): Promise<void> {
    await Deno.mkdir(this.dockerDirectory, { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(this.dockerConfig, content, { mode: 0o600 });
  }

  /** Docker's configuration; undefined where there is none. */
  async readDockerConfig(): Promise<string | undefined> {
    try {
      return await Deno.readTextFile(this.dockerConfig);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /** Everything below the sandbox but the project, as paths: what a program has left. */
  // deno-lint-ignore require-await -- callers need not know that it is done at once
  async files(): Promise<string[]> {
    const found: string[] = [];
    const walk = (folder: string): void => {
      for (const entry of Deno.readDirSync(folder)) {
        const path = join(folder, entry.name);
        if (path === this.project) continue;
        if (entry.isDirectory) walk(path);
        else found.push(path.slice(this.root.length + 1));
      }
    };
    walk(this.root);
    return found.toSorted();
  }

  /** The variables that the program sees. */
  environment(extra: RunOptions["env"] = {}): Record<string, string> {
    const all: Record<string, string | undefined> = {
      HOME: this.home,
      PATH: Deno.env.get("PATH"),
      ...(Deno.build.os === "windows" ? { USERPROFILE: this.home, ...ofWindows() } : {}),
      XDG_CACHE_HOME: join(this.home, ".cache"),
      XDG_CONFIG_HOME: join(this.home, ".config"),
      XDG_DATA_HOME: join(this.home, ".local", "share"),
      XDG_STATE_HOME: join(this.home, ".local", "state"),
      AWS_EC2_METADATA_DISABLED: "true",
      // What the machine itself is set up with is nobody's business.
      ATMOS_ECR_SYSTEM_CONFIG_PATH: "",
      // Deno's own cache of packages and compiled modules: the one thing that a test shares with the machine.
      DENO_DIR: Deno.env.get("DENO_DIR") ?? defaultDenoDirectory(),
      // Once a day it asks whether there is a newer Deno: a request that is not the program's.
      DENO_NO_UPDATE_CHECK: "1",
      TZ: "UTC",
      ...extra,
    };
    return Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }

  /** Runs the program under test to its end: in a host where there is one and that shows the same, else as a process. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    const inHost = options.isProcess === true
      ? undefined
      : await hosted({ args, ...this.#surroundings(options) });
    return inHost ?? await this.execute([...programUnderTest(), ...args], options);
  }

  #surroundings({ env, cwd = this.project, stdin }: RunOptions): Omit<HostedRun, "args"> {
    return { env: this.environment(env), cwd, ...(stdin === undefined ? {} : { stdin }) };
  }

  /** Runs any program to its end. */
  async execute(commandLine: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    const env = this.environment(options.env);
    const [command = "", ...args] = env["HOME"]?.startsWith("/") || Deno.build.os !== "linux"
      ? commandLine
      : withPasswordDatabase(options.databaseHome ?? "", commandLine);
    const child = new Deno.Command(command, {
      args,
      cwd: options.cwd ?? this.project,
      clearEnv: true,
      env,
      stdin: options.stdin === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let written: Promise<void> | undefined;
    if (options.stdin !== undefined) {
      const writer = child.stdin.getWriter();
      // A program that has read enough does not read the rest.
      written = writer.write(new TextEncoder().encode(options.stdin)).then(() => writer.close()).catch(
        () => {},
      );
    }
    const { code, stdout, stderr } = await child.output();
    await written;
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  // deno-lint-ignore require-await -- callers need not know that it is done at once
  async [Symbol.asyncDispose](): Promise<void> {
    Deno.removeSync(this.root, { recursive: true });
  }
}

/** Names the `main.js` that `deno task test` has built for the processes that it starts. */
export const BUILT_VARIABLE = "ATMOS_ECR_TEST_BUILT";

const DENO_RUN: readonly string[] = [Deno.execPath(), "run", "-A", "--no-check", "--quiet"];

/** The program that the command tests run: what `ATMOS_ECR_PROGRAM` names, what the suite has built, or from source. */
export function programUnderTest(): readonly string[] {
  const program = Deno.env.get("ATMOS_ECR_PROGRAM") || Deno.env.get(BUILT_VARIABLE) || undefined;
  if (program === undefined) return programFromSource();
  // The chunks of a bundle, as a Deno runs them.
  return program.endsWith(".js") ? [...DENO_RUN, "--no-config", "--no-lock", program] : [program];
}

/** The program from source: for tests of which modules it loads. */
export function programFromSource(): readonly string[] {
  return [...DENO_RUN, "--cached-only", fromFileUrl("../src/main.ts")];
}

/** What no program of Windows can do without. */
function ofWindows(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    ["SystemRoot", "PATHEXT", "TEMP", "TMP"].map((name) => [name, Deno.env.get(name)]),
  );
}

/** Where Deno keeps its cache. Reference: https://docs.deno.com/runtime/reference/env_variables/ */
function defaultDenoDirectory(): string | undefined {
  const home = Deno.env.get("HOME");
  if (Deno.build.os === "windows") return join(Deno.env.get("LOCALAPPDATA") ?? "", "deno");
  if (home === undefined) return undefined;
  return Deno.build.os === "darwin" ? join(home, "Library", "Caches", "deno") : join(home, ".cache", "deno");
}
