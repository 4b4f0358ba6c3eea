import { type AuthDraft, type DraftIdentity, DraftNames, providerName, slug } from "./auth_draft.ts";

/** An IAM Identity Center to start from. */
export interface SsoHome {
  readonly startUrl: string;
  readonly region: string;
  /** The name of its section in the AWS config file, if it comes from there. */
  readonly session?: string | undefined;
}

/** A permission set in an account. */
export interface AssignedSet {
  /** 12 digits. */
  readonly account: string;
  /** The account's name; undefined if AWS was not asked. */
  readonly accountName?: string | undefined;
  readonly permissionSet: string;
}

/**
 * A provider for the IAM Identity Center, and an identity per permission set: `<account>-<permission set>`, both as {@linkcode slug}s, with
 * the account's id if its name is unknown.
 */
export function draftOfSso(home: SsoHome, sets: readonly AssignedSet[]): AuthDraft {
  const names = new DraftNames();
  const provider = new DraftNames().take(home.session ?? providerName(home.startUrl));
  const identities = sets.map((set): DraftIdentity => ({
    name: names.take(identityName(set)),
    account: set.account,
    fields: permissionSetFields(provider, set),
  }));
  return {
    providers: [{ name: provider, fields: identityCenterFields(home) }],
    identities,
    chosen: identities.map(({ name }) => name),
  };
}

function identityName({ account, accountName = "", permissionSet }: AssignedSet): string {
  return [slug(accountName) || account, slug(permissionSet)].filter((part) => part !== "").join("-");
}

/** The fields of a provider. */
export function identityCenterFields({ startUrl, region }: SsoHome): DraftIdentity["fields"] {
  return { kind: "aws/iam-identity-center", start_url: startUrl, region };
}

/** The fields of an identity. */
export function permissionSetFields(
  provider: string,
  { account, permissionSet }: AssignedSet,
): DraftIdentity["fields"] {
  return {
    kind: "aws/permission-set",
    via: { provider },
    principal: { name: permissionSet, account: { id: account } },
  };
}
