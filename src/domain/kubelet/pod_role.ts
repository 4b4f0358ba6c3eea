import { UsageError } from "../errors/errors.ts";
import type { Registry } from "../registry/registry.ts";
import { Secret } from "../secret.ts";

/**
 * The annotation of a service account with the role of its pods.
 *
 * Reference: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/** The ARN of a role. Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
const ROLE_ARN_REGEXP = /^arn:(aws[a-z-]*):iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/** The role of a pod, and the token that proves the permission to assume it. */
export interface PodRole {
  /** From the annotation of the pod's service account. */
  readonly roleArn: string;
  /** `iss` of the token: the cluster. */
  readonly issuer: string;
  /** `sub` of the token: `system:serviceaccount:NAMESPACE:NAME`. */
  readonly subject: string;
  /** The token of the service account, signed by the cluster. Valid for minutes. */
  readonly token: Secret;
}

/**
 * The role for a pod's image, by the token and the annotations of its service account; undefined if that has none, whatever else is sent.
 *
 * @throws {UsageError} `USAGE` for a role that cannot be assumed: any other identity would be one that was not requested.
 */
export function readPodRole(
  { token, annotations }: {
    readonly token: string | undefined;
    readonly annotations: Readonly<Record<string, string>>;
  },
  registry: Registry,
): PodRole | undefined {
  if (!Object.hasOwn(annotations, ROLE_ANNOTATION)) return undefined;
  const roleArn = annotations[ROLE_ANNOTATION] ?? "";
  checkRole(roleArn, registry);
  if (token === undefined || token === "") {
    throw refusal(
      `the request has no serviceAccountToken to assume role ${roleArn} with`,
      "Set tokenAttributes.serviceAccountTokenAudience in the kubelet's CredentialProviderConfig",
    );
  }
  const claims = readClaims(token);
  if (claims === undefined) {
    throw refusal(
      "serviceAccountToken is not a JWT with iss and sub",
      "The kubelet passes a token that the cluster signs for the pod",
    );
  }
  return { roleArn, ...claims, token: new Secret(token) };
}

/** The usual form of a service account, `NAMESPACE/NAME`; the subject itself if it has another form. */
export function serviceAccountName({ subject }: Pick<PodRole, "subject">): string {
  const [, name] = /^system:serviceaccount:([^:]+:[^:]+)$/.exec(subject) ?? [];
  return name === undefined ? subject : name.replace(":", "/");
}

function checkRole(roleArn: string, registry: Registry): void {
  const [, partition] = ROLE_ARN_REGEXP.exec(roleArn) ?? [];
  if (partition === undefined) {
    throw refusal(
      `annotation ${ROLE_ANNOTATION} is "${roleArn.slice(0, 100)}", which is not a role ARN`,
      "Set the annotation to a role ARN such as arn:aws:iam::123456789012:role/NAME",
    );
  }
  if (partition !== registry.partition) {
    throw refusal(
      `role ${roleArn} is in partition ${partition}, registry ${registry.host} in ${registry.partition}`,
      `Use a role in partition ${registry.partition}`,
    );
  }
}

/** The claims of a JWT. AWS verifies its signature. */
function readClaims(token: string): Pick<PodRole, "issuer" | "subject"> | undefined {
  const [, payload, , ...rest] = token.split(".");
  if (payload === undefined || rest.length > 0) return undefined;
  try {
    const base64 = payload.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const { iss, sub } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const isName = (value: unknown): value is string => typeof value === "string" && value !== "";
    return isName(iss) && isName(sub) ? { issuer: iss, subject: sub } : undefined;
  } catch {
    return undefined;
  }
}

function refusal(state: string, hint: string): UsageError {
  return new UsageError(`Cannot use the CredentialProviderRequest: ${state}`, { hint });
}
