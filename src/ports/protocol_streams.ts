import type { RequestInput } from "../domain/helper/request.ts";

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
