import { AtmosEcrError, AwsError, CancelledError } from "../../../domain/errors/errors.ts";
import {
  type AwsFault,
  faultKind,
  INVALID_CHARACTER,
  MAX_SKEW_MS,
  readFault,
  refusesKeys,
} from "../transport/aws_fault.ts";
import type { CallTrace } from "../transport/transport.ts";
import { type AwsSecrets, awsWords } from "./aws_words.ts";

const CHECK_NETWORK = "Check the network, the VPN and HTTPS_PROXY, then try again";
const CHECK_ENDPOINT = "Check AWS_ENDPOINT_URL and proxies, then try again";

/** A call to AWS, as its failures describe it. */
export interface AwsCall {
  /** What follows `Cannot`, up to the subject: `get an ECR token for`. */
  readonly action: string;
  /** The object: a host, a role. Shown in quotes. */
  readonly subject?: string | undefined;
  /** The hint if AWS denies access. */
  readonly deniedHint: string;
  /** The hint if it depends on the error of AWS; undefined for the usual one. */
  readonly hintFor?: ((fault: AwsFault) => string | undefined) | undefined;
  readonly secrets: AwsSecrets;
}

/** What a failure message needs. */
export type CallWords = Pick<AwsCall, "action" | "subject">;

/** What ended a call, and what it observed. */
interface FailureContext {
  readonly call: AwsCall;
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** Milliseconds since the call began. */
  readonly elapsedMs: number;
  readonly now: Date;
}

/**
 * Translates a failure of the SDK. The original error becomes the `cause`: it contains the raw response, and is never shown.
 *
 * @returns An {@linkcode AwsError}; a {@linkcode CancelledError} if the signal's reason is one; any other error unchanged, since it is a
 * bug.
 */
export function mapFailure(error: unknown, context: FailureContext): unknown {
  const { call, signal, trace, now } = context;
  if (signal.aborted) return endedBySignal(context);
  if (error instanceof AtmosEcrError) return error;
  if (trace.refusal !== undefined) return trace.refusal;
  const fault = readFault(error);
  const skewMs = trace.serverTime === undefined ? undefined : now.getTime() - trace.serverTime.getTime();
  const kind = faultKind(fault, skewMs);
  if (kind === undefined) return error;
  const { status = 0, attempts = 1 } = fault;
  const words = awsWords(fault, call.secrets);
  const times = attempts === 1 ? "once" : `${attempts} times`;
  const fail = (state: string, hint: string): AwsError =>
    new AwsError(kind, `${opening(call)}: ${state}`, {
      hint: fault.fromService ? call.hintFor?.(fault) ?? hint : hint,
      cause: error,
      keysRefused: refusesKeys(fault),
    });
  switch (kind) {
    case "AWS_CREDENTIALS_EXPIRED":
      return fail(`the credentials have expired (${words})`, "Log in again, then try again");
    case "AWS_CLOCK_SKEW":
      return fail(
        `${describeSkew(skewMs)} (${words})`,
        "Set this machine's clock, or enable time synchronization",
      );
    case "AWS_THROTTLED":
      return fail(
        `AWS throttled the request ${times} (${words})`,
        "Wait a minute, then try again with fewer parallel requests",
      );
    case "AWS_DENIED":
      return fail(`AWS denied access (${words})`, deniedHint(fault, call));
    case "AWS_UNREACHABLE":
      if (status >= 500) {
        return fail(
          `AWS failed ${times} (HTTP ${status}${fault.fromService ? `, ${words}` : ""})`,
          "Wait a minute, then try again",
        );
      }
      return fail(...networkWords(fault, trace.host));
    case "AWS_RESPONSE_INVALID":
      return fail(
        status >= 300 && status < 400
          ? `the response is a redirect, which is not followed (${words})`
          : `the response is not from AWS (${words})`,
        CHECK_ENDPOINT,
      );
    default:
      if (fault.code === INVALID_CHARACTER) {
        return fail(
          "the access key or the session token contains a character that is not allowed in a request",
          "Check the keys for line breaks and for non-ASCII characters",
        );
      }
      return fail(`AWS rejected the request (${words})`, "Check the values that the message mentions");
  }
}

/** `Cannot get an ECR token for "…"`: the start of every message. */
export function opening({ action, subject }: CallWords): string {
  return subject === undefined ? `Cannot ${action}` : `Cannot ${action} "${subject}"`;
}

