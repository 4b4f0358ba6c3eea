import type { AwsErrorCode } from "../../../domain/errors/errors.ts";

/** The content of an SDK error, read without trusting its shape. */
export interface AwsFault {
  /** The AWS error code, or the name of the SDK's error class. */
  readonly name: string;
  readonly message: string;
  /** Whether AWS reported it in its own format: an unreadable response does not count. */
  readonly fromService: boolean;
  /** HTTP status of the last response; undefined without one. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** The code of a network or TLS failure, as Node names it. */
  readonly code?: string | undefined;
  readonly attempts?: number | undefined;
}

/** Reads an error of the SDK, of one of its credential providers, or of the runtime. */
export function readFault(error: unknown): AwsFault {
  const metadata = property(error, "$metadata");
  const name = text(property(error, "name")) ?? "Error";
  return {
    name,
    // SSO-OIDC uses OAuth's names. Reference: RFC 6749, section 5.2.
    message: text(property(error, "error_description")) ?? text(property(error, "message")) ?? "",
    // The SDK names an error without a code `Unknown`, or after the HTTP status: neither comes from AWS.
    fromService: property(error, "$fault") !== undefined && !/^(Unknown(Error)?|NotFound|\d+)$/.test(name),
    status: number(property(metadata, "httpStatusCode")),
    requestId: text(property(metadata, "requestId")),
    code: text(property(error, "code")),
    attempts: number(property(metadata, "attempts")),
  };
}

/**
 * The tolerated clock difference in milliseconds. AWS rejects signatures that are 5 (STS, ECR) to 15 minutes off; the SDK corrects its own
 * clock from 4 minutes on.
 */
export const MAX_SKEW_MS = 4 * 60 * 1000;

/**
 * AWS error codes by their meaning for the user.
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html, and the throttling codes of @smithy/core 3.41.0.
 */
const CODES: readonly (readonly [AwsErrorCode, RegExp])[] = [
  [
    "AWS_THROTTLED",
    /^(Throttl|Request(Limit|Throttl)|TooManyRequests|SlowDown|BandwidthLimit|LimitExceeded|PriorRequestNotComplete|ProvisionedThroughput)/,
  ],
  ["AWS_CLOCK_SKEW", /^(RequestTimeTooSkewed|RequestInTheFuture)/],
  // The portal of IAM Identity Center returns `UnauthorizedException` for an access token that has expired or is invalid.
  ["AWS_CREDENTIALS_EXPIRED", /^(ExpiredToken|RequestExpired|UnauthorizedException$)/],
  [
    "AWS_DENIED",
    /^(AccessDenied|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|AuthFailure|NotAuthorized|Unauthorized|Forbidden|OptInRequired|RegionDisabled)/,
  ],
];

/** Codes that a wrong clock can cause, besides those that say so. */
const SIGNATURE_CODES_REGEXP = /^(InvalidSignature|SignatureDoesNotMatch|RequestExpired|AuthFailure)/;

/** The `code` of the error for a response beyond the limit. */
export const BODY_TOO_LARGE = "ERR_BODY_TOO_LARGE";

/** Node's `code` for an invalid header value, which can only come from the keys here. */
export const INVALID_CHARACTER = "ERR_INVALID_CHAR";

/** A code of the operating system, TLS, a certificate or a proxy. */
const NETWORK_CODE_REGEXP =
  /^(E[A-Z0-9]{2,}|EAI_[A-Z]+|ERR_(TLS|SSL|PROXY|STREAM|HTTP|SOCKET|OSSL)_.*|.*CERT.*|UNABLE_TO_.*|HPE_.*)$/;

/** The message of AWS for a signature with a wrong time. */
const SIGNATURE_TIME_REGEXP = /signature expired|not yet current/i;

/**
 * The meaning of a failure.
 *
 * @param skewMs How far this machine's clock is ahead of AWS, if known.
 * @returns Undefined for a failure that is not related to AWS: a bug.
 */
export function faultKind(
  { name, message, status, code = "", fromService }: AwsFault,
  skewMs: number | undefined,
): AwsErrorCode | undefined {
  if (code === BODY_TOO_LARGE) return "AWS_RESPONSE_INVALID";
  if (code === INVALID_CHARACTER) return "AWS_REJECTED";
  if (NETWORK_CODE_REGEXP.test(code)) return "AWS_UNREACHABLE";
  if (status === undefined) return /^(Timeout|Abort)Error$/.test(name) ? "AWS_UNREACHABLE" : undefined;
  const known = fromService ? CODES.find(([, pattern]) => pattern.test(name))?.[0] : undefined;
  if (known === "AWS_THROTTLED" || status === 429) return "AWS_THROTTLED";
  if (status >= 500) return "AWS_UNREACHABLE";
  const skewed = skewMs !== undefined && Math.abs(skewMs) > MAX_SKEW_MS;
  if (
    fromService && (SIGNATURE_TIME_REGEXP.test(message) || (skewed && SIGNATURE_CODES_REGEXP.test(name)))
  ) {
    return "AWS_CLOCK_SKEW";
  }
  if (known !== undefined) return known;
  if (status === 401 || status === 403) return "AWS_DENIED";
  return fromService ? "AWS_REJECTED" : "AWS_RESPONSE_INVALID";
}

/** Whether AWS rejects the signing keys as unknown or expired. */
export function refusesKeys({ name, fromService }: AwsFault): boolean {
  return fromService &&
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|ExpiredToken|InvalidToken)/.test(name);
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
