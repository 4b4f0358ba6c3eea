import type { SamlAssertion } from "../saml/assertion.ts";
import type { Secret } from "../secret.ts";
import type { IdentityCenter } from "../sso/identity_center.ts";

/** Keys that sign requests to AWS. */
export interface AwsCredentials {
  /** Public: AWS names it in its logs. */
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: Secret;
  /** Present for temporary credentials. */
  readonly sessionToken?: Secret;
  /** When temporary credentials end; absent when they do not, or nobody said. */
  readonly expiresAt?: Date;
  /** The region that they came from, which the next step of a chain uses when it names none. */
  readonly region?: string;
  /** Who they are, as far as AWS told with them. */
  readonly principal?: KnownPrincipal;
}

/** Who AWS says that credentials are. */
export interface KnownPrincipal {
  /** As in GetCallerIdentity. */
  readonly arn?: string;
  /** 12 digits. */
  readonly account?: string;
}

/** What a provider or identity hands to the next step of a chain. New kinds of login add a member. */
export type StepCredentials =
  | ({ readonly kind: "aws" } & AwsCredentials)
  /** A token of IAM Identity Center, which opens permission sets. */
  | {
    readonly kind: "sso";
    readonly accessToken: Secret;
    readonly expiresAt: Date;
    /** Where it came from, and where it opens anything. */
    readonly center: IdentityCenter;
    /** That it may be for another start URL: it opens what is named by an account's id, and by nothing else. */
    readonly startUrlUnknown?: true;
  }
  /** A signed token of another identity provider, which opens roles that trust it. */
  | {
    readonly kind: "web-identity";
    readonly token: Secret;
    readonly provider: string;
    readonly region?: string;
  }
  /** An assertion of a SAML identity provider, which opens the roles that it lists. */
  | {
    readonly kind: "saml";
    readonly assertion: SamlAssertion;
    readonly provider: string;
    readonly region?: string;
    /** How long the session of a role should last, in seconds. */
    readonly durationSeconds?: number;
  };
