import { targetOf, unsupportedKind } from "../../domain/identity/chain.ts";
import type { ChainAuthenticator } from "../identities/authenticator.ts";
import type { IdentityCredentials } from "./client_ports.ts";

/** Authenticates identities with given credentials, whatever their chains. Stores nothing, and has no source to renew them from. */
export function givenIdentities(given: IdentityCredentials): ChainAuthenticator {
  return {
    check: () => {},
    credentials: (chain, { deadline }) =>
      given.credentials(targetOf(chain).name, { signal: deadline.signal }),
    keysOf: () => Promise.resolve(undefined),
    settled: () => Promise.resolve(),
    renew: (_chain, _refused, { error }) => Promise.reject(error),
    logInTo: (provider) => Promise.reject(unsupportedKind(provider)),
  };
}
