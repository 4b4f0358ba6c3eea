/**
 * A fake of ECR's registries on loopback. What it does is written down in `fake_registry.md`.
 *
 * @module
 */
import {
  type Exchange,
  headerValue,
  type HttpReply,
  type HttpRequest,
  type LoopbackServer,
  startLoopbackServer,
} from "../http/loopback_server.ts";
import { passwordOf, refusal, type RegistryName, registryName, type Verdict } from "./admission.ts";
import { serveDistribution } from "./distribution.ts";
import { Repository } from "./repository.ts";
import { tinyImage } from "./tiny_image.ts";

/** How to start. */
export interface FakeRegistryOptions {
  /** The registry that requests to the bare loopback address are for. */
  readonly host: string;
  readonly accept: (password: string, registry: RegistryName) => Verdict;
}

/** One request that reached the server. */
export interface RegistryRequest {
  readonly method: string;
  /** Target of the request line. */
  readonly target: string;
  /** The registry that it was for. */
  readonly host: string;
  /** What was thought of its credentials; `none` when it had none. */
  readonly verdict: Verdict | "none";
  readonly status: number;
}

/** Starts a fake registry. Use it with `await using`. */
export async function startFakeRegistry(options: FakeRegistryOptions): Promise<FakeRegistry> {
  const registry = new FakeRegistry(options);
  await registry.start();
  return registry;
}

/** A running fake registry with its controls. */
export class FakeRegistry implements AsyncDisposable {
  readonly #fallback: RegistryName;
  readonly #accept: FakeRegistryOptions["accept"];
  readonly #repositories = new Map<string, Repository>();
  readonly #requests: RegistryRequest[] = [];
  #server: LoopbackServer | undefined;

  /** Not running yet: use {@linkcode startFakeRegistry}. */
  constructor(options: FakeRegistryOptions) {
    this.#fallback = demandRegistryName(options.host);
    this.#accept = options.accept;
  }

  /** Called by {@linkcode startFakeRegistry}. */
  async start(): Promise<void> {
    this.#server = await startLoopbackServer((exchange) => {
      this.#serve(exchange);
      return Promise.resolve();
    });
  }

  /** `http://127.0.0.1:PORT`. */
  get url(): string {
    if (this.#server === undefined) throw new Error("The fake registry is not running");
    return this.#server.url;
  }

  /** Every request so far, in order of arrival. */
  get requests(): readonly RegistryRequest[] {
    return this.#requests;
  }

  /**
   * Makes a repository, and an image in it when there is a tag.
   *
   * @returns The digest of the image's manifest.
   */
  seed(options: {
    readonly repository: string;
    readonly tag: string;
    /** Text by path. @default {{ "hello.txt": "hello\n" }} */
    readonly files?: Readonly<Record<string, string>>;
    /** @default the host that the server was started with */
    readonly host?: string;
  }): string {
    const registry = options.host === undefined ? this.#fallback : demandRegistryName(options.host);
    const key = repositoryKey(registry, options.repository);
    const repository = this.#repositories.get(key) ?? new Repository();
    this.#repositories.set(key, repository);
    return repository.putImage(options.tag, tinyImage(options.files ?? { "hello.txt": "hello\n" }));
  }

  /** Aborts what is under way. Afterwards no socket, timer or operation is left. */
  async close(): Promise<void> {
    await this.#server?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #serve({ request, reply }: Exchange): void {
    const registry = registryName(headerValue(request, "host") ?? "") ?? this.#fallback;
    const password = passwordOf(headerValue(request, "authorization"));
    const verdict = password === undefined ? "none" : this.#accept(password, registry);
    const answer = refusal(verdict, registry) ?? this.#answer(request, registry);
    const { method, target } = request;
    this.#requests.push({ method, target, host: registry.host, verdict, status: answer.status });
    reply(answer);
  }

  #answer(request: HttpRequest, registry: RegistryName): HttpReply {
    return serveDistribution(request, (name) => this.#repositories.get(repositoryKey(registry, name)));
  }
}

function demandRegistryName(host: string): RegistryName {
  const registry = registryName(host);
  if (registry === undefined) throw new RangeError(`Not the host name of an ECR registry: ${host}`);
  return registry;
}

/** FIPS and dual-stack names are other ways to the same registry. */
function repositoryKey(registry: RegistryName, name: string): string {
  return `${registry.account} ${registry.region} ${name}`;
}
