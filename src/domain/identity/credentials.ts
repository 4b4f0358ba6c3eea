import type { SamlAssertion } from "../saml/saml_response.ts";
import type { Secret } from "../secret.ts";
import type { IdentityCenter } from "../sso/identity_center.ts";

/** Keys that sign requests to AWS. */
export interface AwsCredentials {
  /** Not secret: AWS shows it in its logs. */
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: Secret;
  /** Present for temporary credentials. */
  readonly sessionToken?: Secret;
  /** The expiry of temporary credentials; absent if they do not expire, or if it is unknown. */
  readonly expiresAt?: Date;
  /** The region that issued them, which is the default of the next step of a chain. */
  readonly region?: string;
  /** Their principal, if AWS reported it with them. */
  readonly principal?: KnownPrincipal;
}

/** The principal that AWS reported. */
export interface KnownPrincipal {
  /** As in GetCallerIdentity. */
  readonly arn?: string;
  /** 12 digits. */
  readonly account?: string;
}

/** What a provider or identity passes to the next step of a chain. New kinds of login add a member. */
export type StepCredentials =
  | ({ readonly kind: "aws" } & AwsCredentials)
  /** A token of IAM Identity Center, which provides permission sets. */
  | {
    readonly kind: "sso";
    readonly accessToken: Secret;
    readonly expiresAt: Date;
    /** Where it came from, and where it is valid. */
    readonly center: IdentityCenter;
    /** It may be for another start URL: only used for accounts specified by id. */
    readonly startUrlUnknown?: true;
  }
  /** A signed token of another identity provider, for roles that trust it. */
  | {
    readonly kind: "web-identity";
    readonly token: Secret;
    readonly provider: string;
    readonly region?: string;
  }
  /** An assertion of a SAML identity provider, for the roles that it lists. */
  | {
    readonly kind: "saml";
    readonly assertion: SamlAssertion;
    readonly provider: string;
    readonly region?: string;
    /** The duration of a role's session, in seconds. */
    readonly durationSeconds?: number;
  };

/** A session with less time left is renewed on the next use, in milliseconds. Reference: `pkg/auth/manager.go` of Atmos */
const EXPIRING_MS = 15 * 60_000;

/** The state of a session by its expiry. */
export function sessionState(expiresAt: Date, now: Date): "valid" | "expiring" | "expired" {
  const left = expiresAt.getTime() - now.getTime();
  return left <= 0 ? "expired" : left <= EXPIRING_MS ? "expiring" : "valid";
}
