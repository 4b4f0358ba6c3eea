import type { Credential, CredentialPorts } from "./credential_ports.ts";
import { findCredential, type LocatedCredential } from "./locate_credential.ts";
import { refreshCredential } from "./refresh_credential.ts";

/**
 * Gets the token of a registry: from the cache while it is fresh; else from AWS, asked by one process at a time; else, while AWS cannot
 * be asked, from the cache as long as the token lives. It takes ten seconds at most, besides the time that the machine needs to load
 * the program.
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
