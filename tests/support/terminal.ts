import { shellWord } from "../../src/domain/text/escape.ts";
import { isInstalled } from "./shells.ts";
import type { Sandbox } from "./sandbox.ts";
import { killDescendants } from "./processes.ts";

/** What runs in a terminal. */
export interface TerminalOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** 80 when absent. */
  readonly columns?: number;
  /** 40 when absent. */
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How long something may take to be on a screen, and a program to end, in milliseconds: on a machine with much else to do. */
const PATIENCE_MS = 60_000;
/** What is said of a program that takes longer. */
const GOES_ON = `has gone on for ${PATIENCE_MS / 1000} s`;

/** Whether pseudo-terminals can be had: by `script` of util-linux. */
export async function hasTerminals(): Promise<boolean> {
  return Deno.build.os === "linux" && await isInstalled("script");
}

/** A pseudo-terminal with a program in it. */
export class Terminal implements AsyncDisposable {
  /** Everything that it has shown so far, control sequences included. */
  screen = "";
  readonly #child: Deno.ChildProcess;
  readonly #keys: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #output: ReadableStreamDefaultReader<string>;

  constructor(sandbox: Sandbox, { command, columns = 80, rows = 40, env }: TerminalOptions) {
    const line = command.map(shellWord).join(" ");
    this.#child = new Deno.Command("script", {
      args: [
        "--quiet",
        "--return",
        "--command",
        `stty cols ${columns} rows ${rows}; exec ${line}`,
        "/dev/null",
      ],
      cwd: sandbox.project,
      clearEnv: true,
      env: sandbox.environment({ TERM: "xterm-256color", SHELL: "/bin/sh", ...env }),
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#keys = this.#child.stdin.getWriter();
    this.#output = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Types. Keys may be sent at any time: a terminal keeps them until they are read. */
  async type(keys: string): Promise<void> {
    await this.#keys.write(new TextEncoder().encode(keys));
  }

  /** Waits until something is on the screen, so many times. @throws When the program ends without it, or does not show it. */
  async until(text: string, times = 1): Promise<void> {
    using patience = this.#patience();
    while (this.screen.split(text).length <= times) {
      if (await this.#read()) continue;
      const how = patience.isOver ? GOES_ON : "ended";
      throw new Error(`The program ${how} without showing "${text}": ${this.screen}`);
    }
  }

  /** Waits for the end. @returns The exit code. @throws When the program goes on. */
  async ended(): Promise<number> {
    using patience = this.#patience();
    while (await this.#read());
    const { code } = await this.#child.status;
    if (patience.isOver) throw new Error(`The program ${GOES_ON}, and does not end: ${this.screen}`);
    return code;
  }

  /** Kills what goes on for too long. */
  #patience(): Disposable & { readonly isOver: boolean } {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      this.#kill();
    }, PATIENCE_MS);
    return {
      get isOver() {
        return isOver;
      },
      [Symbol.dispose]: () => clearTimeout(timer),
    };
  }

  /** Closes the terminal as a window is closed: at once, without a word to the program. */
  close(): void {
    this.#child.kill("SIGKILL");
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // It has ended already.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#output.read();
    this.screen += value ?? "";
    return !done;
  }

  /** Ends everything in it, and waits for that: what goes on writes into a home that is being removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#keys.abort().catch(() => {});
    await killDescendants(this.#child.pid);
    this.#kill();
    await this.#output.cancel();
    await this.#child.status;
  }
}
