import { createHash } from "node:crypto";
import { join } from "node:path";
import type { AmbientInput, AmbientOutput } from "./ambient_program.ts";
import { runChild } from "./child_process.ts";

/** A home with shared AWS files, in which the environment's credentials are looked for by a process of its own. */
export class AmbientHome implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param files The content of `~/.aws/config` and `~/.aws/credentials`. */
  static async open(
    files: { readonly config?: string; readonly credentials?: string } = {},
  ): Promise<AmbientHome> {
    const home = new AmbientHome(await Deno.makeTempDir({ prefix: "atmos-ecr-ambient-" }));
    for (const [name, text] of Object.entries(files)) await home.write(join(".aws", name), text);
    return home;
  }

  /** Writes a file below the home. */
  async write(path: string, text: string): Promise<string> {
    const file = join(this.path, path);
    await Deno.mkdir(join(file, ".."), { recursive: true });
    await Deno.writeTextFile(file, text);
    return file;
  }

  /** Writes the token of an SSO session where the AWS CLI keeps it. */
  async writeSsoToken(session: string, token: Readonly<Record<string, string>>): Promise<void> {
    const name = createHash("sha1").update(session).digest("hex");
    await this.write(join(".aws", "sso", "cache", `${name}.json`), JSON.stringify(token));
  }

  /**
   * What the environment offers. The machine's own metadata services are out of reach.
   *
   * @param variables Those of the process, besides HOME.
   */
  async resolve(
    variables: Readonly<Record<string, string>> = {},
    input: AmbientInput = { deadlineMs: 15_000 },
  ): Promise<AmbientOutput> {
    const { output, stderr } = await runChild("ambient_program.ts", input, {
      HOME: this.path,
      PATH: Deno.env.get("PATH") ?? "",
      AWS_EC2_METADATA_DISABLED: "true",
      ...variables,
    });
    if (stderr !== "") throw new Error(`The program printed to stderr: ${stderr}`);
    return output as AmbientOutput;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Deno.remove(this.path, { recursive: true });
  }
}
