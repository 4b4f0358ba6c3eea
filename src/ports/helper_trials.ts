/** Tries whether programs can be started at all. */
export interface HelperTrials {
  /**
   * Why the system cannot start a credential helper, as the end of a sentence; undefined where it can. The program is asked for its
   * version, and what it answers does not matter. Never fails.
   *
   * @param path Absolute.
   */
  failure(path: string): Promise<string | undefined>;
}
