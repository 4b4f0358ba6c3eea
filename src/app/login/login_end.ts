import type { Secret } from "../../domain/secret.ts";
import { isCredibleExpiry, passwordExpiry } from "../../domain/token/password_expiry.ts";
import type { LoginClocks } from "../../ports/state.ts";
import type { Clock } from "../../ports/time.ts";

/** What determines the expiry of a login. */
export interface LoginEndPorts {
  readonly clock: Clock;
  /** Absent if no clock differences are stored. */
  readonly loginClocks?: LoginClocks | undefined;
}

/** The expiry of a login in Docker's configuration, by this machine's clock; undefined if unknown. */
export async function loginEnd(
  password: Secret,
  { clock, loginClocks }: LoginEndPorts,
): Promise<Date | undefined> {
  const awsEnd = passwordExpiry(password);
  if (awsEnd === undefined) return undefined;
  const known = await loginClocks?.ownEnd(password, awsEnd);
  return known ?? (isCredibleExpiry(awsEnd, clock()) ? awsEnd : undefined);
}
