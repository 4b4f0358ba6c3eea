import type { Origin } from "../domain/config/origin.ts";
import type { RequestInput } from "../domain/helper/protocol.ts";
import type { PathFact } from "../domain/doctor/path_checks.ts";

/** The process environment at the start of the program. */
export interface Environment {
  /** Value of a variable; undefined when unset. An empty value is returned as `""`. */
  get(name: string): string | undefined;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** The operating system, as Deno names it. */
  readonly os: "linux" | "darwin" | "windows" | "other";
}

/** A program to run in the foreground. */
export interface ProgramRequest {
  /** A path, or a name to look up in the `PATH`. */
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs programs that inherit the standard streams, and thus the terminal. */
export interface Programs {
  /**
   * Runs a program and waits for it. Signals are passed on to it; this program outlives it.
   *
   * @returns The exit code, as shells report it: 128 plus the number of the signal.
   * @throws {ProgramError} `PROGRAM_NOT_FOUND`, `PROGRAM_NOT_EXECUTABLE`.
   */
  run(request: ProgramRequest): Promise<number>;
}

/** The result of a command. */
export type CommandResult =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string }
  /** It was stopped or could not be started. */
  | { readonly kind: "failed"; readonly state: string };

/**
 * Runs a command line from a trusted file, with the whole environment, and limits on time and output.
 *
 * @param origin Where it is written: it runs in the directory of that file, otherwise in the working directory.
 */
export type Commands = (command: string, origin: Origin) => Promise<CommandResult>;

/** Limits on reading. */
export interface InputLimits {
  readonly maxBytes: number;
  /** Milliseconds until the input must have started, or ended. */
  readonly startMs: number;
  /** Milliseconds from its start until it must have ended. */
  readonly endMs: number;
}

/** The standard streams, with a program at the other end. */
export interface ProtocolStreams {
  /** Reads standard input to its end; input that is too large or does not end in time is left unread. */
  read(limits: InputLimits): Promise<RequestInput>;
  /** Writes to standard output completely before it returns. A closed reader is not an error. */
  out(text: string): void;
  /** Writes sentences to standard output. On a terminal, long lines are broken between words. */
  outWords(text: string): void;
  /** Writes to standard error in the same way. */
  err(text: string): void;
}

/** What exists at a path; undefined if nothing does. Never fails. */
export type PathFacts = (path: string) => Promise<PathFact | undefined>;
