import { AwsError } from "../errors/errors.ts";
import type { KnownPrincipal } from "../identity/credentials.ts";
import { Secret } from "../secret.ts";
import { sameSkew } from "../time/own_time.ts";

/** The lifetime of a token in milliseconds. Reference: API_GetAuthorizationToken, "valid for 12 hours". */
export const TOKEN_LIFE_MS = 12 * 60 * 60 * 1000;

/** A login to the registries of one region, as Docker needs it: user name and password. */
export interface EcrToken {
  /** Always `AWS`; read from the token anyway. */
  readonly username: string;
  /** Secret. */
  readonly password: Secret;
  /** The expiry, by this machine's clock. */
  readonly expiresAt: Date;
  /** The principal, if AWS reported it. */
  readonly principal?: KnownPrincipal;
}

/**
 * Parses an authorization token: the base64 of `user:password`, split at the first colon.
 *
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html
 *
 * @throws {AwsError} `AWS_RESPONSE_INVALID` if it is invalid, or its expiry is not after `now`.
 */
export function decodeEcrToken(
  encoded: string | undefined,
  expiresAt: Date | undefined,
  now: Date,
): EcrToken {
  if (encoded === undefined || encoded === "") throw invalid("it contains no token");
  const text = decodeBase64(encoded);
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 1 || colon === text.length - 1) {
    throw invalid("its token is not base64 of user:password");
  }
  if (expiresAt === undefined || Number.isNaN(expiresAt.getTime())) {
    throw invalid("it has no expiry time");
  }
  if (expiresAt.getTime() <= now.getTime()) throw invalid("its token has already expired");
  // A later expiry comes from a wrong clock.
  const latest = new Date(now.getTime() + TOKEN_LIFE_MS);
  const end = expiresAt > latest ? sameSkew(latest, expiresAt) : expiresAt;
  return { username: text.slice(0, colon), password: new Secret(text.slice(colon + 1)), expiresAt: end };
}

/** A token in the form of Docker's `auth` field: the base64 of `user:password`. */
export function encodeDockerAuth(token: EcrToken): string {
  return btoa(`${token.username}:${token.password.expose()}`);
}

function decodeBase64(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  try {
    const text = atob(encoded);
    // Docker sends the pair on one line of a header: only printable ASCII is valid.
    return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function invalid(state: string): AwsError {
  return new AwsError("AWS_RESPONSE_INVALID", `Cannot use the ECR response: ${state}`, {
    hint: "Check AWS_ENDPOINT_URL and proxies, then try again",
  });
}