/** `AWS_RESPONSE_INVALID` for a response without what it should contain. @param state The end of the message. */
export function invalidResponse(call: CallWords, state: string): AwsError {
  return new AwsError("AWS_RESPONSE_INVALID", `${opening(call)}: ${state}`, { hint: CHECK_ENDPOINT });
}

/** The error of an aborted call: by the user, or by a deadline. */
function endedBySignal({ call, signal, trace, elapsedMs }: FailureContext): AtmosEcrError {
  const reason: unknown = signal.reason;
  if (reason instanceof CancelledError) return reason;
  // The reason of `AbortController.abort()` without arguments: a cancellation, not a deadline.
  if (reason instanceof DOMException && reason.name === "AbortError") {
    return new CancelledError(undefined, { cause: reason });
  }
  const host = trace.host === undefined ? "AWS" : `"${trace.host}"`;
  const seconds = elapsedMs < 950
    ? Math.max(1, Math.round(elapsedMs / 100)) / 10
    : Math.round(elapsedMs / 1000);
  const state = elapsedMs < 10
    ? "there was no time left to call AWS"
    : `${host} did not respond within ${seconds} s`;
  return new AwsError("AWS_UNREACHABLE", `${opening(call)}: ${state}`, {
    hint: CHECK_NETWORK,
    cause: reason,
  });
}

/** Hints that only depend on the code. */
function deniedHint({ name, fromService }: AwsFault, call: AwsCall): string {
  if (!fromService) return `If a proxy sent this response, check HTTPS_PROXY. ${call.deniedHint}`;
  if (/^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId)/.test(name)) {
    return "Check that the access key exists, is active, and belongs to the partition of the region";
  }
  if (/^(SignatureDoesNotMatch|InvalidSignature)/.test(name)) {
    return "Check that the secret access key belongs to the access key, and that no proxy changes requests";
  }
  if (/^(RegionDisabled|OptInRequired)/.test(name)) {
    return "Enable the region in the account, or use another region";
  }
  return call.deniedHint;
}

/**
 * The difference between the clocks, in words.
 *
 * @param skewMs Milliseconds that this machine's clock is ahead of AWS; undefined if AWS did not report its time.
 */
function describeSkew(skewMs: number | undefined): string {
  if (skewMs === undefined || Math.abs(skewMs) <= MAX_SKEW_MS) {
    return "this machine's clock and that of AWS differ too much";
  }
  const side = skewMs > 0 ? "ahead of" : "behind";
  return `this machine's clock is ${duration(Math.abs(skewMs))} ${side} that of AWS`;
}

function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Why a host could not be reached. @param host The host, if a connection was attempted. */
function networkWords(
  { code = "", name }: AwsFault,
  host: string | undefined,
): readonly [state: string, hint: string] {
  const shown = host === undefined ? "AWS" : `"${host}"`;
  if (/^(ENOTFOUND|EAI_)/.test(code)) {
    return [
      `the host name ${shown} cannot be resolved`,
      "Check the region, the network, the DNS and the VPN, then try again",
    ];
  }
  if (code === "ECONNREFUSED") return [`${shown} refused the connection`, CHECK_NETWORK];
  if (/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code)) {
    return [`there is no route to ${shown}`, CHECK_NETWORK];
  }
  if (code === "ERR_PROXY_AUTH") {
    return [
      `the proxy rejected the user and password (HTTP 407) for a connection to ${shown}`,
      "Set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT, with special characters escaped (%40 for @)",
    ];
  }
  if (code.startsWith("ERR_PROXY")) {
    return [
      `the proxy did not open a connection to ${shown} (${code})`,
      "Check HTTPS_PROXY, its user and password, and NO_PROXY; a proxy is an http:// or https:// URL",
    ];
  }
  if (/CERT|^UNABLE_TO_|^ERR_(TLS|SSL|OSSL)/.test(code)) {
    return [
      `the certificate of ${shown} cannot be trusted (${code})`,
      "Behind a proxy that inspects TLS, set AWS_CA_BUNDLE to the PEM file of its certificate",
    ];
  }
  if (code === "ETIMEDOUT" || (code === "" && name === "TimeoutError")) {
    return [`${shown} did not respond in time`, CHECK_NETWORK];
  }
  return [`the connection to ${shown} was interrupted${code === "" ? "" : ` (${code})`}`, CHECK_NETWORK];
}
