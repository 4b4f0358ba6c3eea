/** What Docker wants to store, as far as it matters here: nothing of it is stored. */
export type StoreRequest =
  | { readonly kind: "login"; readonly serverUrl: string }
  /** Not according to the protocol; the messages are those of Docker's own library. */
  | { readonly kind: "invalid"; readonly message: string };

/** The maximum size of a login: identity tokens of other registries have several kilobytes. */
export const MAX_STORE_BYTES = 64 * 1024;

/**
 * Parses the input of `store`.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/credentials.go#L88
 */
export function readStoreRequest(bytes: Uint8Array): StoreRequest {
  if (bytes.length > MAX_STORE_BYTES) return invalid("the login is longer than 64 KiB");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return invalid("the login is not JSON");
  }
  const { ServerURL, Username }: { ServerURL?: unknown; Username?: unknown } = Object(value);
  if (typeof ServerURL !== "string" || ServerURL.trim() === "") return invalid("no credentials server URL");
  if (typeof Username !== "string" || Username === "") return invalid("no credentials username");
  return { kind: "login", serverUrl: ServerURL.trim() };
}

function invalid(message: string): StoreRequest {
  return { kind: "invalid", message };
}
