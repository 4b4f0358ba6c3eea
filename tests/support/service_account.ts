/** The cluster of tests. */
export const CLUSTER = "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";
/** A service account, as its token has it. */
export const SUBJECT = "system:serviceaccount:shop:web";
/** The role of its pods. */
export const POD_ROLE = "arn:aws:iam::222233334444:role/pods/web";

/** A token of a service account that nobody has signed. */
export function unsignedToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown): string =>
    new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });
  return `${part({ alg: "none" })}.${part({ iss: CLUSTER, sub: SUBJECT, ...claims })}.signature-of-nobody`;
}
