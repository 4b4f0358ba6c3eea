import { resolveChain, targetOf } from "../domain/identity/chain.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import type { PodRole } from "../domain/kubelet/pod_role.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { EcrToken } from "../domain/token/ecr_token.ts";
import type { ConfigSelection, Configurations } from "../ports/configurations.ts";
import type { Deadline } from "../ports/deadlines.ts";
import { requireAuth, withIdentities } from "./load_auth.ts";
import type { TokenIssuer } from "./token_issuer.ts";

/** A token from AWS. */
export interface IssuedCredential {
  readonly token: EcrToken;
  /** Whether the identity turned out to be whoever the environment is; undefined without a pin. */
  readonly ambient: boolean | undefined;
}

/** What asks AWS for a registry's token. */
export interface CredentialSource {
  /** @throws {AtmosEcrError} What is wrong with the pinned configuration, or what AWS answered. */
  issue(registry: Registry, pin: RegistryPin | undefined, deadline: Deadline): Promise<IssuedCredential>;
  /** Asks in the name of a pod's role. @throws {AwsError} What AWS answered. */
  issueForPod(registry: Registry, role: PodRole, deadline: Deadline): Promise<EcrToken>;
}

/** What a {@linkcode CredentialSource} is made of. */
export interface SourceParts {
  readonly issuer: TokenIssuer;
  /** What takes the role of a pod. */
  readonly pods: CredentialSource["issueForPod"];
  /**
   * The way to the configuration of a pin, blind to the working directory and to variables that name another one, and unable to run or
   * fetch anything.
   */
  configurations(pin: RegistryPin): Configurations;
}

/** Asks in the name of the pinned identity, whose configuration is read from the pinned paths and nowhere else. */
export function credentialSource({ issuer, pods, configurations }: SourceParts): CredentialSource {
  return {
    issueForPod: pods,
    async issue(registry, pin, deadline): Promise<IssuedCredential> {
      if (pin === undefined) {
        return {
          token: await issuer.issue(registry, undefined, { deadline, realm: "" }),
          ambient: undefined,
        };
      }
      const loaded = await requireAuth(configurations(pin), pinnedSelection(pin), { integrations: [] });
      const { auth } = await withIdentities(loaded, [pin.identity]);
      const chain = resolveChain(auth, pin.identity);
      issuer.check(chain, registry);
      const token = await issuer.issue(registry, chain, { deadline, realm: loaded.config.realm.value });
      return { token, ambient: targetOf(chain).kind === "aws/ambient" };
    },
  };
}

/** The configuration of a pin, as if flags had named it. */
export function pinnedSelection(pin: RegistryPin): ConfigSelection {
  return {
    configFiles: pin.configFiles,
    configDirectories: pin.configDirectories,
    profiles: pin.profiles,
    basePath: pin.basePath,
  };
}
