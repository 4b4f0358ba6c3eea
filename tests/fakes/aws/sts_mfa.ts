import type { Call } from "./service.ts";
import { constraint, demandPattern } from "./sts_input.ts";
import { AwsFailure } from "./wire.ts";

/**
 * Whether the caller has shown a second factor: a code with this request, or the session has the mark of one.
 *
 * @throws {AwsFailure} For half of the two parameters, a device that is not the caller's, and a code that is not good.
 */
export function checkMfa(call: Call): boolean {
  const { SerialNumber: serial, TokenCode: code } = call.input;
  const { credential } = call.caller;
  if (serial === undefined && code === undefined) return credential.hasMfa;
  if (typeof serial !== "string" || typeof code !== "string") {
    throw failure(", must provide both MFA serial number and one time pass code.");
  }
  demandPattern(code, "TokenCode", /^[\d]*$/);
  if (code.length !== 6) {
    const bound = code.length < 6 ? "greater" : "less";
    throw constraint(code, "tokenCode", `Member must have length ${bound} than or equal to 6`);
  }
  const { mfaDevices } = call.state;
  if (!mfaDevices.belongsTo(serial, credential.principal.arn)) {
    throw failure(
      ", unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
    );
  }
  // The space at the end is AWS's.
  if (!mfaDevices.spend(serial, code, call.now)) throw failure(" with invalid MFA one time pass code. ");
  return true;
}

function failure(rest: string): AwsFailure {
  return new AwsFailure("denied", `MultiFactorAuthentication failed${rest}`);
}
