import type { Role } from "./principals.ts";
import type { UnsignedCall } from "./service.ts";
import { constraint, demandPattern, durationSeconds, requiredText } from "./sts_input.ts";
import { credentialsResult } from "./sts_session.ts";
import {
  type IdentityToken,
  isSignedByOneOf,
  type OidcProvider,
  readIdentityToken,
} from "./web_identities.ts";
import { AwsFailure, type Result } from "./wire.ts";

/**
 * `AssumeRoleWithWebIdentity`: form, then the token, then whether the role trusts what it says.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function assumeRoleWithWebIdentity(call: UnsignedCall): Result {
  const { input, now, state: { principals } } = call;
  const roleArn = requiredText(input, "RoleArn");
  const sessionName = requiredText(input, "RoleSessionName");
  const token = requiredText(input, "WebIdentityToken");
  demandPattern(sessionName, "RoleSessionName", /^[\w+=,.@-]{2,64}$/);
  if (token.length < 4) {
    throw constraint("***", "webIdentityToken", "Member must have length greater than or equal to 4");
  }
  const seconds = durationSeconds(input, { min: 900, max: 43_200, default: 3600 });
  const account = /^arn:[a-z-]+:iam::(\d{12}):role\/.+$/.exec(roleArn)?.[1];
  if (account === undefined) throw failure("ValidationError", "Request ARN is invalid");
  const { provider, claims } = verified(call, token, account);
  const role = principals.findRole(roleArn);
  const isAllowed = role !== undefined && trusts(role, provider, claims) &&
    principals.mayDo({ arn: roleArn }, "sts:AssumeRoleWithWebIdentity");
  if (!isAllowed) throw new AwsFailure("denied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  if (seconds > role.maxSessionDuration) {
    throw failure(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  const session = principals.roleSession(role, sessionName);
  const credential = principals.issueSession(session, {
    origin: "AssumeRoleWithWebIdentity",
    expiresAt: now + seconds * 1000,
  });
  return {
    Credentials: credentialsResult(credential),
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    SubjectFromWebIdentityToken: claims.sub,
    Provider: provider.arn,
    Audience: claims.aud[0],
  };
}

/** The token's claims and the account's provider that vouches for them. @throws {AwsFailure} When none does. */
function verified(
  { now, state }: UnsignedCall,
  token: string,
  account: string,
): { readonly provider: OidcProvider; readonly claims: IdentityToken } {
  const claims = readIdentityToken(token);
  if (claims === undefined) {
    throw failure(
      "InvalidIdentityToken",
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  const provider = state.oidcProviders.find(account, claims.iss);
  if (provider === undefined) {
    throw failure(
      "InvalidIdentityToken",
      `No OpenIDConnect provider found in your account for ${claims.iss}`,
    );
  }
  const keys = provider.issuer.keys();
  if (keys === undefined) {
    throw failure(
      "IDPCommunicationError",
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity " +
        "documentation for requirements",
    );
  }
  if (!isSignedByOneOf(token, keys)) throw failure("InvalidIdentityToken", "Token signature invalid");
  const seconds = Math.floor(now / 1000);
  if (claims.exp <= seconds) {
    throw failure(
      "ExpiredTokenException",
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${claims.exp}`,
    );
  }
  if (!claims.aud.some((audience) => provider.audiences.includes(audience))) {
    throw failure("InvalidIdentityToken", "Incorrect token audience");
  }
  return { provider, claims };
}

function trusts(role: Role, provider: OidcProvider, { sub }: IdentityToken): boolean {
  const isSubject = (pattern: string): boolean =>
    new RegExp(`^${pattern.split("*").map(RegExp.escape).join(".*")}$`).test(sub);
  return role.trusts.includes(provider.arn) && (role.subjects === undefined || role.subjects.some(isSubject));
}

function failure(code: string, message: string): AwsFailure {
  return new AwsFailure({ status: 400, code }, message);
}
