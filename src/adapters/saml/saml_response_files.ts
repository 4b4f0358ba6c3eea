import { resolve } from "node:path";
import { UsageError } from "../../domain/errors/errors.ts";
import { MAX_SAML_RESPONSE } from "../../domain/saml/saml_response.ts";
import { Secret } from "../../domain/secret.ts";
import { readBoundedBody } from "../http/network.ts";
import type { Environment } from "../../ports/process.ts";
import type { SamlFiles } from "../../ports/browser.ts";

/** The maximum size in bytes: a response, and as much white space again. */
const MAX_BYTES = 2 * MAX_SAML_RESPONSE;

/** Files, pipes, and standard input. */
export class SamlResponseFiles implements SamlFiles {
  readonly #environment: Pick<Environment, "cwd">;

  constructor(environment: Pick<Environment, "cwd">) {
    this.#environment = environment;
  }

  async read(path: string): Promise<Secret> {
    if (path === "-") return new Secret(await text(Deno.stdin.readable, "standard input"));
    try {
      using file = await Deno.open(resolve(this.#environment.cwd, path));
      return new Secret(await text(file.readable, `"${path}"`));
    } catch (cause) {
      if (cause instanceof UsageError) throw cause;
      throw unreadable(`"${path}"`, "it does not exist or is not readable", cause);
    }
  }
}

async function text(body: ReadableStream<Uint8Array<ArrayBuffer>>, name: string): Promise<string> {
  const bytes = await readBoundedBody({ body }, MAX_BYTES);
  if (bytes === undefined) throw unreadable(name, "it is too large for a SAML response");
  return new TextDecoder().decode(bytes);
}

function unreadable(name: string, state: string, cause?: unknown): UsageError {
  return new UsageError(`Cannot read the SAML response from ${name}: ${state}`, {
    hint:
      "Use a file with the base64 response that the identity provider posts to AWS, or - for standard input",
    cause,
  });
}
