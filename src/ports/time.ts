import type { CallOptions } from "./aws.ts";

/** The current instant. Tests pass a fixed one. */
export type Clock = () => Date;

/** A signal that aborts work after a time; disposed of when the work ends earlier. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;

  /** Stops the clock during a prompt, until the result is disposed of. Pauses may overlap. */
  pause(): Disposable;
}

/** Sets a deadline that also ends on interruption. @param milliseconds From now. */
export type Deadlines = (milliseconds: number) => Deadline;

/** Waits. @param signal Aborts the wait; its reason is thrown. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** The time of an AWS server. */
export interface ServerTime {
  readonly time: Date;
  /** The server that reported it. */
  readonly host: string;
}

/** The clock of AWS, which needs no credentials. */
export interface ServerClock {
  /** @throws {AwsError} `AWS_UNREACHABLE`, `AWS_ENDPOINT_REFUSED`, `AWS_RESPONSE_INVALID` if the response does not contain the time. */
  now(options: CallOptions): Promise<ServerTime>;
}

/** How long to wait for another process or a user. */
export interface WaitOptions {
  /** Milliseconds until the wait is given up. */
  readonly timeoutMs: number;
  /** Aborts the wait; its reason is thrown, unless a lock was awaited and a deadline ended: then it was not available in time. */
  readonly signal: AbortSignal;
}
