import type { AppContext } from "../../ports/context.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { CachedToken } from "../../domain/token/cache_entry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { TokenLocks } from "../../ports/state.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { CredentialSource } from "./credential_source.ts";
import type { FindPinPorts } from "../pins/find_pin.ts";
import type { LocatePorts } from "./locate_credential.ts";

/** What serving credentials needs. */
export interface CredentialPorts
  extends LocatePorts, FindPinPorts, Pick<AppContext, "cache" | "clock" | "deadlines"> {
  readonly locks: TokenLocks;
  /** Loads what calls AWS as the principal of a pin. Only called if this process is the one that calls AWS. */
  source(pin: RegistryPin | undefined): Promise<CredentialSource>;
}

/** A token for a registry. */
export type Credential =
  | { readonly kind: "token"; readonly token: EcrToken }
  /** A cached token that should have been renewed, and why it was not. */
  | { readonly kind: "stale"; readonly token: CachedToken; readonly error: AtmosEcrError };
