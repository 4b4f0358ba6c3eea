import { join } from "node:path";
import type { FakeAws } from "../../fakes/aws/fake_aws.ts";
import { selfSigned } from "../../support/self_signed.ts";
import { DockerRegistry } from "./docker_registry.ts";
import { Gates } from "./gates.ts";
import {
  API_HOSTS,
  DEV_DUAL_STACK_HOST,
  DEV_HOST,
  LOOKALIKE_HOST,
  OTHER_HOST,
  PROD_HOST,
  PUBLIC_HOST,
  REGISTRY_HOSTS,
} from "./host_names.ts";
import { type Destination, startTlsFront } from "./tls_front.ts";

/** Ports of the registries behind the front, in a network where nobody else is. */
const FIRST_PORT = 5001;

/** Other names of registries. */
const ALIASES: Readonly<Record<string, string>> = {
  [DEV_DUAL_STACK_HOST]: DEV_HOST,
  [LOOKALIKE_HOST]: OTHER_HOST,
};

/** AWS and the registries under their names, behind one TLS front. */
export class Servers implements AsyncDisposable {
  readonly gates: Gates;
  /** The certificate that clients must trust, in PEM. */
  readonly certificate: string;
  readonly #registries: ReadonlyMap<string, DockerRegistry>;
  readonly #running: AsyncDisposableStack;

  private constructor(parts: {
    readonly gates: Gates;
    readonly certificate: string;
    readonly registries: ReadonlyMap<string, DockerRegistry>;
    readonly running: AsyncDisposableStack;
  }) {
    this.gates = parts.gates;
    this.certificate = parts.certificate;
    this.#registries = parts.registries;
    this.#running = parts.running;
  }

  /** @param directory Where images and the certificate are kept. */
  static async start(aws: FakeAws, directory: string): Promise<Servers> {
    await using starting = new AsyncDisposableStack();
    const registries = new Map<string, DockerRegistry>();
    for (const host of [DEV_HOST, PROD_HOST, PUBLIC_HOST, OTHER_HOST]) {
      const port = FIRST_PORT + registries.size;
      registries.set(host, starting.use(await DockerRegistry.start(join(directory, host), port)));
    }
    const gates = new Gates(aws);
    const identity = await selfSigned(...REGISTRY_HOSTS, ...API_HOSTS);
    const certificate = join(directory, "certificate.pem");
    await Deno.writeTextFile(certificate, identity.cert);
    const awsPort = Number(new URL(aws.url).port);
    const destinations = new Map<string, Destination>(API_HOSTS.map((host) => [host, { port: awsPort }]));
    for (const host of REGISTRY_HOSTS) {
      const port = registries.get(ALIASES[host] ?? host)?.port ?? 0;
      destinations.set(host, { port, answer: gates.of(host) });
    }
    starting.use(await startTlsFront(identity, destinations));
    return new Servers({ gates, certificate, registries, running: starting.move() });
  }

  /** The registry behind a host, past its gate. */
  registry(host: string): DockerRegistry {
    const registry = this.#registries.get(ALIASES[host] ?? host);
    if (registry === undefined) throw new RangeError(`No registry: ${host}`);
    return registry;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#running.disposeAsync();
  }
}
