/**
 * A process that runs the program many times, from source: the same entry, the same streams and files, without the price of a start each
 * time. One run at a time; whoever comes meanwhile is sent away. What a run leaves behind, other than on disk, is taken back after it.
 *
 *     sh -c 'exec deno run -A tests/support/hosts/host.ts DIRECTORY </dev/null >DIRECTORY/stdout 2>DIRECTORY/stderr'
 *
 * Writes its port into `port` of the directory. Ends with the first connection, which is that of whoever started it, and
 * removes the directory.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runProgram } from "../../../src/main.ts";
import { type HostedAnswer, type HostedRun, readMessage, writeMessage } from "./messages.ts";

const [directory = ""] = Deno.args;
const streams = { stdout: join(directory, "stdout"), stderr: join(directory, "stderr") };

/** Takes back what a run has registered in this process. */
type Undo = () => void;

let isBusy = false;

async function serve(connection: Deno.Conn): Promise<void> {
  using _closed = { [Symbol.dispose]: () => connection.close() };
  const run = await readMessage<HostedRun>(connection);
  if (run === undefined) return;
  // Nothing is awaited between the question and the answer.
  const answer: HostedAnswer = isBusy ? { kind: "busy" } : await perform(run);
  await writeMessage(connection, answer);
}

async function perform(run: HostedRun): Promise<HostedAnswer> {
  isBusy = true;
  const undone: Undo[] = [];
  try {
    emptyStreams();
    undone.push(inSurroundings(run), withInput(run.stdin), withOutput(run.stdout), withoutListeners());
    const code = await exitCode(run);
    return { kind: "ended", code, ...shown() };
  } finally {
    for (const undo of undone.toReversed()) undo();
    isBusy = false;
  }
}

function emptyStreams(): void {
  for (const path of Object.values(streams)) Deno.truncateSync(path);
}

/** What a run has written. */
function shown(): { readonly stdout: string; readonly stderr: string } {
  return { stdout: Deno.readTextFileSync(streams.stdout), stderr: Deno.readTextFileSync(streams.stderr) };
}

/** Runs the program until it would end the process. */
async function exitCode({ module, args }: HostedRun): Promise<number> {
  const program: { run(args: readonly string[]): Promise<void> } = module === undefined
    ? { run: runProgram }
    : await import(pathToFileURL(module).href);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const exit = Deno.exit;
  // What follows an exit is not reached in the program: it is the last thing that it does.
  Deno.exit = ((code: number) => resolve(code)) as typeof Deno.exit;
  try {
    program.run(args).catch(reject);
    return await promise;
  } finally {
    Deno.exit = exit;
  }
}

function inSurroundings({ env, cwd }: HostedRun): Undo {
  for (const name of Object.keys(Deno.env.toObject())) if (!(name in env)) Deno.env.delete(name);
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  Deno.chdir(cwd);
  return () => Deno.chdir("/");
}

function withInput(text: string | undefined): Undo {
  if (text === undefined) return () => {};
  const path = join(directory, "stdin");
  Deno.writeTextFileSync(path, text);
  const original = Deno.stdin;
  const file = Deno.openSync(path);
  Object.defineProperty(Deno, "stdin", { value: file, configurable: true });
  return () => {
    Object.defineProperty(Deno, "stdin", { value: original, configurable: true });
    try {
      file.close();
    } catch {
      // A stream of it that was read to its end has closed it.
    }
  };
}

function withOutput(path: string | undefined): Undo {
  if (path === undefined) return () => {};
  const original = Deno.stdout;
  const device = Deno.openSync(path, { write: true });
  Object.defineProperty(Deno, "stdout", { value: device, configurable: true });
  return () => {
    Object.defineProperty(Deno, "stdout", { value: original, configurable: true });
    device.close();
  };
}

/** Signals and failures that reach nobody are the concern of one run, not of the next. */
function withoutListeners(): Undo {
  const signals: [Deno.Signal, () => void][] = [];
  const events: [string, EventListenerOrEventListenerObject][] = [];
  const { addSignalListener } = Deno;
  const { addEventListener } = globalThis;
  Deno.addSignalListener = (signal, listener) => {
    signals.push([signal, listener]);
    addSignalListener(signal, listener);
  };
  globalThis.addEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    events.push([type, listener]);
    addEventListener(type, listener);
  };
  return () => {
    Deno.addSignalListener = addSignalListener;
    globalThis.addEventListener = addEventListener;
    for (const [signal, listener] of signals) Deno.removeSignalListener(signal, listener);
    for (const [type, listener] of events) removeEventListener(type, listener);
  };
}

if (import.meta.main) {
  const end = Deno.exit;
  // A process would have ended before.
  addEventListener("unhandledrejection", (event) => {
    if (!isBusy) event.preventDefault();
  });
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const temporary = join(directory, "port.new");
  await Deno.writeTextFile(temporary, `${listener.addr.port}`);
  await Deno.rename(temporary, join(directory, "port"));
  const starter = await listener.accept();
  readMessage(starter).catch(() => {}).finally(() => {
    // Also where whoever started it was killed.
    Deno.removeSync(directory, { recursive: true });
    end(0);
  });
  for await (const connection of listener) serve(connection);
}
