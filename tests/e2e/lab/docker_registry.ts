import { join } from "node:path";
import { digestOf, tinyImage } from "../../fakes/registry/tiny_image.ts";

/** Debian's `docker-registry`, on a port of its own and without a lock on its door: {@linkcode ./gates.ts} is that. */
export class DockerRegistry implements AsyncDisposable {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #log: Promise<void>;

  private constructor(port: number, child: Deno.ChildProcess, log: Promise<void>) {
    this.port = port;
    this.#child = child;
    this.#log = log;
  }

  /** Starts one that keeps its images below a directory, and waits until it listens. */
  static async start(directory: string, port: number): Promise<DockerRegistry> {
    await Deno.mkdir(directory);
    const config = join(directory, "config.json");
    // YAML reads JSON.
    await Deno.writeTextFile(
      config,
      JSON.stringify({
        version: 0.1,
        log: { level: "info", accesslog: { disabled: true } },
        storage: { filesystem: { rootdirectory: join(directory, "images") } },
        http: { addr: `127.0.0.1:${port}`, secret: "lab" },
      }),
    );
    const child = new Deno.Command("docker-registry", {
      args: ["serve", config],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const log = readLines(child.stderr, (line) => {
      if (line.includes("listening on")) resolve();
    }).then(() => reject(new Error("docker-registry ended before it listened")));
    await promise;
    return new DockerRegistry(port, child, log);
  }

  /** Puts an image of one file under some tags, without asking anybody. */
  async seed(repository: string, tags: readonly string[]): Promise<void> {
    const { manifest, blobs } = tinyImage({ "hello.txt": "hello\n" }, "docker");
    for (const { bytes } of blobs) {
      const upload = await this.#send("POST", `/v2/${repository}/blobs/uploads/`, {});
      const location = new URL(upload.headers.get("location") ?? "");
      location.searchParams.set("digest", digestOf(bytes));
      await this.#send("PUT", `${location.pathname}${location.search}`, {
        headers: { "content-type": "application/octet-stream" },
        body: bytes,
      });
    }
    for (const tag of tags) {
      await this.#send("PUT", `/v2/${repository}/manifests/${tag}`, {
        headers: { "content-type": manifest.mediaType },
        body: manifest.bytes,
      });
    }
  }

  /** The tags of a repository. */
  async tags(repository: string): Promise<readonly string[]> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/v2/${repository}/tags/list`);
    const { tags }: { tags?: readonly string[] } = await answer.json();
    return tags?.toSorted() ?? [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.status;
    await this.#log.catch(() => undefined);
  }

  async #send(method: string, target: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${target}`, { method, ...init });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`docker-registry answers ${answer.status} to ${method} ${target}`);
    return answer;
  }
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (line: string) => void,
): Promise<void> {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    for (const line of text.split("\n")) onLine(line);
  }
}
