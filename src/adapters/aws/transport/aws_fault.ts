/** The content of an SDK error, read without trusting its shape. */
export interface AwsFault {
  /** The AWS error code, or the name of the SDK's error class. */
  readonly name: string;
  readonly message: string;
  /** Whether AWS reported it in its own format: an unreadable response does not count. */
  readonly fromService: boolean;
  /** HTTP status of the last response; undefined without one. */
  readonly status?: number;
  /** The AWS request ID. */
  readonly requestId?: string;
  /** The code of a network or TLS failure, as Node names it. */
  readonly code?: string;
  /** The number of attempts. */
  readonly attempts?: number;
}

/** Reads an error of the SDK, of one of its credential providers, or of the runtime. */
export function readFault(error: unknown): AwsFault {
  const metadata = property(error, "$metadata");
  const name = text(property(error, "name")) ?? "Error";
  const status = number(property(metadata, "httpStatusCode"));
  const requestId = text(property(metadata, "requestId"));
  const code = text(property(error, "code"));
  const attempts = number(property(metadata, "attempts"));
  return {
    name,
    // SSO-OIDC uses OAuth's names. Reference: RFC 6749, section 5.2.
    message: text(property(error, "error_description")) ?? text(property(error, "message")) ?? "",
    // The SDK names an error without a code `Unknown`, or after the HTTP status: neither comes from AWS.
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
