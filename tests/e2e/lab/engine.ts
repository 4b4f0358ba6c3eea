import { join } from "node:path";
import type { ProgramResult } from "../../support/sandbox.ts";
import type { Lab } from "./lab.ts";

/** How often to look whether the engine is up, and for how long, in milliseconds. */
const POLL = { everyMs: 50, limitMs: 60_000 } as const;

/** What a container of {@linkcode Engine.build} prints. */
export const GREETING = "hello from a container";

/** A Docker engine of Debian in the network of the lab, with images and socket in the lab's own directory. */
export class Engine implements AsyncDisposable {
  readonly #lab: Lab;
  readonly #child: Deno.ChildProcess;
  readonly #log: string;
  readonly #socket: string;
  #hasBuildx = false;

  private constructor(lab: Lab, parts: { child: Deno.ChildProcess; log: string; socket: string }) {
    this.#lab = lab;
    this.#child = parts.child;
    this.#log = parts.log;
    this.#socket = parts.socket;
  }

  /** Starts one, and waits until it answers. */
  static async start(lab: Lab): Promise<Engine> {
    const directory = join(lab.sandbox.root, "engine");
    await Deno.mkdir(directory);
    const [socket, log] = [`unix://${directory}/engine.sock`, join(directory, "log")];
    const child = new Deno.Command("sh", {
      // Neither bridges nor rules for packets: the lab's network has one device, which containers do without. vfs works on any file system.
      args: [
        "-c",
        'exec "$@" >"$0" 2>&1',
        log,
        "dockerd",
        ...["--data-root", join(directory, "data"), "--exec-root", join(directory, "exec")],
        ...["--host", socket, "--pidfile", join(directory, "pid")],
        ...["--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"],
      ],
      env: lab.definedEnvironment(),
      stdin: "null",
    }).spawn();
    const engine = new Engine(lab, { child, log, socket });
    await engine.#answers();
    return engine;
  }

  /** Runs Docker's command line against it. */
  execute(...args: readonly string[]): Promise<ProgramResult> {
    return this.#lab.execute(["docker", ...args], { env: this.environment });
  }

  /** The same, which must succeed. */
  demand(...args: readonly string[]): Promise<ProgramResult> {
    return this.#lab.demand(["docker", ...args], { env: this.environment });
  }

  /** Builds an image whose program greets. @param from What its first line names. @param options Of `docker build`. */
  async build(reference: string, from = "scratch", options: readonly string[] = ["--pull"]): Promise<void> {
    const context = join(this.#lab.sandbox.root, crypto.randomUUID());
    await Deno.mkdir(context);
    await Deno.copyFile("/bin/busybox", join(context, "busybox"));
    const lines = [`FROM ${from}`, "COPY busybox /busybox", `CMD ["/busybox", "echo", "${GREETING}"]`];
    await Deno.writeTextFile(join(context, "Dockerfile"), lines.join("\n"));
    const build = this.#hasBuildx ? ["buildx", "build"] : ["build"];
    await this.demand(...build, "--quiet", ...options, "--tag", reference, context);
  }

  /** Builds by BuildKit from now on, with a plug-in for Docker's command line. */
  async useBuildx(path: string): Promise<void> {
    const plugins = join(this.#lab.sandbox.dockerDirectory, "cli-plugins");
    await Deno.mkdir(plugins, { recursive: true });
    await Deno.symlink(path, join(plugins, "docker-buildx"));
    this.#hasBuildx = true;
  }

  /** Removes every image, so that the next one is asked for at its registry. */
  async forgetImages(): Promise<void> {
    await this.demand("image", "prune", "--all", "--force");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.status;
  }

  /** The variables by which Docker's command line finds it. */
  get environment(): Readonly<Record<string, string>> {
    // BuildKit is a program of its own, which Debian does not have.
    return { DOCKER_HOST: this.#socket, DOCKER_BUILDKIT: this.#hasBuildx ? "1" : "0" };
  }

  async #answers(): Promise<void> {
    const limit = Date.now() + POLL.limitMs;
    while ((await this.execute("version")).code !== 0) {
      if (Date.now() > limit) {
        throw new Error(`dockerd does not answer:\n${await Deno.readTextFile(this.#log)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL.everyMs));
    }
  }
}
