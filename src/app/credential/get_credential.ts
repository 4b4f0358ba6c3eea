import type { Credential, CredentialPorts } from "./credential_ports.ts";
import { findCredential, type LocatedCredential } from "./locate_credential.ts";
import { refreshCredential } from "./refresh_credential.ts";

/**
 * Gets the token of a registry: from the cache while it is fresh; otherwise from AWS, called by one process at a time; otherwise, if AWS is
 * unavailable, from the cache while the token is valid. It takes at most ten seconds, plus the time to load the program.
 *
 * @throws {AtmosEcrError} Why there is none.
 */
export async function getCredential(
  located: LocatedCredential,
  ports: CredentialPorts,
): Promise<Credential> {
  const token = await findCredential(located, { tokens: ports.cache, clock: ports.clock });
  return token === undefined ? await refreshCredential(located, ports) : { kind: "token", token };
}
