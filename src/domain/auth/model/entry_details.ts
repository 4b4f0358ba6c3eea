import type { Identity, Integration } from "./auth_config.ts";

/** The account in the ARN of an IAM resource. Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ACCOUNT_REGEXP = /^arn:[a-z-]+:iam::(\d{12}):/;

/** What distinguishes an identity from others, in a few words: its kind, its account, and whether it is the default. */
export function identityDetail(identity: Identity): string {
  const account = accountOf(identity);
  const kind = identity.kind === "other" ? identity.writtenKind : identity.kind;
  return [kind, account, identity.default ? "default" : undefined].filter(Boolean).join(", ");
}

/** What distinguishes an integration from others: its registries and its identity. */
export function integrationDetail(integration: Integration): string {
  const { via } = integration;
  const what = integration.kind === "other" ? integration.writtenKind : integration.hosts.join(", ");
  return via === undefined ? what : `${what}, for ${via.name}`;
}

/** The account of an identity, as far as it is configured: its id, otherwise its name. */
function accountOf(identity: Identity): string | undefined {
  switch (identity.kind) {
    case "aws/assume-role":
      return ACCOUNT_REGEXP.exec(identity.roleArn.value)?.[1];
    case "aws/assume-root":
      return identity.targetPrincipal;
    case "aws/permission-set":
      return identity.account.id ?? identity.account.name;
    case "aws/user":
      return ACCOUNT_REGEXP.exec(identity.mfaArn?.value ?? "")?.[1];
    case "aws/ambient":
    case "other":
      return undefined;
  }
}
