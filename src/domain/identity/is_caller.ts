import type { Identity } from "../auth/model/auth_config.ts";

/** Who AWS says that somebody is. */
interface Caller {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/** The session of a role. Reference: IAM user guide, "IAM identifiers": the path of the role is not in it. */
const SESSION_REGEXP = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//;

/** The role of IAM. */
const ROLE_REGEXP = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;

/**
 * Whether a caller is the one that an identity stands for, as far as its ARN can say. Tags and a source identity are not in it, and an
 * account that is given by its name cannot be compared: then the answer is no.
 */
export function isCaller(identity: Identity, { account, arn }: Caller): boolean {
  const [, sessionPartition, sessionAccount, role = ""] = SESSION_REGEXP.exec(arn) ?? [];
  switch (identity.kind) {
    case "aws/assume-role": {
      if (identity.tags !== undefined || identity.sourceIdentity !== undefined) return false;
      const [, partition, roleAccount, name] = ROLE_REGEXP.exec(identity.roleArn.value) ?? [];
      return name !== undefined && sessionPartition === partition && account === roleAccount &&
        sessionAccount === roleAccount && role === name;
    }
    case "aws/permission-set": {
      const { id } = identity.account;
      // Reference: IAM Identity Center user guide, "Referencing permission sets in resource policies".
      const prefix = `AWSReservedSSO_${identity.permissionSet}_`;
      return id !== undefined && account === id && sessionAccount === id && role.startsWith(prefix) &&
        /^[0-9a-f]+$/.test(role.slice(prefix.length));
    }
    default:
      // A session of root is limited to a task, which its ARN does not tell.
      return false;
  }
}
