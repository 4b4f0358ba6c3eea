import { join } from "node:path";
import { programUnderTest } from "../../support/sandbox.ts";
import { fromFileUrl } from "../../support/module_graph.ts";
import { KUBELET_VARIABLE } from "../requirements.ts";
import type { Lab } from "./lab.ts";
import { writeProgram } from "../../support/write_program.ts";

/** Where the samples of `docs/kubernetes` keep everything. */
const SAMPLE_DIRECTORY = "/var/lib/kubelet/atmos-ecr";

/** A service account, as the API server has it, with the token that it gives out next. */
export interface Account {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly token: string;
}

/** A login that the kubelet would try. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** The kubelet's own code with a sample of `docs/kubernetes`, in whose place nothing but the directories is another one. */
export class Kubelet implements AsyncDisposable {
  readonly #lab: Lab;
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<string>;

  private constructor(lab: Lab, child: Deno.ChildProcess) {
    this.#lab = lab;
    this.#child = child;
    this.#writer = child.stdin.getWriter();
    this.#answers = linesOf(child.stdout);
  }

  /** @param change What is replaced in the sample. */
  static async start(
    lab: Lab,
    sample: string,
    change: (text: string) => string = (text) => text,
  ): Promise<Kubelet> {
    const bin = join(lab.sandbox.root, "providers");
    await Deno.mkdir(bin, { recursive: true });
    const words = programUnderTest().map((word) => `'${word}'`).join(" ");
    const script = `#!/bin/sh\necho run >>'${runsFile(lab)}'\nexec ${words} "$@"\n`;
    await writeProgram(join(bin, "atmos-ecr"), script);
    const config = join(lab.sandbox.root, "provider-config.yaml");
    const text = await Deno.readTextFile(fromFileUrl(`../docs/kubernetes/${sample}`));
    await Deno.writeTextFile(config, change(text.replaceAll(SAMPLE_DIRECTORY, kubeletDirectory(lab))));
    // A kubelet has no home: what it needs, its configuration says.
    const { HOME: _, XDG_CACHE_HOME: _cache, XDG_STATE_HOME: _state, ...env } = lab.definedEnvironment();
    const child = new Deno.Command(Deno.env.get(KUBELET_VARIABLE) ?? "", {
      args: [config, bin],
      clearEnv: true,
      env,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    return new Kubelet(lab, child);
  }

  /** The logins for images that are pulled at once, by a pod of an account; by a static pod without one. */
  async pull(images: readonly string[], account?: Account): Promise<readonly (readonly Login[])[]> {
    const line = JSON.stringify({ images, ...(account === undefined ? {} : { account }) });
    await this.#writer.write(new TextEncoder().encode(`${line}\n`));
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("The kubelet has ended");
    return JSON.parse(value);
  }

  /** Whom the first login for an image was made for; undefined without any. */
  async principal(image: string, account?: Account): Promise<string | undefined> {
    const [[login] = []] = await this.pull([image], account);
    return login === undefined ? undefined : this.#lab.aws.describePassword(login.password)?.principal;
  }

  /** How often the plug-in was run. */
  async runs(): Promise<number> {
    const text = await Deno.readTextFile(runsFile(this.#lab)).catch(() => "");
    return text.split("\n").length - 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close();
    await this.#child.status;
  }
}

/** The directory of the plug-in's cache and pins. */
export function kubeletDirectory(lab: Lab): string {
  return join(lab.sandbox.root, "var-lib-kubelet");
}

function runsFile(lab: Lab): string {
  return join(lab.sandbox.root, "runs");
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
