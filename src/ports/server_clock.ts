import type { CallOptions } from "./ecr_tokens.ts";

/** The time of a server of AWS. */
export interface ServerTime {
  readonly time: Date;
  /** Who said so. */
  readonly host: string;
}

/** The clock of AWS, which needs no credentials. */
export interface ServerClock {
  /** @throws {AwsError} `AWS_UNREACHABLE`, `AWS_ENDPOINT_REFUSED`, `AWS_RESPONSE_INVALID` when it does not tell the time. */
  now(options: CallOptions): Promise<ServerTime>;
}
