import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { StsOptions } from "./security_token_service.ts";

/** Whom credentials stand for. */
export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  /** AWS' own id of the user, or of the role and its session. */
  readonly userId: string;
}

/** AWS STS, as far as it says who somebody is. */
export interface CallerIdentities {
  /** Asks for whom credentials stand. No policy can deny it. @throws {AwsError} Every `AWS_*` code. */
  getCallerIdentity(credentials: AwsCredentials, options: StsOptions): Promise<CallerIdentity>;
}
