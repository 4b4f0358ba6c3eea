import type { Variables } from "./certificates.ts";

/**
 * Seeds the random numbers of TLS in another thread, while modules are loaded. The library behind Deno's TLS and WebCrypto collects entropy
 * when a process needs its first random number, from the jitter of the CPU: 25 to 40 ms of computing. The first `fetch` over TLS does this
 * on the program's own thread, after the connection is open. To generate a key requires the same, but takes place in a thread of its own.
 *
 * Does nothing if AWS is replaced by a server without TLS. Never fails.
 *
 * @param subtle Replaces WebCrypto in tests.
 *
 * Reference: `crypto/fipsmodule/rand` of AWS-LC, and `ext/crypto/generate_key.rs` of Deno 2.9.
 */
export function seedTls(
  environment: Variables,
  subtle: Pick<SubtleCrypto, "generateKey"> = crypto.subtle,
): void {
  if (environment.get("AWS_ENDPOINT_URL")?.startsWith("http:")) return;
  subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]).catch(() => undefined);
}
