import { AwsError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/process.ts";

/** The part of the environment that says how the network is reached. */
export type Variables = Pick<Environment, "get">;

/** Variables of other programs that name certificates; a file that is not there is ignored, as these programs do. */
const OPTIONAL_VARIABLES = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

const CERTIFICATE_REGEXP = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

/**
 * The certificates that are trusted besides those of the runtime: the files of `AWS_CA_BUNDLE`, `SSL_CERT_FILE` and
 * `NODE_EXTRA_CA_CERTS`, as PEM.
 *
 * @throws {AwsError} `AWS_UNREACHABLE` when the file of `AWS_CA_BUNDLE` cannot be read or holds no certificate.
 */
export async function extraCertificates(environment: Variables): Promise<readonly string[]> {
  const bundle = environment.get("AWS_CA_BUNDLE") || undefined;
  const others = new Set(OPTIONAL_VARIABLES.flatMap((name) => environment.get(name) || []));
  if (bundle !== undefined) others.delete(bundle);
  const texts = await Promise.all([
    ...(bundle === undefined ? [] : [readBundle(bundle)]),
    ...Array.from(others, (path) => Deno.readTextFile(path).catch(() => "")),
  ]);
  return texts.filter((text) => CERTIFICATE_REGEXP.test(text));
}

async function readBundle(path: string): Promise<string> {
  const unusable = (state: string, cause?: unknown): AwsError =>
    new AwsError("AWS_UNREACHABLE", state, {
      hint: "Let AWS_CA_BUNDLE name a file of PEM certificates, or remove it",
      cause,
    });
  const shown = escapeText(path);
  const text = await Deno.readTextFile(path).catch((cause: unknown) => {
    throw unusable(`Cannot read "${shown}", which AWS_CA_BUNDLE names`, cause);
  });
  if (CERTIFICATE_REGEXP.test(text)) return text;
  throw unusable(`Cannot use "${shown}", which AWS_CA_BUNDLE names: it holds no PEM certificate`);
}
