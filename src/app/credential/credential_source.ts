import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { PodRole } from "../../domain/kubelet/pod_role.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { Deadline } from "../../ports/time.ts";
import type { PinResolver } from "../pins/resolve_pin.ts";
import { type FactPorts, identityDefinition } from "../principals/complete_definition.ts";
import type { AmbientIssuer, TokenIssuer } from "./token_issuer.ts";

/** A token from AWS. */
export interface IssuedCredential {
  readonly token: EcrToken;
  /**
   * The definition of its principal, from the very read that it was issued from. Undefined if that changed during the call, so that the
   * principal is uncertain: the token is returned to the caller, and not stored.
   */
  readonly definition: Definition | undefined;
}

/** Calls AWS for a registry's token. */
export interface CredentialSource {
  /** Calls AWS as the principal of a pin. */
  issue(registry: Registry, pin: RegistryPin | undefined, deadline: Deadline): Promise<IssuedCredential>;
  /** Calls AWS as a pod's role. */
  issueForPod(registry: Registry, role: PodRole, deadline: Deadline): Promise<EcrToken>;
}

/** The parts of a {@linkcode CredentialSource}. */
export interface SourceParts extends FactPorts {
  readonly ambient: AmbientIssuer;
  /** Loads the steps of identities, which the environment's credentials do not need. */
  issuer(): Promise<Pick<TokenIssuer, "check" | "issue">>;
  resolver(): Promise<PinResolver>;
  readonly pods: CredentialSource["issueForPod"];
}

/** Calls AWS as the principal that a registry is pinned to. */
export function credentialSource(parts: SourceParts): CredentialSource {
  const ambient = async (registry: Registry, deadline: Deadline): Promise<IssuedCredential> =>
    await stable(() => parts.facts.ambient(), () => parts.ambient.issue(registry, deadline));
  return {
    issueForPod: parts.pods,
    async issue(registry, pin, deadline): Promise<IssuedCredential> {
      switch (pin?.kind) {
        case undefined:
        case "environment":
          return await ambient(registry, deadline);
        case "aws-profile": {
          const { configFile, credentialsFile } = pin;
          const profile = { name: pin.profile, files: { configFile, credentialsFile } };
          return await stable(
            () => parts.facts.profile(pin),
            () => parts.ambient.issue(registry, { profile, signal: deadline.signal }),
          );
        }
        case "identity": {
          const [resolver, issuer] = await Promise.all([parts.resolver(), parts.issuer()]);
          const { chain, realm, configured } = await resolver.resolve(pin);
          issuer.check(chain, registry);
          return await stable(
            () => identityDefinition(configured, parts, pin.credentialsFile),
            () => issuer.issue(registry, chain, { deadline, realm }),
          );
        }
      }
    },
  };
}

/** Issues a token, and returns its definition if files and variables were the same before and after. */
async function stable(
  define: () => Promise<Definition>,
  issue: () => Promise<EcrToken>,
): Promise<IssuedCredential> {
  const before = await define();
  const token = await issue();
  return { token, definition: isSameDefinition(before, await define()) ? before : undefined };
}
