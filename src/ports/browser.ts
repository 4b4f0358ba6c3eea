/** The person's web browser. */
export interface Browser {
  /** Whether there seems to be one on the machine that the person sits at. */
  readonly atHand: boolean;

  /**
   * Opens a page.
   *
   * @param url An https page, or an http page of this machine.
   * @returns Whether something was started that should open it.
   */
  open(url: string): Promise<boolean>;
}
