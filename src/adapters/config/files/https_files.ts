import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { AwsError } from "../../../domain/errors/errors.ts";
import { isLoopbackHost } from "../../../domain/trust/aws_hosts.ts";
import type { RemoteAnswer, RemoteFiles } from "../../../ports/config.ts";
import { Network, readBoundedBody } from "../../http/network.ts";
import { RAW_GITHUB_HOST } from "./remote_url.ts";

/** The variables that may contain a GitHub token; the first that is set is used. Reference: `pkg/config/load.go` of Atmos. */
const TOKEN_VARIABLES = ["ATMOS_PRO_GITHUB_TOKEN", "ATMOS_GITHUB_TOKEN", "GITHUB_TOKEN"] as const;

/** Files by https, one request each, without a cache. */
export class HttpsFiles implements RemoteFiles {
  readonly #variable: (name: string) => string | undefined;
  readonly #timeoutMs: number;
  readonly #interrupted: AbortSignal | undefined;

  /** @param variable Reads a variable of the real environment. */
  constructor(
    variable: (name: string) => string | undefined,
    { timeoutMs = CONFIG_LIMITS.remoteMs, signal }: {
      readonly timeoutMs?: number | undefined;
      readonly signal?: AbortSignal | undefined;
    } = {},
  ) {
    this.#variable = variable;
    this.#timeoutMs = timeoutMs;
    this.#interrupted = signal;
  }

  async read(url: string): Promise<RemoteAnswer> {
    const parsed = URL.parse(url);
    if (parsed === null) return failed("it is not a URL");
    const refused = refusal(parsed);
    if (refused !== undefined) return failed(refused);
    const late = AbortSignal.timeout(this.#timeoutMs);
    const signal = this.#interrupted === undefined ? late : AbortSignal.any([late, this.#interrupted]);
    try {
      // A redirect could send a token, or the trust in this address, elsewhere.
      using network = new Network({ get: this.#variable });
      const { response } = await network.fetch(parsed, { signal, headers: this.#headers(parsed) });
      return await answer(response);
    } catch (error) {
      this.#interrupted?.throwIfAborted();
      // Our own message: about the proxy, or the certificates, of the environment.
      if (error instanceof AwsError) return failed(error.message);
      // The runtime's message may contain the URL with its secrets.
      return failed(
        signal.aborted
          ? `the response was not complete within ${this.#timeoutMs / 1000} s`
          : "the server could not be reached",
      );
    }
  }

  #headers({ host, protocol }: URL): Record<string, string> {
    const token = TOKEN_VARIABLES.map((name) => this.#variable(name)).find((value) => value);
    return token === undefined || host !== RAW_GITHUB_HOST || protocol !== "https:"
      ? {}
      : { authorization: `Bearer ${token}` };
  }
}

async function answer(response: Response): Promise<RemoteAnswer> {
  const { status } = response;
  if (status === 200) {
    const bytes = await readBoundedBody(response, CONFIG_LIMITS.fileBytes);
    return bytes === undefined ? failed("it is larger than 1 MiB") : { kind: "content", bytes };
  }
  await response.body?.cancel();
  if (status >= 300 && status < 400) {
    const target = URL.parse(response.headers.get("location") ?? "", response.url)?.host ?? "nowhere";
    return failed(`it redirects to "${target}", which is not followed`);
  }
  return {
    kind: status === 404 || status === 410 ? "missing" : "failed",
    state: `the server responded with ${status}`,
  };
}

function failed(state: string): RemoteAnswer {
  return { kind: "failed", state };
}

function refusal({ protocol, hostname }: URL): string | undefined {
  if (protocol === "https:") return undefined;
  if (protocol === "http:" && isLoopbackHost(hostname)) return undefined;
  return "only https:// is supported";
}
