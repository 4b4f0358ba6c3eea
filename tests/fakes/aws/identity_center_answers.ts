/**
 * What an instance of IAM Identity Center hands out.
 *
 * @module
 */

/** The answer of `StartDeviceAuthorization`. */
export interface DeviceAnswer {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
  readonly expiresIn: number;
  readonly interval: number;
}

/** The answer of `CreateToken`. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** Members to replace in an answer; `undefined` takes one out. */
export type Override<Answer> = { readonly [Name in keyof Answer]?: Answer[Name] | undefined };

/** A session as Atmos' cache file has it: `JSON.stringify` of it is the file. */
export interface IssuedSession {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly region: string;
  readonly startUrl: string;
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: Date;
}
