import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** The maximum length of a message in characters; after a longer one, the browser is ignored. */
const MAX_MESSAGE = 4 * 1024 * 1024;

/** An event of the DevTools protocol. */
export interface DevtoolsEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Its session; absent for the browser itself. */
  readonly sessionId?: string | undefined;
}

/** The browser's reply to a command, or undefined if it refused or has ended. */
export type DevtoolsReply = Readonly<Record<string, unknown>> | undefined;

/**
 * A browser controlled over two pipes. Unlike a debugging port, to which every local user could connect, they belong to this process only.
 * Reference: `--remote-debugging-pipe` of Chromium: JSON messages that end in NUL, commands on file descriptor 3, replies on 4.
 */
export class DevtoolsPipe {
  readonly #child: ChildProcess;
  readonly #commands: Writable;
  readonly #closed = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, (reply: DevtoolsReply) => void>();
  readonly #close = (): void => {
    this.#closed.resolve();
    for (const waiting of this.#waiting.values()) waiting(undefined);
    this.#waiting.clear();
  };
  /** Resolves when the browser has ended, or its pipes are closed. */
  readonly closed: Promise<void> = this.#closed.promise;
  #onEvent: (event: DevtoolsEvent) => void = () => {};
  #text = "";
  #lastId = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#commands = child.stdio[3] as Writable;
    const replies = child.stdio[4] as Readable;
    replies.setEncoding("utf8");
    replies.on("data", (piece: string) => this.#read(piece));
    for (const stream of [this.#commands, replies]) {
      stream.on("error", this.#close);
      stream.on("close", this.#close);
    }
    child.on("exit", this.#close);
    child.on("error", this.#close);
  }

  /** Starts a browser. @param env Its whole environment. @throws {Error} The system's error if the program cannot be started. */
  static async start(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<DevtoolsPipe> {
    // Only here: loading modules of Node takes longer than everything else without a browser.
    const { spawn } = await import("node:child_process");
    const child = spawn(program, [...args, "--remote-debugging-pipe"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      env: { ...env },
    });
    // Without a listener, a later system error would end this program.
    child.on("error", () => {});
    if (child.pid === undefined) throw new Error("The browser was not started");
    return new DevtoolsPipe(child);
  }

  /** Sets the receiver of events; there are none before the first command. */
  listen(onEvent: (event: DevtoolsEvent) => void): void {
    this.#onEvent = onEvent;
  }

  /** Sends a command. @returns The reply; undefined if the browser refused, or ended before it replied. */
  send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    sessionId?: string,
  ): Promise<DevtoolsReply> {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<DevtoolsReply>();
    this.#waiting.set(id, resolve);
    const message = JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) });
    if (this.#commands.writable) this.#commands.write(`${message}\0`);
    else this.#settle(id, undefined);
    return promise;
  }

  /** Ends the browser: gracefully, so that it keeps its cookies, then by force. @param patienceMs Milliseconds in between. */
  async end(patienceMs: number): Promise<void> {
    void this.send("Browser.close");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), patienceMs);
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      await new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    }
    clearTimeout(timer);
  }

  #read(piece: string): void {
    this.#text += piece;
    const messages = this.#text.split("\0");
    this.#text = messages.pop() ?? "";
    if (this.#text.length > MAX_MESSAGE) {
      this.#text = "";
      this.#child.kill("SIGKILL");
    }
    for (const message of messages) this.#receive(message);
  }

  #receive(message: string): void {
    const { id, result, method, params = {}, sessionId }: Partial<DevtoolsEvent> & {
      readonly id?: number;
      readonly result?: DevtoolsReply;
    } = JSON.parse(message);
    if (id !== undefined) this.#settle(id, result);
    else if (method !== undefined) this.#onEvent({ method, params, sessionId });
  }

  #settle(id: number, reply: DevtoolsReply): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }
}
