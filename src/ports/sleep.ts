/**
 * Waits.
 *
 * @param signal Ends the waiting; its reason is thrown.
 */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;
