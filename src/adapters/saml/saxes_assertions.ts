import type { SaxesAttributeNS, SaxesParser, SaxesTagNS } from "saxes";
import {
  AWS_AUDIENCES,
  isSignInPage,
  MAX_SAML_RESPONSE,
  readRoleValue,
  ROLE_ATTRIBUTE,
  type SamlRole,
} from "../../domain/saml/saml_response.ts";
import { Secret } from "../../domain/secret.ts";
import type { SamlAssertions, SamlReading } from "../../ports/browser.ts";

/** Reference: Assertions and Protocols for SAML 2.0, section 2. */
const ASSERTION_NAMESPACE = "urn:oasis:names:tc:SAML:2.0:assertion";
const PROTOCOL_NAMESPACE = "urn:oasis:names:tc:SAML:2.0:protocol";
/** The `StatusCode` of a successful login. Reference: the same, section 3.2.2.2. */
const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

const BASE64_REGEXP = /^[A-Za-z0-9+/]+={0,2}$/;

/** The part of an XML text that AWS and this program use. */
interface Facts {
  readonly root: string;
  readonly status: string | undefined;
  readonly isEncrypted: boolean;
  readonly roleValues: readonly string[];
  readonly audiences: readonly string[];
  readonly ends: readonly string[];
}

/** Parses SAML responses with `saxes`, which supports no external entities. It is loaded with the first response. */
export class SaxesAssertions implements SamlAssertions {
  async read(response: Secret): Promise<SamlReading> {
    const encoded = response.expose().replaceAll(/\s+/g, "");
    if (encoded === "") return invalid("it is empty");
    if (encoded.length > MAX_SAML_RESPONSE) {
      return invalid(`it has more than ${MAX_SAML_RESPONSE.toLocaleString("en")} characters`);
    }
    const text = decode(encoded);
    if (text === undefined) return invalid("it is not base64");
    const { SaxesParser } = await import("./saxes.ts");
    const facts = parse(text, new SaxesParser({ xmlns: true, position: false }));
    if (facts === undefined) return invalid("it is not XML");
    if (facts.root !== `${PROTOCOL_NAMESPACE} Response`) return invalid("it is not a SAML 2.0 response");
    if (facts.status !== undefined && facts.status !== SUCCESS) {
      return invalid("the identity provider reports a failed login");
    }
    if (facts.isEncrypted) return invalid("its assertion is encrypted, and its roles cannot be read");
    const isForAws = facts.audiences.some((one) => AWS_AUDIENCES.includes(one) || isSignInPage(one));
    if (facts.audiences.length > 0 && !isForAws) return invalid("its audience is not AWS");
    const roles = facts.roleValues.map(readRoleValue).filter((role): role is SamlRole => role !== undefined);
    if (roles.length === 0) return invalid("it contains no AWS role");
    const expiresAt = earliest(facts.ends);
    const end = expiresAt === undefined ? {} : { expiresAt };
    return { kind: "assertion", assertion: { encoded: new Secret(encoded), roles, ...end } };
  }
}

function invalid(state: string): SamlReading {
  return { kind: "invalid", state };
}

function decode(encoded: string): string | undefined {
  if (!BASE64_REGEXP.test(encoded)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(encoded));
  } catch {
    return undefined;
  }
}

function earliest(times: readonly string[]): Date | undefined {
  const known = times.map((time) => Date.parse(time)).filter((time) => !Number.isNaN(time));
  return known.length === 0 ? undefined : new Date(Math.min(...known));
}

function parse(text: string, parser: SaxesParser<{ xmlns: true; position: false }>): Facts | undefined {
  const path: string[] = [];
  const attributes: string[] = [];
  const facts = {
    root: "",
    status: undefined as string | undefined,
    isEncrypted: false,
    roleValues: [] as string[],
    audiences: [] as string[],
    ends: [] as string[],
  };
  let content = "";
  let isBroken = false;
  const reject = (): void => {
    isBroken = true;
  };
  parser.on("error", reject);
  // A document type could define entities and other texts: no identity provider sends one.
  parser.on("doctype", reject);
  parser.on("opentag", (tag: SaxesTagNS) => {
    const name = `${tag.uri} ${tag.local}`;
    if (path.length === 0) facts.root = name;
    path.push(name);
    content = "";
    const value = (attribute: string): string | undefined =>
      (tag.attributes[attribute] as SaxesAttributeNS | undefined)?.value;
    if (name === `${PROTOCOL_NAMESPACE} StatusCode` && path.length === 3) facts.status = value("Value");
    if (name === `${ASSERTION_NAMESPACE} EncryptedAssertion`) facts.isEncrypted = true;
    if (name === `${ASSERTION_NAMESPACE} Attribute`) attributes.push(value("Name") ?? "");
    if (
      name === `${ASSERTION_NAMESPACE} Conditions` ||
      name === `${ASSERTION_NAMESPACE} SubjectConfirmationData`
    ) facts.ends.push(value("NotOnOrAfter") ?? "");
  });
  parser.on("text", (piece) => content += piece);
  parser.on("cdata", (piece) => content += piece);
  parser.on("closetag", () => {
    const name = path.pop();
    if (name === `${ASSERTION_NAMESPACE} AttributeValue` && attributes.at(-1) === ROLE_ATTRIBUTE) {
      facts.roleValues.push(content.trim());
    }
    if (name === `${ASSERTION_NAMESPACE} Attribute`) attributes.pop();
    if (name === `${ASSERTION_NAMESPACE} Audience`) facts.audiences.push(content.trim());
    content = "";
  });
  parser.write(text).close();
  return isBroken ? undefined : facts;
}
