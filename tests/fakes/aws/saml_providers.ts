import { createVerify } from "node:crypto";

/** A SAML provider of an account: what vouches for assertions there. */
export interface SamlProvider {
  readonly arn: string;
  /** PEM. */
  readonly publicKey: string;
}

/** What STS reads in a response. */
export interface SamlFacts {
  readonly notOnOrAfter: number;
  readonly audience: string;
  readonly roles: readonly string[];
  readonly sessionName: string;
}

/** Reads a response as `tests/fakes/saml/fake_idp.ts` writes it; undefined when it is none. */
export function readSamlFacts(xml: string): SamlFacts | undefined {
  const attribute = (name: string): string =>
    xml.split(`Name="https://aws.amazon.com/SAML/Attributes/${name}">`)[1]?.split("</saml:Attribute>")[0] ??
      "";
  const values = (name: string): string[] =>
    [...attribute(name).matchAll(/<saml:AttributeValue>([^<]*)</g)].map(([, value]) => value ?? "");
  const end = Date.parse(/<saml:Conditions NotOnOrAfter="([^"]*)"/.exec(xml)?.[1] ?? "");
  const [sessionName] = values("RoleSessionName");
  if (Number.isNaN(end) || sessionName === undefined) return undefined;
  return {
    notOnOrAfter: end,
    audience: /<saml:Audience>([^<]*)</.exec(xml)?.[1] ?? "",
    roles: values("Role"),
    sessionName,
  };
}

/** Whether the assertion in a response was signed with a provider's key. */
export function isSamlSignedBy(xml: string, publicKey: string): boolean {
  const assertion = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? "";
  const signature = /<SignatureValue>([^<]*)</.exec(xml)?.[1] ?? "";
  return createVerify("sha256").update(assertion).verify(publicKey, signature, "base64");
}
