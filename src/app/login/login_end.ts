import type { Secret } from "../../domain/secret.ts";
import { isCredibleExpiry, passwordExpiry } from "../../domain/token/password_expiry.ts";
import type { LoginClocks } from "../../ports/state.ts";
import type { Clock } from "../../ports/time.ts";

/** What tells when a login ends. */
export interface LoginEndPorts {
  readonly clock: Clock;
  /** Absent where nothing of it is kept. */
  readonly loginClocks?: LoginClocks | undefined;
}

/** When a login in Docker's configuration ends, by this machine's clock; undefined where that cannot be told. */
export async function loginEnd(
  password: Secret,
  { clock, loginClocks }: LoginEndPorts,
): Promise<Date | undefined> {
  const awsEnd = passwordExpiry(password);
  if (awsEnd === undefined) return undefined;
  const known = await loginClocks?.ownEnd(password, awsEnd);
  return known ?? (isCredibleExpiry(awsEnd, clock()) ? awsEnd : undefined);
}
