import { AwsError } from "../../domain/errors/errors.ts";
import { type Proxy, type WayOut, wayOut } from "../../domain/network/proxies.ts";
import { extraCertificates, type NamedBundle, type Variables } from "./certificates.ts";
import { NetworkFailure, networkFailure } from "./network_failure.ts";

/** The variables that Deno's own client reads when it is created. */
const PROXY_VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap((name) => [name, name.toLowerCase()]);

/** Where the runtime itself finds certificates. */
const RUNTIME_CERTIFICATE_VARIABLES = ["DENO_CERT", "DENO_TLS_CA_STORE"];

/** Time limit in milliseconds for a connection that is opened before it is needed. */
const OPENING_TIMEOUT_MS = 3000;

/** Settings of a request. Redirects are returned and never followed, as they could send keys elsewhere. */
export interface NetworkRequest {
  readonly method?: string;
  readonly headers?: Headers | Readonly<Record<string, string>>;
  readonly body?: BodyInit | null | undefined;
  readonly signal: AbortSignal;
  /** Certificates to trust where `AWS_CA_BUNDLE` is not set. */
  readonly caBundle?: NamedBundle | undefined;
}

/** A response, and what is needed to explain a broken body. */
export interface NetworkAnswer {
  readonly response: Response;
  readonly proxied: boolean;
}

/**
 * Sends HTTP requests, with connections that are reused. Proxies and certificates come from the environment as we read it: Deno's `fetch`
 * alone would use the variables of the process directly.
 */
export class Network implements Disposable {
  readonly #environment: Variables;
  readonly #clients = new Map<string, Deno.HttpClient>();
  readonly #expected = new Map<string, URL>();
  readonly #opening = new AbortController();
  readonly #certificates = new Map<string, Promise<readonly string[]>>();
  #closed = false;

  constructor(environment: Variables) {
    this.#environment = environment;
  }

  /**
   * Sends a request.
   *
   * @throws {AwsError} `AWS_UNREACHABLE` for a proxy or certificates that cannot be used.
   * @throws {NetworkFailure} If there is no response.
   * @throws The reason of the signal that ended it.
   */
  async fetch(
    url: URL,
    { signal, method = "GET", headers = {}, body = null, caBundle }: NetworkRequest,
  ): Promise<NetworkAnswer> {
    const way = wayOut(url, (name) => this.#environment.get(name));
    const client = await this.#client(way, { signal, caBundle });
    const proxied = way.kind === "proxy";
    this.#expected.delete(url.origin);
    try {
      const asked = fetch(url, { client, redirect: "manual", signal, method, headers, body });
      this.#openExpected(caBundle);
      return { response: await asked, proxied };
    } catch (error) {
      throw signal.aborted ? error : networkFailure(error, proxied);
    }
  }

  /**
   * Announces a later request to a host: a connection is opened while other requests are pending. Its failure only matters when the host is
   * called.
   */
  expect(url: URL): void {
    this.#expected.set(url.origin, url);
  }

  /** Closes all connections. */
  [Symbol.dispose](): void {
    this.#closed = true;
    this.#opening.abort();
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  /** A request without meaning whose response is ignored: HTTP has no other way to open a connection. */
  #openExpected(caBundle: NamedBundle | undefined): void {
    const urls = [...this.#expected.values()];
    this.#expected.clear();
    const signal = AbortSignal.any([this.#opening.signal, AbortSignal.timeout(OPENING_TIMEOUT_MS)]);
    for (const url of urls) {
      this.fetch(url, { method: "HEAD", signal, caBundle })
        .then(({ response }) => response.body?.cancel())
        .catch(() => undefined);
    }
  }

  async #client(
    way: WayOut,
    { signal, caBundle }: Pick<NetworkRequest, "signal" | "caBundle">,
  ): Promise<Deno.HttpClient> {
    if (way.kind === "unusable") throw unusable(way.variable, way.fault);
    const proxy = way.kind === "proxy" ? way.proxy : undefined;
    const caCerts = await this.#trusted(caBundle);
    signal.throwIfAborted();
    // The client may be closed while this is pending.
    if (this.#closed) throw new NetworkFailure("ECONNRESET");
    const key = JSON.stringify([proxy?.variable, caBundle?.path]);
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const made = createClient(caCerts, proxy);
    this.#clients.set(key, made);
    return made;
  }

  #trusted(caBundle: NamedBundle | undefined): Promise<readonly string[]> {
    const key = caBundle?.path ?? "";
    const known = this.#certificates.get(key) ?? extraCertificates(this.#environment, caBundle);
    this.#certificates.set(key, known);
    return known;
  }
}

/**
 * Reads the body of a response, or another stream.
 *
 * @param heard Called for each part that arrives.
 * @returns undefined for a larger one, whose rest is not read.
 */
export async function readBoundedBody(
  { body }: Pick<Response, "body">,
  maxBytes: number,
  heard?: () => void,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    heard?.();
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function createClient(caCerts: readonly string[], proxy: Proxy | undefined): Deno.HttpClient {
  try {
    return withoutProxyVariables(() =>
      Deno.createHttpClient({ caCerts: [...caCerts], http2: false, ...proxyOptions(proxy) })
    );
  } catch (error) {
    if (proxy === undefined || !isClientMade()) throw unusableCertificates(error);
    throw unusable(proxy.variable, "it cannot be used");
  }
}

/** Whether the runtime can create a client at all: its own settings may be wrong, too. */
function isClientMade(): boolean {
  try {
    withoutProxyVariables(() => Deno.createHttpClient({})).close();
    return true;
  } catch {
    return false;
  }
}

function proxyOptions(proxy: Proxy | undefined): Pick<Deno.CreateHttpClientOptions, "proxy"> {
  if (proxy === undefined) return {};
  const { url, login } = proxy;
  const basicAuth = login && { username: login.user, password: login.password.expose() };
  return { proxy: { url, ...(basicAuth === undefined ? {} : { basicAuth }) } };
}

/** Deno adds the proxies of the process' variables to every client that it creates. No other code runs while they are removed. */
function withoutProxyVariables<T>(make: () => T): T {
  const values = PROXY_VARIABLES.map((name) => [name, Deno.env.get(name)] as const);
  try {
    for (const [name, value] of values) if (value !== undefined) Deno.env.delete(name);
    return make();
  } finally {
    for (const [name, value] of values) if (value !== undefined) Deno.env.set(name, value);
  }
}

/** The error for settings that the runtime itself reads when it creates a client. Reference: Deno's manual, "Environment variables". */
function unusableCertificates(cause: unknown): AwsError {
  const names = RUNTIME_CERTIFICATE_VARIABLES.filter((name) => Deno.env.get(name) !== undefined).join(" or ");
  const hint = names === ""
    ? "Check the certificates of this system, and AWS_CA_BUNDLE"
    : `Correct or remove ${names}; AWS_CA_BUNDLE sets certificates for AWS only`;
  const state = cause instanceof Error ? cause.message : "unknown";
  return new AwsError("AWS_UNREACHABLE", `Cannot use the certificates of the runtime: ${state}`, {
    hint,
    cause,
  });
}

function unusable(variable: string, fault: string): AwsError {
  return new AwsError("AWS_UNREACHABLE", `Cannot use the proxy of ${variable}: ${fault}`, {
    hint:
      `Set ${variable} to http://HOST:PORT, with special characters of user and password escaped (%40 for @), or unset it`,
  });
}
