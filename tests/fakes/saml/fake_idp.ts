/**
 * A SAML identity provider on loopback, with what companies put in front of AWS: a login form, an MFA page, a session cookie, and the
 * page that posts the response to AWS (HTTP POST binding). What it does is written down in `fake_idp.md`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createSign, generateKeyPairSync } from "node:crypto";

/** What the assertion says. */
export interface AssertionOptions {
  /** Values of the role attribute. */
  readonly roles: readonly string[];
  readonly audience?: string;
  /** Seconds from now until `NotOnOrAfter`; negative for an assertion that has ended. @default {300} */
  readonly lifeSeconds?: number;
  readonly user?: string;
}

/** How it behaves. */
export interface FakeIdpOptions extends AssertionOptions {
  /** Where the response is posted. @default {"https://signin.aws.amazon.com/saml"} */
  readonly postTo?: string;
  /** Forms by themselves, as a person would, by script: what the login form and the MFA page do. @default {true} */
  readonly types?: boolean;
  /** A page in place of the login form. */
  readonly page?: string;
  /** How many characters of padding the posted form has besides. @default {0} */
  readonly padding?: number;
}

/** A running identity provider. */
export class FakeIdp implements AsyncDisposable {
  /** Paths that were requested, in order. */
  readonly requests: string[] = [];
  options: FakeIdpOptions;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** Companies use RSA, whose keys take a quarter of a second to make; AWS is the only one to see the difference. */
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

  constructor(options: FakeIdpOptions) {
    this.options = options;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#serve(request),
    );
  }

  /** Where a login begins. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/app/aws/sso`;
  }

  /** The public key in SPKI form, PEM: what AWS would know of the provider. */
  get publicKey(): string {
    return this.#keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  }

  /** A response, base64, signed with this provider's key. */
  response(options: AssertionOptions = this.options): string {
    const { roles, audience = "urn:amazon:webservices", lifeSeconds = 300, user = "alice@example.com" } =
      options;
    const end = new Date(Date.now() + lifeSeconds * 1000).toISOString();
    const assertion =
      `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0">` +
      `<saml:Issuer>http://127.0.0.1/idp</saml:Issuer>` +
      `<saml:Subject><saml:NameID>${user}</saml:NameID><saml:SubjectConfirmation>` +
      `<saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="https://signin.aws.amazon.com/saml"/>` +
      `</saml:SubjectConfirmation></saml:Subject>` +
      `<saml:Conditions NotOnOrAfter="${end}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience>` +
      `</saml:AudienceRestriction></saml:Conditions><saml:AttributeStatement>` +
      `<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName"><saml:AttributeValue>${user}</saml:AttributeValue></saml:Attribute>` +
      `<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/Role">${
        roles.map((role) => `<saml:AttributeValue>${role}</saml:AttributeValue>`).join("")
      }</saml:Attribute></saml:AttributeStatement></saml:Assertion>`;
    const signature = createSign("sha256").update(assertion).sign(this.#keys.privateKey).toString("base64");
    const xml = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_0" Version="2.0">` +
      `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
      `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>${signature}</SignatureValue></Signature>` +
      `${assertion}</samlp:Response>`;
    return Buffer.from(xml).toString("base64");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #serve(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    this.requests.push(`${request.method} ${pathname}`);
    const isKnown = /(?:^|; )idp_session=good(?:;|$)/.test(request.headers.get("cookie") ?? "");
    switch (`${request.method} ${pathname}`) {
      case "GET /app/aws/sso":
        if (isKnown) return this.#post();
        return page(
          this.options.page ??
            form("/login", `<input name="user"><input name="password" type="password">`, this.#types),
        );
      case "POST /login": {
        const body = await request.formData();
        if (body.get("password") !== "correct horse") return page("Wrong password", 403);
        return page(form("/mfa", `<input name="code">`, this.#types));
      }
      case "POST /mfa": {
        const body = await request.formData();
        if (body.get("code") !== "123456") return page("Wrong code", 403);
        const response = this.#post();
        response.headers.append("set-cookie", "idp_session=good; Path=/; Max-Age=28800; HttpOnly");
        return response;
      }
      default:
        return page("Not found", 404);
    }
  }

  get #types(): boolean {
    return this.options.types ?? true;
  }

  #post(): Response {
    const { postTo = "https://signin.aws.amazon.com/saml", padding = 0 } = this.options;
    return page(
      `<form method="post" action="${postTo}"><input type="hidden" name="SAMLResponse" value="${this.response()}">` +
        `<input type="hidden" name="RelayState" value="${
          "x".repeat(padding)
        }"></form><script>document.forms[0].submit()</script>`,
    );
  }
}

/** A form that a script fills in, in place of a person. */
function form(action: string, fields: string, types: boolean): string {
  const script =
    `<script>const f=document.forms[0];for(const [n,v] of Object.entries({user:"alice",password:"correct horse",code:"123456"}))` +
    `{if(f[n])f[n].value=v}f.submit()</script>`;
  return `<form method="post" action="${action}">${fields}<button>Go on</button></form>${
    types ? script : ""
  }`;
}

function page(body: string, status = 200): Response {
  return new Response(`<!doctype html><html lang="en"><body>${body}</body></html>`, {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}
