import { relative } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { ConfigError, type SourcePosition } from "../../../domain/errors/errors.ts";
import type { RemoteFiles } from "../../../ports/config.ts";
import { systemHint, systemState } from "../../fs/file_error.ts";
import type { FileAccess, PathKind } from "./file_access.ts";
import { isRemote, redacted } from "./remote_url.ts";
import { decodeSource, directiveLine } from "../yaml/source_text.ts";
import { YamlBudget } from "../yaml/yaml_failures.ts";
import type { YamlSource, YamlValue } from "../yaml/yaml_reader.ts";

/** Where the kernel exposes files. Reference: hier(7) */
const KERNEL_REGEXP = /^\/(?:proc|sys|dev)(?:\/|$)/;

/** Reads the files of one load, each once, within the limits on their number and size. */
export class ConfigFiles {
  readonly #access: FileAccess;
  readonly #cwd: string;
  readonly #remote: RemoteFiles | undefined;
  readonly #contents = new Map<string, Uint8Array>();
  readonly #read = new Map<string, YamlSource>();
  readonly #absolute = new Map<string, string>();
  readonly #budget = new YamlBudget();
  #bytes = 0;

  constructor(access: FileAccess, cwd: string, remote?: RemoteFiles) {
    this.#access = access;
    this.#remote = remote;
    this.#cwd = cwd;
  }

