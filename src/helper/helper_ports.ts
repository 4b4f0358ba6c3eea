import type { CredentialPorts } from "../app/credential/get_credential.ts";
import type { ProtocolStreams } from "../ports/process.ts";

/** What the helper needs if the cache has no fresh token. */
export interface HelperPorts extends CredentialPorts {
  readonly streams: ProtocolStreams;
  readonly version: string;
}
