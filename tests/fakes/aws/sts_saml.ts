import { Buffer } from "node:buffer";
import type { UnsignedCall } from "./service.ts";
import { durationSeconds, requiredText } from "./sts_input.ts";
import { credentialsResult } from "./sts_session.ts";
import { AwsFailure, type Result } from "./wire.ts";
import { isSamlSignedBy, readSamlFacts } from "./saml_providers.ts";

/**
 * `AssumeRoleWithSAML`: form, then the assertion, then whether the role trusts the provider.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
export function assumeRoleWithSaml({ input, now, state }: UnsignedCall): Result {
  const { principals, samlProviders } = state;
  const roleArn = requiredText(input, "RoleArn");
  const providerArn = requiredText(input, "PrincipalArn");
  const assertion = requiredText(input, "SAMLAssertion");
  const seconds = durationSeconds(input, { min: 900, max: 43_200, default: 3600 });
  const provider = samlProviders.get(providerArn);
  if (provider === undefined) {
    throw failure("InvalidIdentityToken", "Issuer not present in specified provider");
  }
  const xml = Buffer.from(assertion, "base64").toString();
  const facts = readSamlFacts(xml);
  if (facts === undefined) throw failure("InvalidIdentityToken", "Invalid SAML Response");
  if (!isSamlSignedBy(xml, provider.publicKey)) {
    throw failure("InvalidIdentityToken", "Response signature invalid (service: AWSSecurityTokenService)");
  }
  if (facts.notOnOrAfter <= now) {
    throw failure("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance");
  }
  if (!/^urn:amazon:webservices|^https:\/\/signin\./.test(facts.audience)) {
    throw failure("InvalidIdentityToken", "Audience in SAML assertion is not acceptable");
  }
  const offers = facts.roles.some((value) =>
    value === `${roleArn},${providerArn}` || value === `${providerArn},${roleArn}`
  );
  const role = principals.findRole(roleArn);
  if (!offers || role === undefined || !role.trusts.includes(providerArn)) {
    throw new AwsFailure("denied", "Not authorized to perform sts:AssumeRoleWithSAML");
  }
  if (seconds > role.maxSessionDuration) {
    throw failure(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  const session = principals.roleSession(role, facts.sessionName);
  const credential = principals.issueSession(session, {
    origin: "AssumeRoleWithSAML",
    expiresAt: now + seconds * 1000,
  });
  return {
    Credentials: credentialsResult(credential),
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    Subject: facts.sessionName,
    SubjectType: "persistent",
    Audience: facts.audience,
  };
}

function failure(code: string, message: string): AwsFailure {
  return new AwsFailure({ status: 400, code }, message);
}
