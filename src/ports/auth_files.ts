/** Looks at files with logins that other tools have. */
export interface AuthFiles {
  /** The text of a file; undefined where there is none, or it cannot be read. Never fails. */
  read(path: string): Promise<string | undefined>;
}
