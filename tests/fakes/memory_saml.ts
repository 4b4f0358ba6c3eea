import type { SamlPorts } from "../../src/app/identities/saml/saml_step.ts";
import type { SamlReading, SamlSignIn, SamlSignInRequest } from "../../src/ports/browser.ts";
import { Secret } from "../../src/domain/secret.ts";

/** A SAML login in memory: what the browser ends with, and what the assertion says. */
export class MemorySaml implements SamlPorts {
  /** How often, and how, a person was sent to the browser. */
  readonly signIns: SamlSignInRequest[] = [];
  /** Contents of files by path. */
  readonly texts = new Map<string, string>();
  /** Responses that were read. */
  readonly read: string[] = [];
  end: SamlSignIn = { kind: "response", response: new Secret("from the browser") };
  reading: SamlReading = { kind: "invalid", state: "it is empty" };

  readonly browser = {
    signIn: (request: SamlSignInRequest): Promise<SamlSignIn> => {
      this.signIns.push(request);
      return Promise.resolve(this.end);
    },
  };
  readonly assertions = {
    read: (response: Secret): Promise<SamlReading> => {
      this.read.push(response.expose());
      return Promise.resolve(this.reading);
    },
  };
  readonly files = {
    read: (path: string): Promise<Secret> => Promise.resolve(new Secret(this.texts.get(path) ?? "")),
  };

  /** Makes the assertion offer roles through one provider. */
  offer(...roleArns: readonly string[]): void {
    this.reading = {
      kind: "assertion",
      assertion: {
        encoded: new Secret("PHNhbWw+"),
        roles: roleArns.map((roleArn) => ({
          roleArn,
          providerArn: `arn:aws:iam::${roleArn.split(":")[4]}:saml-provider/corp`,
        })),
      },
    };
  }
}
