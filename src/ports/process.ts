import type { Origin } from "../domain/config/origin.ts";
import type { RequestInput } from "../domain/helper/request.ts";
import type { PathFact } from "../domain/doctor/path_checks.ts";

/** The process environment, as it was when the program started. */
export interface Environment {
  /** Value of a variable; undefined when unset. An empty value is returned as `""`. */
  get(name: string): string | undefined;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** The operating system, in Deno's words. */
  readonly os: "linux" | "darwin" | "windows" | "other";
}

/** A program to run in place of this one. */
export interface ProgramRequest {
  /** A path, or a name to look up in the `PATH`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs programs that have the terminal, or whatever the standard streams are, to themselves. */
export interface Programs {
  /**
   * Runs a program to its end. Signals go to it; this program outlives them.
   *
   * @returns The exit code, as shells report it: 128 and the number of the signal that ended it.
   * @throws {ProgramError} `PROGRAM_NOT_FOUND`, `PROGRAM_NOT_EXECUTABLE`.
   */
  run(request: ProgramRequest): Promise<number>;
}

/** What a command left behind. */
export type CommandResult =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string }
  /** It was stopped, or could not be started. */
  | { readonly kind: "failed"; readonly state: string };

/**
 * Runs a command line of a trusted file, with the whole environment and a limit of time and output.
 *
 * @param origin Where it is written: it runs in the directory of that file, otherwise in the working directory.
 */
export type Commands = (command: string, origin: Origin) => Promise<CommandResult>;

/** How much, and how long, to read. */
export interface InputLimits {
  readonly maxBytes: number;
  /** Milliseconds until the input must have begun, or ended. */
  readonly startMs: number;
  /** Milliseconds from its beginning until it must have ended. */
  readonly endMs: number;
}

/** The standard streams, where a program and not a person is at the other end. */
export interface ProtocolStreams {
  /** Reads standard input to its end; what is too large, or does not end in time, is left unread. */
  read(limits: InputLimits): Promise<RequestInput>;
  /** Writes to standard output, all of it before it returns. A reader that has gone is no error. */
  out(text: string): void;
  /** Writes to standard error, likewise. */
  err(text: string): void;
}

/** What stands at a path; undefined where nothing does. Never fails. */
export type PathFacts = (path: string) => Promise<PathFact | undefined>;
