import type { Secret } from "../../domain/secret.ts";
import type { SamlAssertions, SamlReading } from "../../ports/browser.ts";

/** {@linkcode SaxesAssertions}, whose parser is loaded with the first response. */
export class LazySamlAssertions implements SamlAssertions {
  async read(response: Secret): Promise<SamlReading> {
    const { SaxesAssertions } = await import("./saxes_assertions.ts");
    return await new SaxesAssertions().read(response);
  }
}
