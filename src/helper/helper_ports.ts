import type { CredentialPorts } from "../app/credential/credential_ports.ts";
import type { ProtocolStreams } from "../ports/process.ts";

/** What the helper works with when the cache alone will not do. */
export interface HelperPorts extends CredentialPorts {
  readonly streams: ProtocolStreams;
  readonly version: string;
}
