import type { Identity } from "../../domain/auth/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { escapeText } from "../../domain/text/escape.ts";

/** The region of STS when neither the identity nor the step before names one, as in Atmos. */
export const DEFAULT_REGION = "us-east-1";

/**
 * The credentials of the step before, as keys that can sign a request.
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID` when the step before gives another kind.
 */
export function requireAwsCredentials(identity: Identity, base: StepCredentials | undefined): AwsCredentials {
  if (base?.kind === "aws") return base;
  throw new LookupError(
    "IDENTITY_CHAIN_INVALID",
    `Cannot use identity "${escapeText(identity.name)}": the step before it does not give AWS credentials`,
    { hint: "Let via.identity name an identity that does", position: positionOf(identity.origin) },
  );
}
