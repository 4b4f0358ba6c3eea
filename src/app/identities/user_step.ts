import type { UserIdentity } from "../../domain/auth/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError, LookupError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { SecurityTokenService } from "../../ports/security_token_service.ts";
import { stsRegion } from "./base_credentials.ts";
import type { IdentityStep } from "./identity_step.ts";

/** The length of a user's session where none is configured: 12 hours, as in Atmos. */
const DEFAULT_SESSION_SECONDS = 43_200;

/**
 * An IAM user: long-lived keys from the configuration, exchanged for a session. The keys themselves are never handed on.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function userStep(sts: SecurityTokenService): IdentityStep<UserIdentity> {
  return {
    check: (identity) => {
      requireKeys(identity);
      if (identity.mfaArn !== undefined) throw mfaNeeded(identity);
    },
    take: async (identity, _base, { deadline: { signal }, partition }) => {
      const region = stsRegion(identity.region?.value, undefined, partition);
      const session = await sts.getSessionToken(
        { ...requireKeys(identity), region },
        identity.sessionSeconds ?? DEFAULT_SESSION_SECONDS,
        { region, endpointUrl: identity.endpointUrl, signal },
      );
      return { kind: "aws", region, ...session };
    },
  };
}

function requireKeys(identity: UserIdentity): NonNullable<UserIdentity["keys"]> {
  if (identity.keys !== undefined) return identity.keys;
  throw new ConfigError(
    "CONFIG_INVALID",
    `Cannot use identity "${escapeText(identity.name)}": it has no access key`,
    {
      hint:
        "Set credentials.access_key_id and credentials.secret_access_key, or the variables that their !env names",
      position: positionOf(identity.origin),
    },
  );
}

function mfaNeeded(identity: UserIdentity): LookupError {
  return new LookupError(
    "IDENTITY_UNSUPPORTED",
    `Cannot use identity "${escapeText(identity.name)}": MFA is not supported yet`,
    {
      hint: "Use an identity without credentials.mfa_arn",
      position: positionOf(identity.mfaArn?.origin ?? identity.origin),
    },
  );
}
