/** Requests by {@linkcode Network}, for its tests: with given variables, in this process or in one of its own. */
import { ok } from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { Network } from "../../../src/adapters/http/network.ts";
import { NetworkFailure } from "../../../src/adapters/http/network_failure.ts";

/** Where nothing is, and no name server has an answer. */
export const ELSEWHERE = new URL("https://ecr.elsewhere.invalid/");
const SCRIPT = new URL("network_process.ts", import.meta.url).href;

/** A port of this machine that answers every connection with one text, and keeps what was asked. */
export class RawServer implements AsyncDisposable {
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(answer: string) {
    this.#server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (data) => {
        this.asked.push(data.toString());
        socket.end(answer);
      });
    });
  }

  static async answering(answer: string): Promise<RawServer> {
    const made = new RawServer(answer);
    made.#server.listen(0, "127.0.0.1");
    await once(made.#server, "listening");
    return made;
  }

  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port");
    return `127.0.0.1:${address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const end = once(this.#server, "close");
    this.#server.close();
    await end;
  }
}

/** The variables of an environment. */
export function variables(
  values: Readonly<Record<string, string>>,
): { get(name: string): string | undefined } {
  return { get: (name) => values[name] };
}

/** What a request fails with; its body where it does not. */
export async function failureOf(values: Readonly<Record<string, string>>, url = ELSEWHERE): Promise<unknown> {
  using network = new Network(variables(values));
  try {
    const { response } = await network.fetch(url, { signal: AbortSignal.timeout(20_000) });
    return await response.text();
  } catch (error) {
    return error;
  }
}

/** The code that a request fails with. */
export async function codeOf(values: Readonly<Record<string, string>>, url = ELSEWHERE): Promise<string> {
  const failure = await failureOf(values, url);
  ok(failure instanceof NetworkFailure, `${failure}`);
  return failure.code;
}

/** What the script beside this file tells of a request, in a process with these variables, which no other test sees. */
export async function inProcess(
  process: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
  url = ELSEWHERE,
): Promise<{ readonly code: string; readonly variables: Readonly<Record<string, string>> }> {
  const names = Object.keys(process);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", SCRIPT, JSON.stringify({ url, values, names })],
    clearEnv: true,
    env: { ...inherited("PATH", "HOME", "DENO_DIR", "SystemRoot", "LOCALAPPDATA"), ...process },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function inherited(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}
