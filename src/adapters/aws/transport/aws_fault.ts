/** What an error of the SDK says, read without trusting its shape. */
export interface AwsFault {
  /** AWS' own code, or the name of the SDK's error class. */
  readonly name: string;
  readonly message: string;
  /** Whether AWS said so in its own form: an answer that could not be read does not count. */
  readonly fromService: boolean;
  /** HTTP status of the last answer; undefined when there was none. */
  readonly status?: number;
  /** AWS' id of the request. */
  readonly requestId?: string;
  /** Code of a failure of the network or of TLS, as Node names them. */
  readonly code?: string;
  /** How often the request was made. */
  readonly attempts?: number;
}

/** Reads what the SDK, one of its credential providers or the runtime threw. */
export function readFault(error: unknown): AwsFault {
  const metadata = property(error, "$metadata");
  const name = text(property(error, "name")) ?? "Error";
  const status = number(property(metadata, "httpStatusCode"));
  const requestId = text(property(metadata, "requestId"));
  const code = text(property(error, "code"));
  const attempts = number(property(metadata, "attempts"));
  return {
    name,
    // SSO-OIDC says it in OAuth's words. Reference: RFC 6749, section 5.2.
    message: text(property(error, "error_description")) ?? text(property(error, "message")) ?? "",
    // The SDK calls an error without a code `Unknown`, or after the HTTP status: that is no word of AWS.
    fromService: property(error, "$fault") !== undefined && !/^(Unknown(Error)?|NotFound|\d+)$/.test(name),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(code === undefined ? {} : { code }),
    ...(attempts === undefined ? {} : { attempts }),
  };
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
