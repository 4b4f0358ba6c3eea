/** How long to wait for somebody else: another process, or a person. */
export interface WaitOptions {
  /** Milliseconds until it is given up. */
  readonly timeoutMs: number;
  /** Ends the waiting; its reason is thrown. */
  readonly signal: AbortSignal;
}
