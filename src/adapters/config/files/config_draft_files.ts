import { resolve } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import type { MappingNode } from "../../../domain/config/config_node.ts";
import { ConfigError, EnvironmentError } from "../../../domain/errors/errors.ts";
import type { ConfigDrafts, DraftedFile } from "../../../ports/config.ts";
import type { Environment } from "../../../ports/process.ts";
import { replaceFile } from "../../fs/atomic_replace.ts";
import { readBounded } from "../../fs/bounded_read.ts";
import { failureState, FileError, systemHint } from "../../fs/file_error.ts";
import { resolveLinkTarget } from "../../fs/link_target.ts";
import { ifExists } from "../../fs/system_error.ts";
import { decodeSource } from "../yaml/source_text.ts";

/** The mode of a new project file, as from an editor. */
const NEW_FILE_MODE = 0o644;

/** Configuration files on disk. */
export class ConfigDraftFiles implements ConfigDrafts {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async read(path: string): Promise<DraftedFile | undefined> {
    const text = await this.#text(path);
    return text === undefined ? undefined : { text, tree: await this.parse(text, path) };
  }

  async parse(text: string, file: string): Promise<MappingNode> {
    const { readYaml } = await import("../yaml/yaml_reader.ts");
    return readYaml(decodeSource(new TextEncoder().encode(text), file), file).tree;
  }

  async write(path: string, text: string, before: string | undefined): Promise<void> {
    const fail = (state: string, cause?: unknown): EnvironmentError =>
      new EnvironmentError("OUTPUT_UNWRITABLE", `Cannot write "${path}": ${state}`, {
        hint: systemHint(cause) ??
          "Check that its directory exists and is writable, then run `atmos-ecr init` again",
        cause,
      });
    let isReplaced: boolean;
    try {
      const target = resolveLinkTarget(resolve(this.#environment.cwd, path));
      const info = await ifExists(Deno.stat(target));
      // A project's link must not place a new file elsewhere, such as a shell's.
      if (info === undefined && target !== resolve(this.#environment.cwd, path)) {
        throw new FileError("link-broken", path, `it is a link to "${target}", which does not exist`);
      }
      isReplaced = await replaceFile(target, new TextEncoder().encode(text), {
        mode: (info?.mode ?? NEW_FILE_MODE) & 0o777,
        stillCurrent: async () => await this.#text(path) === before,
      });
    } catch (cause) {
      throw fail(failureState(cause) ?? "unknown system error", cause);
    }
    if (!isReplaced) throw fail("another program changed it at the same time");
  }

  /** The text with its byte-order mark. */
  async #text(path: string): Promise<string | undefined> {
    let bytes: Uint8Array | undefined;
    try {
      bytes = await readBounded(resolve(this.#environment.cwd, path), CONFIG_LIMITS.fileBytes);
    } catch (cause) {
      throw new ConfigError("CONFIG_UNREADABLE", `Cannot read "${path}"`, {
        hint: "Check that it is a readable file of at most 1 MiB",
        cause,
      });
    }
    if (bytes === undefined) return undefined;
    decodeSource(bytes, path);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  }
}
