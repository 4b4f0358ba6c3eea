/**
 * What services and protocols say to each other: calls in, results and failures out.
 *
 * @module
 */
import type { HttpReply, HttpRequest } from "../http/loopback_server.ts";

/** A failure that every AWS service knows, under a name and status of its protocol. */
export type CommonFault =
  | "missing-token"
  | "incomplete-signature"
  | "unknown-key"
  | "expired-token"
  | "bad-signature"
  | "denied"
  | "throttled"
  | "unknown-action"
  | "malformed";

/** A failure with a status and code of its own. */
export interface SpecificFault {
  readonly status: number;
  readonly code: string;
}

/** An answer that is an AWS error. */
export class AwsFailure extends Error {
  override readonly name = "AwsFailure";
  readonly fault: CommonFault | SpecificFault;
  /** Extra headers, `retry-after` for one. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    fault: CommonFault | SpecificFault,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.fault = fault;
    this.headers = headers;
  }
}

/** The result of an action: nested objects, lists, strings, numbers and dates. */
export type ResultValue =
  | string
  | number
  | Date
  | undefined
  | readonly ResultValue[]
  | { readonly [key: string]: ResultValue };

/** A whole result. */
export type Result = Readonly<Record<string, ResultValue>>;

/** The parameters of an action as the protocol carries them: JSON values, or the strings of a form. */
export type Input = Readonly<Record<string, unknown>>;

/** How a service writes requests, results and errors on the wire. */
export interface Protocol {
  /** @throws {AwsFailure} When the body cannot be understood. */
  readInput(request: HttpRequest): Input;
  renderResult(action: string, result: Result): HttpReply;
  renderFailure(failure: AwsFailure): HttpReply;
  /** The code that the failure gets in this protocol. */
  codeOf(failure: AwsFailure): string;
}

/** The status and code that a failure gets, given a protocol's table of common ones. */
export function faultFacts(
  failure: AwsFailure,
  table: Readonly<Record<CommonFault, SpecificFault>>,
): SpecificFault {
  return typeof failure.fault === "string" ? table[failure.fault] : failure.fault;
}
