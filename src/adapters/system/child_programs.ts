import { ProgramError } from "../../domain/errors/errors.ts";
import type { ProgramRequest, Programs } from "../../ports/process.ts";
import type { Interruption } from "./interruption.ts";

/** Signals that programs handle, and that they would miss if this program did not pass them on. */
const OTHER_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? []
  : ["SIGQUIT", "SIGUSR1", "SIGUSR2"];

/** Signals that a terminal sends to every process in it, and that need not be passed on. */
const KEYBOARD_SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGQUIT"];

/** Programs as children that inherit the standard streams. */
export class ChildPrograms implements Programs {
  readonly #interruption: Interruption;

  constructor(interruption: Interruption) {
    this.#interruption = interruption;
  }

  async run({ program, args, env }: ProgramRequest): Promise<number> {
    const child = start({ program, args, env });
    const pass = (signal: Deno.Signal): void => {
      // After a second SIGINT, many programs end without cleaning up.
      if (KEYBOARD_SIGNALS.includes(signal) && hasTerminal()) return;
      try {
        child.kill(signal);
      } catch {
        // It has already ended.
      }
    };
    using _handedOver = this.#interruption.handOver(pass);
    const listeners = OTHER_SIGNALS.map((signal) => ({ signal, listener: () => pass(signal) }));
    for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
    try {
      // Deno also reports 128 plus the number of a signal.
      return (await child.status).code;
    } finally {
      for (const { signal, listener } of listeners) Deno.removeSignalListener(signal, listener);
    }
  }
}

function start({ program, args, env }: ProgramRequest): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args: [...args],
      clearEnv: true,
      env: { ...env },
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new ProgramError("PROGRAM_NOT_FOUND", `Cannot run "${program}": command not found`, {
        hint: "Check the name and the PATH",
        cause,
      });
    }
    const message = `Cannot run "${program}": permission denied, or not an executable file`;
    throw new ProgramError("PROGRAM_NOT_EXECUTABLE", message, {
      hint: "Check that the file is executable",
      cause,
    });
  }
}

function hasTerminal(): boolean {
  return [Deno.stdin, Deno.stdout, Deno.stderr].some((stream) => stream.isTerminal());
}
