import type { SessionTags } from "../../../domain/auth/model/auth_config.ts";
import type { MfaProof } from "../../../ports/aws.ts";
import type { AwsFault } from "../transport/aws_fault.ts";

/** The parameters that prove an MFA device. */
export function mfaInput(mfa: MfaProof | undefined): { SerialNumber?: string; TokenCode?: string } {
  return mfa === undefined ? {} : { SerialNumber: mfa.serialNumber, TokenCode: mfa.code.expose() };
}

/** The parameters of a session's tags. */
export function tagsInput(
  tags: SessionTags | undefined,
): { Tags?: { Key: string; Value: string }[]; TransitiveTagKeys?: string[] } {
  if (tags === undefined) return {};
  return {
    Tags: [...tags.values].map(([Key, Value]) => ({ Key, Value })),
    ...(tags.transitive.length === 0 ? {} : { TransitiveTagKeys: [...tags.transitive] }),
  };
}

/** The hint if AWS rejects an MFA code; undefined for other errors. */
export function mfaHint({ message }: AwsFault): string | undefined {
  return /MultiFactorAuthentication failed/i.test(message)
    ? "Use the code that the device currently shows: each code is valid only once. Check the device's clock, and mfa_arn or mfa_serial"
    : undefined;
}

/** The hint if a role does not accept a token. */
export const WEB_IDENTITY_DENIED_HINT =
  "Check that the role exists, and that its trust policy allows the OIDC provider, this token's `sub` (such as " +
  "repo:OWNER/REPO:ref:refs/heads/main) and its audience";

/**
 * The token may be that of a CI job, a pod, or any file that an AWS profile names.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const webIdentityHint = hintByCode({
  InvalidIdentityToken:
    "Check that the account has an OIDC provider for the token's issuer, and that the token's audience (for github/oidc: " +
    "spec.audience) is one of its audiences",
  ExpiredToken:
    "Get a new token, and check the clock. In GitHub Actions, tokens expire within minutes: request one in the same step " +
    "instead of storing it in ACTIONS_ID_TOKEN",
  IDPCommunicationError: "AWS could not read the keys of the token's issuer: wait a minute, then try again",
});

/** The hint if a role does not accept a SAML response. */
export const SAML_DENIED_HINT =
  "Check that the role exists, and that its trust policy allows the SAML provider and sts:AssumeRoleWithSAML";

/** Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html */
export const samlHint = hintByCode({
  InvalidIdentityToken:
    "Check that the account has a SAML provider with the metadata of this identity provider",
  ExpiredToken:
    "SAML responses expire within minutes: log in again, and check the clock of the identity provider",
  IDPRejectedClaim:
    "AWS does not accept the identity provider's assertion: ask its administrator to check the AWS application",
});

/** The hint of an error of AWS by the start of its code; undefined for other errors. */
function hintByCode(hints: Readonly<Record<string, string>>): (fault: AwsFault) => string | undefined {
  return ({ name }) => Object.entries(hints).find(([code]) => name.startsWith(code))?.[1];
}
