import { timingSafeEqual } from "node:crypto";
import { headerValue, type HttpRequest } from "../http/loopback_server.ts";
import { partitionOfRegion } from "./partitions.ts";
import type { Credential, Principals } from "./principals.ts";
import { formatAmzDate, isSignedBy, parseAmzDate, parseAuthorization, type SignatureClaim } from "./sigv4.ts";
import { AwsFailure } from "./wire.ts";

/** Whom a signed request comes from. */
export interface Caller {
  readonly credential: Credential;
  /** The region of the credential scope: one address serves all regions here. */
  readonly region: string;
}

/** What a signature is checked against. */
export interface AuthenticationContext {
  /** The service's name in credential scopes. */
  readonly signingName: string;
  readonly principals: Principals;
  /** The server's clock, milliseconds since the epoch. */
  readonly now: number;
}

const MAX_SKEW_MS = 15 * 60_000;

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret " +
  "Access Key and signing method. Consult the service documentation for details.";

/**
 * Tells who signed a request. The checks, in this order:
 *
 * 1. an `Authorization` header of the right form, that signs `host`, `x-amz-date` and every other `x-amz-` header there is
 * 2. a known access key of the partition that the region lies in, with exactly its session token
 * 3. not expired
 * 4. a date within 15 minutes of the server's clock, equal to the scope's
 * 5. a region that exists, and this service
 * 6. the signature, over the hash of the body that really came
 *
 * @throws {AwsFailure} At the first check that fails.
 */
export function authenticate(request: HttpRequest, context: AuthenticationContext): Caller {
  const { claim, amzDate, signedAt } = readClaim(request);
  const credential = findCredential(request, claim, context.principals);
  if (credential.expiresAt !== undefined && credential.expiresAt <= context.now) {
    throw new AwsFailure("expired-token", "The security token included in the request is expired");
  }
  checkDate(claim, { amzDate, signedAt, now: context.now });
  checkScope(claim, context.signingName);
  if (!isSignedBy(credential.secretAccessKey, claim, { request, amzDate })) {
    throw new AwsFailure("bad-signature", MISMATCH);
  }
  return { credential, region: claim.region };
}

/** The claim of a request, unchecked; for records and faults. */
export function claimOf(request: HttpRequest): SignatureClaim | undefined {
  return parseAuthorization(headerValue(request, "authorization") ?? "");
}

function readClaim(request: HttpRequest): { claim: SignatureClaim; amzDate: string; signedAt: number } {
  const authorization = headerValue(request, "authorization");
  if (authorization === undefined) {
    throw new AwsFailure("missing-token", "Request is missing Authentication Token");
  }
  const claim = parseAuthorization(authorization);
  if (claim === undefined) {
    throw new AwsFailure(
      "incomplete-signature",
      "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters.",
    );
  }
  const amzHeaders = request.headerLines.map(([name]) => name.toLowerCase()).filter((name) =>
    name.startsWith("x-amz-")
  );
  for (const name of ["host", "x-amz-date", ...amzHeaders]) {
    if (!claim.signedHeaders.includes(name)) {
      throw new AwsFailure(
        "incomplete-signature",
        `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
      );
    }
  }
  const amzDate = headerValue(request, "x-amz-date") ?? "";
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) {
    throw new AwsFailure("incomplete-signature", "Date must be in ISO-8601 'basic format'.");
  }
  return { claim, amzDate, signedAt };
}

function findCredential(request: HttpRequest, claim: SignatureClaim, principals: Principals): Credential {
  const credential = principals.findCredential(claim.accessKeyId);
  const token = headerValue(request, "x-amz-security-token");
  // Credentials of one partition are unknown in every other. A region that is none is refused further on, by its name.
  const partition = partitionOfRegion(claim.region);
  const isForeign = credential !== undefined && partition !== undefined &&
    partition !== principals.partitionOf(credential.principal.account);
  if (credential === undefined || isForeign || !isSameToken(credential.sessionToken, token)) {
    throw new AwsFailure("unknown-key", "The security token included in the request is invalid.");
  }
  return credential;
}

function isSameToken(expected: string | undefined, actual: string | undefined): boolean {
  if (expected === undefined || actual === undefined) return expected === actual;
  const left = new TextEncoder().encode(expected);
  const right = new TextEncoder().encode(actual);
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

function checkDate(
  claim: SignatureClaim,
  dates: { readonly amzDate: string; readonly signedAt: number; readonly now: number },
): void {
  const { amzDate, signedAt, now } = dates;
  if (signedAt < now - MAX_SKEW_MS) {
    const limit = `${formatAmzDate(now - MAX_SKEW_MS)} (${formatAmzDate(now)} - 15 min.)`;
    throw new AwsFailure("bad-signature", `Signature expired: ${amzDate} is now earlier than ${limit}`);
  }
  if (signedAt > now + MAX_SKEW_MS) {
    const limit = `${formatAmzDate(now + MAX_SKEW_MS)} (${formatAmzDate(now)} + 15 min.)`;
    throw new AwsFailure(
      "bad-signature",
      `Signature not yet current: ${amzDate} is still later than ${limit}`,
    );
  }
  if (amzDate.slice(0, 8) !== claim.date) {
    throw new AwsFailure(
      "bad-signature",
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${claim.date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  }
}

function checkScope(claim: SignatureClaim, signingName: string): void {
  if (partitionOfRegion(claim.region) === undefined) {
    throw new AwsFailure(
      "bad-signature",
      `Credential should be scoped to a valid region, not '${claim.region}'. `,
    );
  }
  if (claim.service !== signingName) {
    throw new AwsFailure(
      "bad-signature",
      `Credential should be scoped to correct service: '${signingName}'. `,
    );
  }
}
