import type { CallOptions } from "./aws.ts";

/** The current instant. Tests pass a fixed one. */
export type Clock = () => Date;

/** A signal that ends work after a time, and is put away when the work has ended before. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;

  /** Stops the clock while a person is asked, until the result is disposed of. Pauses may overlap. */
  pause(): Disposable;
}

/**
 * Sets a deadline that also ends when the program is interrupted.
 *
 * @param milliseconds From now.
 */
export type Deadlines = (milliseconds: number) => Deadline;

/**
 * Waits.
 *
 * @param signal Ends the waiting; its reason is thrown.
 */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** The time of a server of AWS. */
export interface ServerTime {
  readonly time: Date;
  /** Who said so. */
  readonly host: string;
}

/** The clock of AWS, which needs no credentials. */
export interface ServerClock {
  /** @throws {AwsError} `AWS_UNREACHABLE`, `AWS_ENDPOINT_REFUSED`, `AWS_RESPONSE_INVALID` when it does not contain the time. */
  now(options: CallOptions): Promise<ServerTime>;
}

/** How long to wait for somebody else: another process, or a person. */
export interface WaitOptions {
  /** Milliseconds until it is given up. */
  readonly timeoutMs: number;
  /** Ends the waiting; its reason is thrown. */
  readonly signal: AbortSignal;
}
