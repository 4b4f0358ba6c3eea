import { AwsError } from "../../domain/errors/errors.ts";
import type { Environment } from "../../ports/process.ts";
import { readRegularText } from "../fs/regular_read.ts";

/** The part of the environment that determines the network configuration. */
export type Variables = Pick<Environment, "get">;

/** Variables of other programs that name certificates; a missing file is ignored, as in these programs. */
const OPTIONAL_VARIABLES = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

/** A PEM block, from its first line to its last, or to the next one if the last is missing. Reference: RFC 7468. */
const BLOCK_REGEXP =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)(-----END (?:X509 |TRUSTED )?CERTIFICATE-----)?/g;

/** The tag of a DER SEQUENCE, the start of every certificate. Reference: X.690, 8.9. */
const SEQUENCE = 0x30;

/** Where a bundle of certificates is named besides `AWS_CA_BUNDLE`: a path that is not empty, and what messages call it. */
export interface NamedBundle {
  readonly path: string;
  /** Follows `set in`, already escaped. */
  readonly place: string;
}

/**
 * The certificates that are trusted in addition to those of the runtime: the files of `AWS_CA_BUNDLE`, else of a profile's `ca_bundle`, and
 * of `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`, as PEM. A damaged certificate in the last two is skipped, as in OpenSSL and Node.js.
 *
 * @throws {AwsError} `AWS_UNREACHABLE` if the file of `AWS_CA_BUNDLE` or `ca_bundle` cannot be read, contains no certificate or a damaged one.
 */
export async function extraCertificates(
  environment: Variables,
  named?: NamedBundle,
): Promise<readonly string[]> {
  const path = environment.get("AWS_CA_BUNDLE") || undefined;
  const bundle = path === undefined ? named : { path, place: "AWS_CA_BUNDLE" };
  const others = new Set(OPTIONAL_VARIABLES.flatMap((name) => environment.get(name) || []));
  if (bundle !== undefined) others.delete(bundle.path);
  const texts = await Promise.all([
    ...(bundle === undefined ? [] : [readBundle(bundle)]),
    ...Array.from(others, (path) => readRegularText(path).catch(() => "")),
  ]);
  return texts.flatMap((text) => certificatesIn(text).filter((block) => block !== undefined));
}

/** The certificates of a file; undefined for each damaged one, which would break every connection without a reason. */
function certificatesIn(text: string): readonly (string | undefined)[] {
  return Array.from(text.matchAll(BLOCK_REGEXP), ([block, body = "", end]) => {
    try {
      return end !== undefined && Uint8Array.fromBase64(body)[0] === SEQUENCE ? block : undefined;
    } catch {
      return undefined;
    }
  });
}

async function readBundle({ path, place }: NamedBundle): Promise<string> {
  const unusable = (state: string, cause?: unknown): AwsError =>
    new AwsError("AWS_UNREACHABLE", state, {
      hint: place === "AWS_CA_BUNDLE"
        ? "Set AWS_CA_BUNDLE to a file of PEM certificates, or unset it"
        : "Name a file of PEM certificates there, or remove it",
      cause,
    });
  const text = await readRegularText(path).catch((cause: unknown) => {
    throw unusable(`Cannot read "${path}", set in ${place}`, cause);
  });
  const certificates = certificatesIn(text);
  const damaged = certificates.indexOf(undefined);
  if (certificates.length > 0 && damaged < 0) return text;
  const state = damaged < 0
    ? "it contains no PEM certificate"
    : `certificate ${damaged + 1} in it is invalid`;
  throw unusable(`Cannot use "${path}", set in ${place}: ${state}`);
}
