/** What the user has trusted: files by path and content, so that a changed file is trusted no more. */
export interface TrustRecords {
  /**
   * Whether a file with this very content is trusted.
   *
   * @param file Absolute path.
   */
  isTrusted(file: string, content: Uint8Array): Promise<boolean>;

  /**
   * Trusts a file as it is now.
   *
   * @param file Absolute path.
   */
  trust(file: string, content: Uint8Array): Promise<void>;

  /**
   * Takes the trust of a file back, whatever its content.
   *
   * @returns Whether there was any.
   */
  untrust(file: string): Promise<boolean>;
}
