import { readFile } from "node:fs/promises";
import { AwsError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/environment.ts";

/** Options of `node:https`' agent. */
export interface TlsOptions {
  /** The proxy, in the variables that `node:https` reads. Reference: https://nodejs.org/api/http.html#built-in-proxy-support */
  readonly proxyEnv: { readonly HTTPS_PROXY?: string; readonly NO_PROXY: string };
  /** PEM certificates that replace those of the runtime. */
  readonly ca?: string;
}

/** Hosts that are never asked through a proxy, as in Go. */
const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * How https connections are made: through `HTTPS_PROXY` but for the hosts of `NO_PROXY`, trusting the certificates in
 * `AWS_CA_BUNDLE`. The SDK for JavaScript knows none of them; the AWS CLI and the Go SDK, and so Atmos, know all.
 *
 * @throws {AwsError} `AWS_UNREACHABLE` when the bundle cannot be read.
 */
export async function readTlsOptions(environment: Environment): Promise<TlsOptions> {
  const proxy = environment.get("https_proxy") || environment.get("HTTPS_PROXY");
  const except = environment.get("no_proxy") || environment.get("NO_PROXY");
  const bundle = environment.get("AWS_CA_BUNDLE");
  return {
    proxyEnv: {
      ...(proxy ? { HTTPS_PROXY: proxy } : {}),
      NO_PROXY: [...(except ? [except] : []), ...LOCAL_HOSTS].join(","),
    },
    ...(bundle ? { ca: await readBundle(bundle) } : {}),
  };
}

async function readBundle(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new AwsError("AWS_UNREACHABLE", `Cannot read "${escapeText(path)}", which AWS_CA_BUNDLE names`, {
      hint: "Let AWS_CA_BUNDLE name a file of PEM certificates, or remove it",
      cause,
    });
  }
}
