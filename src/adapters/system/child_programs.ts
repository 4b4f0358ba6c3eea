import { ProgramError } from "../../domain/errors/errors.ts";
import type { ProgramRequest, Programs } from "../../ports/process.ts";
import type { Interruption } from "./interruption.ts";

/** Signals that say something to a program and that it would miss if they ended this one. */
const OTHER_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? []
  : ["SIGQUIT", "SIGUSR1", "SIGUSR2"];

/** What a terminal sends to everybody who runs in it, so that nobody needs to hand it on. */
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
      // A second SIGINT would make many a program end without cleaning up.
      if (KEYBOARD_SIGNALS.includes(signal) && hasTerminal()) return;
      try {
        child.kill(signal);
      } catch {
        // It has just ended by itself.
      }
    };
    using _handedOver = this.#interruption.handOver(pass);
    const listeners = OTHER_SIGNALS.map((signal) => ({ signal, listener: () => pass(signal) }));
    for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
    try {
      // Deno, too, counts 128 and the number for a signal.
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
    const name = `"${program}"`;
    if (cause instanceof Deno.errors.NotFound) {
      throw new ProgramError("PROGRAM_NOT_FOUND", `Cannot run ${name}: command not found`, {
        hint: "Check its name, and the PATH",
        cause,
      });
    }
    throw new ProgramError(
      "PROGRAM_NOT_EXECUTABLE",
      `Cannot run ${name}: permission denied, or not an executable file`,
      {
        hint: "Check that the file is executable",
        cause,
      },
    );
  }
}

function hasTerminal(): boolean {
  return [Deno.stdin, Deno.stdout, Deno.stderr].some((stream) => stream.isTerminal());
}
