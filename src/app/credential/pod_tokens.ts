import { roleSessionName } from "../../domain/identity/role_parameters.ts";
import { serviceAccountName } from "../../domain/kubelet/pod_role.ts";
import { partitionInfo, partitionOfRegion } from "../../domain/registry/partitions.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrTokens, SecurityTokenService } from "../../ports/aws.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Environment } from "../../ports/process.ts";
import type { CredentialSource } from "./credential_source.ts";

/** What assuming a pod's role needs. */
export interface PodPorts extends Pick<AppContext, "environment" | "clock"> {
  readonly sts: Pick<SecurityTokenService, "assumeRoleWithWebIdentity">;
  readonly tokens: EcrTokens;
}

/**
 * Assumes the role of a pod with the token of its service account, and requests the registry's token as that role. The session is not
 * stored, and the node's own credentials are not used.
 */
export function podTokens({ environment, clock, sts, tokens }: PodPorts): CredentialSource["issueForPod"] {
  return async (registry, role, { signal }) => {
    const sessionName = roleSessionName(undefined, serviceAccountName(role), clock());
    const credentials = await sts.assumeRoleWithWebIdentity(
      { roleArn: role.roleArn, sessionName, token: role.token },
      { region: regionOf(registry, environment), signal },
    );
    return await tokens.request(registry, credentials, { signal });
  };
}

/**
 * The region for STS: the node's, if a variable names one in the registry's partition, otherwise the registry's, otherwise the partition's
 * first.
 */
function regionOf({ partition, region }: Registry, environment: Environment): string {
  const named = [environment.get("AWS_REGION"), environment.get("AWS_DEFAULT_REGION"), region];
  return named.find((name) => name !== undefined && partitionOfRegion(name)?.id === partition) ??
    partitionInfo(partition).defaultRegion;
}
