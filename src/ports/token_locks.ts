import type { TokenKey } from "../domain/token/token_key.ts";
import type { WaitOptions } from "./wait_options.ts";

/** Lets one process at a time ask AWS for the token of a key. */
export interface TokenLocks {
  /**
   * Takes the lock of a key. It is freed when it is disposed, or when the process ends, however it ends.
   *
   * @returns Undefined when it could not be had in time, or there is no place for locks: the work is done without one.
   */
  hold(key: TokenKey, options: WaitOptions): Promise<Disposable | undefined>;
}
