import { relative } from "node:path";
import { CONFIG_LIMITS } from "../../domain/config/config_limits.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import type { SourcePosition } from "../../domain/errors/source_position.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { FileAccess, PathKind } from "./file_access.ts";
import { decodeSource } from "./source_text.ts";
import type { YamlSource } from "./yaml_reader.ts";

/** Reads the files of one load, each once, within the limits on their number and size. */
export class ConfigFiles {
  readonly #access: FileAccess;
  readonly #cwd: string;
  readonly #read = new Map<string, YamlSource>();
  #bytes = 0;

  constructor(access: FileAccess, cwd: string) {
    this.#access = access;
    this.#cwd = cwd;
  }

  /** A path as it is shown: relative to the working directory when it is below, else absolute. */
  shown(path: string): string {
    const inside = relative(this.#cwd, path);
    return inside === "" || inside.startsWith("..") ? path : inside;
  }

  /**
   * What stands at an absolute path.
   *
   * @throws {ConfigError} `CONFIG_UNREADABLE` when the system does not tell.
   */
  async kind(path: string, position?: SourcePosition): Promise<PathKind> {
    try {
      return await this.#access.kind(path);
    } catch (cause) {
      throw this.#unreadable(path, { cause, position });
    }
  }

  /** Names and kinds in a directory. Throws as {@linkcode kind}. */
  async list(
    path: string,
    position?: SourcePosition,
  ): Promise<{ readonly name: string; readonly kind: PathKind }[]> {
    try {
      return await Array.fromAsync(this.#access.list(path));
    } catch (cause) {
      throw this.#unreadable(path, { cause, position });
    }
  }

  /**
   * What a file says.
   *
   * @param position Where the file is named, if it is in another.
   * @throws {ConfigError} `CONFIG_UNREADABLE`, `CONFIG_LIMIT`, `CONFIG_SYNTAX`.
   */
  async read(path: string, position?: SourcePosition): Promise<YamlSource> {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const file = this.shown(path);
    if (this.#read.size >= CONFIG_LIMITS.files) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.files} files`, position);
    }
    const bytes = await this.#bytesOf(path, position);
    const text = decodeSource(bytes, file);
    this.#bytes += bytes.length;
    if (this.#bytes > CONFIG_LIMITS.totalBytes) {
      throw tooMuch("its files are larger than 4 MiB together", position);
    }
    // Loaded with the first file: a login without one needs no parser.
    const { readYaml } = await import("./yaml_reader.ts");
    const source = readYaml(text, file);
    this.#read.set(path, source);
    return source;
  }

  async #bytesOf(path: string, position: SourcePosition | undefined): Promise<Uint8Array> {
    const kind = await this.kind(path, position);
    // A pipe could block for ever.
    if (kind !== "file") throw this.#unreadable(path, { state: "it is not a regular file", position });
    try {
      return await this.#access.read(path);
    } catch (cause) {
      throw this.#unreadable(path, { cause, position });
    }
  }

  #unreadable(
    path: string,
    { cause, state, position }: {
      readonly cause?: unknown;
      readonly state?: string;
      readonly position?: SourcePosition | undefined;
    },
  ): ConfigError {
    const reason = state ??
      (cause instanceof Deno.errors.PermissionDenied ? "permission denied" : "the system refuses");
    return new ConfigError("CONFIG_UNREADABLE", `Cannot read "${escapeText(this.shown(path))}": ${reason}`, {
      hint: "Check the path and its permissions",
      position,
      cause,
    });
  }
}

/** The error of a configuration as a whole that passes a limit. */
export function tooMuch(state: string, position?: SourcePosition): ConfigError {
  return new ConfigError("CONFIG_LIMIT", `Cannot read the configuration: ${state}`, {
    hint: "Import less",
    position,
  });
}
