import type { ConfigSelection } from "../../src/ports/config.ts";

/** A provider, in one line. */
export const SSO =
  `sso: {kind: aws/iam-identity-center, start_url: "https://a.awsapps.com/start", region: us-east-1}`;
/** A permission set of it by name, in one line. */
export const SET = (name: string): string =>
  `{kind: aws/permission-set, via: {provider: sso}, principal: {name: ${name}, account: {id: "111111111111"}}}`;

/** A usual file, with more at its end or in place of something. */
export const usual = (more = "", realm = "realm: r"): string =>
  `${more}\nauth:\n  ${realm}\n  providers:\n    ${SSO}\n  identities:\n    dev: ${SET("Admin")}\n`;

/** Files that Atmos reads alike or unlike. */
export interface Kind {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly selection?: Partial<ConfigSelection>;
  /** What is said of Atmos, in this order; none where both read alike. */
  readonly told: readonly RegExp[];
}
