/** What came of asking for a file. */
export type RemoteAnswer =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  /** There is none, or it did not come; `state` says why, without secrets: `the server answered 404`. */
  | { readonly kind: "missing" | "failed"; readonly state: string };

/** Files on other machines. */
export interface RemoteFiles {
  /**
   * Fetches a file: `https://` only, but for loopback; no redirect is followed; at most 1 MiB, in at most 10 seconds.
   *
   * @param url With what is secret in it.
   */
  read(url: string): Promise<RemoteAnswer>;
}
