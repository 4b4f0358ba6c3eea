import { type Fields, parseFields } from "../../../domain/files/json_fields.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";
import { readBoundedBody } from "../../http/network.ts";
import { withTimeLimit } from "../../process/time_limit.ts";
import { NetworkFailure } from "../../http/network_failure.ts";
import type { SourceContext } from "./source_context.ts";

/** The maximum size of a response, in bytes; a larger one counts as empty. */
const MAX_BYTES = 64 * 1024;

/** The result of a request. */
export type MetadataAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly text: string }
  /** No connection could be made. */
  | { readonly kind: "unreachable" }
  /** The request was accepted, but not answered completely. */
  | { readonly kind: "silent" };

/** Requests metadata from a local service, never through a proxy, and without retries. @throws The reason of the signal. */
export async function requestMetadata(
  { url, method = "GET", headers, timeoutMs }: {
    readonly url: URL;
    readonly method?: "GET" | "PUT";
    readonly headers: Readonly<Record<string, string>>;
    /** Milliseconds until the response must be complete. */
    readonly timeoutMs: number;
  },
  { network, signal }: Pick<SourceContext, "network" | "signal">,
): Promise<MetadataAnswer> {
  signal.throwIfAborted();
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    const ended = AbortSignal.any([signal, timeout.signal]);
    const { response } = await network.fetch(url, { method, headers, signal: ended });
    const body = await readBoundedBody(response, MAX_BYTES);
    return { kind: "answer", status: response.status, text: new TextDecoder().decode(body) };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.signal.aborted) return { kind: "silent" };
    if (!(error instanceof NetworkFailure) && !(error instanceof TypeError)) throw error;
    return { kind: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whether a service accepts connections at a URL: usually there is none, and one that accepts but never responds has another cause.
 *
 * @throws The reason of the signal.
 */
export async function takesConnections(url: URL, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  const connected = Deno.connect({
    hostname: url.hostname.replaceAll(/^\[|\]$/g, ""),
    port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
    // A late connection is closed as well.
  }).then((connection) => {
    connection.close();
    return true;
  }, () => false);
  return await withTimeLimit(connected, { timeoutMs, signal }, false);
}

/**
 * Parses the credentials of a container or instance service; undefined for anything else.
 * Reference: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 */
export function readMetadataCredentials(text: string): AwsCredentials | undefined {
  const answer = parseFields(text);
  const accessKeyId = textField(answer, "AccessKeyId");
  const secretAccessKey = textField(answer, "SecretAccessKey");
  const token = textField(answer, "Token");
  const expiresAt = new Date(textField(answer, "Expiration") ?? "");
  if (accessKeyId === undefined || secretAccessKey === undefined || token === undefined) return undefined;
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(token),
    ...(Number.isNaN(expiresAt.getTime()) ? {} : { expiresAt }),
  };
}

/** A non-empty text field of a JSON object. */
export function textField(fields: Fields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