  /** The path to display: relative if it is below the working directory, otherwise absolute. */
  shown(path: string): string {
    if (isRemote(path)) return redacted(path);
    const inside = relative(this.#cwd, path);
    return inside === "" || inside.startsWith("..") ? path : inside;
  }

  /** The absolute path of a file that was read, by its display path. */
  absolute(shown: string): string | undefined {
    return this.#absolute.get(shown);
  }

  /**
   * What exists at an absolute path.
   *
   * @throws {ConfigError} `CONFIG_UNREADABLE` if the system does not tell, `CONFIG_LIMIT` for a path that is too long.
   */
  async kind(path: string, position?: SourcePosition): Promise<PathKind> {
    checkPathLength(path, position);
    try {
      return await this.#access.kind(path);
    } catch (cause) {
      throw this.#unreadable(path, { cause, position });
    }
  }

  /** The id of the current user; undefined if files have no owners. */
  get user(): number | undefined {
    return this.#access.user();
  }

  /** The owners of a path. Throws as {@linkcode kind}. */
  async owners(path: string): Promise<readonly number[]> {
    try {
      return await this.#access.owners(path);
    } catch (cause) {
      throw this.#unreadable(path, { cause });
    }
  }

  /** The working directory, as it was reached. */
  get directory(): string {
    return this.#cwd;
  }

  /** A path without symbolic links. Throws as {@linkcode kind}. */
  async realPath(path: string): Promise<string> {
    try {
      return await this.#access.realPath(path);
    } catch (cause) {
      throw this.#unreadable(path, { cause });
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

  /** The content of the files that were read, by display path. */
  get written(): ReadonlyMap<string, YamlSource> {
    return new Map([...this.#read].map(([path, source]) => [this.shown(path), source]));
  }

  /**
   * The content of a file.
   *
   * @param position Where another file names it.
   * @throws {ConfigError} `CONFIG_UNREADABLE`, `CONFIG_LIMIT`, `CONFIG_SYNTAX`.
   */
  async read(path: string, position?: SourcePosition): Promise<YamlSource> {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const bytes = await this.content(path, position);
    return await this.#parse(path, bytes, this.shown(path));
  }

  /**
   * The bytes of a file, read once: what is judged is what is used. Throws as {@linkcode read}.
   */
  async content(path: string, position?: SourcePosition): Promise<Uint8Array> {
    const known = this.#contents.get(path);
    if (known !== undefined) return known;
    this.#checkCount(position);
    const bytes = isRemote(path) ? await this.#fetched(path, position) : await this.#bytesOf(path, position);
    this.#keep(path, bytes, { shown: this.shown(path), position });
    return bytes;
  }

  /** The value of a YAML text in this configuration. Throws as {@linkcode read}. */
  async value(text: string, file: string): Promise<YamlValue> {
    const { readYamlValue } = await import("../yaml/yaml_reader.ts");
    return readYamlValue(text, file, this.#budget);
  }

  /** The text of a small file that is not part of the configuration; undefined if it cannot be read. */
  async text(path: string): Promise<string | undefined> {
    try {
      if (await this.#access.kind(path) !== "file") return undefined;
      const bytes = await this.#access.read(path);
      return bytes.length > CONFIG_LIMITS.fileBytes ? undefined : new TextDecoder().decode(bytes);
    } catch {
      return undefined;
    }
  }

  #checkCount(position: SourcePosition | undefined): void {
    if (this.#contents.size >= CONFIG_LIMITS.files) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.files} files`, position);
    }
  }

  #keep(
    path: string,
    bytes: Uint8Array,
    { shown, position }: { readonly shown: string; readonly position: SourcePosition | undefined },
  ): void {
    this.#contents.set(path, bytes);
    this.#absolute.set(shown, path);
    this.#bytes += Math.min(bytes.length, CONFIG_LIMITS.fileBytes);
    if (this.#bytes > CONFIG_LIMITS.totalBytes) {
      throw tooMuch("its files are larger than 4 MiB in total", position);
    }
  }

  async #parse(path: string, bytes: Uint8Array, file: string): Promise<YamlSource> {
    const text = decodeSource(bytes, file);
    // Loaded with the first file: a login without one needs no parser.
    const { readYaml } = await import("../yaml/yaml_reader.ts");
    const line = directiveLine(text);
    const source: YamlSource = {
      ...readYaml(text, file, this.#budget),
      ...line === undefined ? {} : { directiveLine: line },
    };
    this.#read.set(path, source);
    return source;
  }

  async #bytesOf(path: string, position: SourcePosition | undefined): Promise<Uint8Array> {
    const kind = await this.kind(path, position);
    // A pipe could block forever, and so could kernel files, which claim to be regular.
    const isKernel = KERNEL_REGEXP.test(path) ||
      KERNEL_REGEXP.test(await this.#access.realPath(path).catch(() => path));
    if (kind === "file" && isKernel) {
      throw this.#unreadable(path, { state: "it is a kernel file", position });
    }
    if (kind !== "file") throw this.#unreadable(path, { state: "it is not a regular file", position });
    try {
      return await this.#access.read(path);
    } catch (cause) {
      throw this.#unreadable(path, { cause, position });
    }
  }

  async #fetched(url: string, position: SourcePosition | undefined): Promise<Uint8Array> {
    const answer = await this.#remote?.read(url) ??
      { kind: "failed" as const, state: "remote files are not fetched here" };
    if (answer.kind === "content") return answer.bytes;
    throw new ConfigError(
      answer.kind === "missing" ? "CONFIG_IMPORT_NOT_FOUND" : "CONFIG_UNREADABLE",
      `Cannot fetch "${redacted(url)}": ${answer.state}`,
      { hint: "Correct the address, or download the file and use the local copy", position },
    );
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
      systemState(cause) ?? "unknown system error";
    return new ConfigError("CONFIG_UNREADABLE", `Cannot read "${this.shown(path)}": ${reason}`, {
      hint: systemHint(cause) ?? "Check the path and its permissions",
      position,
      cause,
    });
  }
}

/**
 * Rejects a path that no system accepts, and that would fill the screen in a message.
 *
 * @throws {ConfigError} `CONFIG_LIMIT`.
 */
export function checkPathLength(path: string, position?: SourcePosition): void {
  const { pathLength } = CONFIG_LIMITS;
  if (path.length <= pathLength) return;
  throw new ConfigError(
    "CONFIG_LIMIT",
    `Cannot use a path of ${path.length.toLocaleString("en")} characters`,
    {
      hint: `Use at most ${pathLength.toLocaleString("en")} characters`,
      position,
    },
  );
}

/** The error of a configuration that exceeds a limit as a whole. */
export function tooMuch(state: string, position?: SourcePosition): ConfigError {
  return new ConfigError("CONFIG_LIMIT", `Cannot read the configuration: ${state}`, {
    hint: "Import fewer files",
    position,
  });
}
