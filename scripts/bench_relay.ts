/**
 * A way to a server at a distance: a proxy on loopback that lets every byte travel for a time, and TLS under AWS' own names behind it.
 *
 * @module
 */
import { selfSigned } from "../tests/support/self_signed.ts";
import type { Variables } from "./bench_shared.ts";

/** The regions whose names are known. */
const REGIONS = ["us-east-1", "us-west-2", "eu-west-1"];
const NAMES = [
  "sts.amazonaws.com",
  ...REGIONS.flatMap((region) => [`sts.${region}.amazonaws.com`, `api.ecr.${region}.amazonaws.com`]),
];

/** Programs reach a server only through this. Use it with `await using`. */
export class Relay implements AsyncDisposable {
  /** How long a byte travels in one direction, in milliseconds. */
  oneWayMs = 0;
  readonly #target: number;
  readonly #certificate: string;
  readonly #tls: Deno.TlsListener;
  readonly #proxy = Deno.listen({ hostname: "127.0.0.1", port: 0 });

  private constructor(target: number, { cert, key, file }: { cert: string; key: string; file: string }) {
    this.#target = target;
    this.#certificate = file;
    this.#tls = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
    void this.#serve(this.#tls, (inner) => this.#decrypt(inner));
    void this.#serve(this.#proxy, (inner) => this.#tunnel(inner));
  }

  /**
   * Starts one.
   *
   * @param url Of the server behind it, which speaks plain HTTP.
   * @param file Where its certificate is written for the programs.
   */
  static async start(url: string, file: string): Promise<Relay> {
    const { cert, key } = await selfSigned(...NAMES);
    await Deno.writeTextFile(file, cert);
    return new Relay(Number(new URL(url).port), { cert, key, file });
  }

  /** The variables that lead a program here, for AWS' own names. */
  get env(): Variables {
    const url = `http://127.0.0.1:${this.#proxy.addr.port}`;
    return { HTTPS_PROXY: url, AWS_CA_BUNDLE: this.#certificate, SSL_CERT_FILE: this.#certificate };
  }

  async #serve(listener: Deno.Listener, handle: (inner: Deno.Conn) => Promise<void>): Promise<void> {
    for await (const connection of listener) handle(connection).catch(() => connection.close());
  }

  async #decrypt(connection: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#target });
    await both(connection, server, 0);
  }

  /** `CONNECT` takes a round trip, which is what opening a connection to the server itself would take. */
  async #tunnel(connection: Deno.Conn): Promise<void> {
    const head = new Uint8Array(4096);
    await connection.read(head);
    const { port } = this.#tls.addr;
    const server = await Deno.connect({ hostname: "127.0.0.1", port });
    await pause(2 * this.oneWayMs);
    await connection.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n"));
    await both(connection, server, this.oneWayMs);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#proxy.close();
    this.#tls.close();
    return Promise.resolve();
  }
}

async function both(one: Deno.Conn, other: Deno.Conn, ms: number): Promise<void> {
  await Promise.allSettled([carry(one, other, ms), carry(other, one, ms)]);
  for (const connection of [one, other]) {
    try {
      connection.close();
    } catch {
      // Closed by an error.
    }
  }
}

/** Everything that is read arrives so much later, in order. */
async function carry(from: Deno.Conn, to: Deno.Conn, ms: number): Promise<void> {
  let written = Promise.resolve();
  for (;;) {
    const bytes = new Uint8Array(16_384);
    const length = await from.read(bytes);
    const arrival = pause(ms);
    if (length === null) break;
    written = written.then(() => arrival).then(() => writeAll(to, bytes.subarray(0, length)));
  }
  await written.then(() => pause(ms));
  await to.closeWrite();
}

async function writeAll(to: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await to.write(bytes.subarray(done));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
