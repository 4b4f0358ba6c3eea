import { relative } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import type { Origin } from "../../../domain/config/origin.ts";
import { ConfigError, type ErrorDetails, type SourcePosition } from "../../../domain/errors/errors.ts";
import type { RemoteFiles } from "../../../ports/config.ts";
import { systemHint, systemState } from "../../fs/file_error.ts";
import { decodeSource, directiveLine } from "../yaml/source_text.ts";
import { YamlBudget } from "../yaml/yaml_budget.ts";
import type { YamlSource, YamlValue } from "../yaml/yaml_reader.ts";
import type { FileAccess, PathKind } from "./file_access.ts";
import { checkPathLength, tooMuch } from "./file_problems.ts";
import { isRemote, redacted } from "./remote_url.ts";

/** Where the kernel exposes files; shared memory has real ones. Reference: hier(7), shm_overview(7) */
const KERNEL_REGEXP = /^\/(?:proc|sys|dev(?!\/shm\/))(?:\/|$)/;

/** The path to display: relative if it is below the working directory, otherwise absolute. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside === "" || inside.startsWith("..") ? path : inside;
}

/** Reads the files of one load, each once, within the limits on their number and size. */
export class ConfigFiles {
  /** The working directory, as it was reached. */
  readonly directory: string;
  readonly #access: FileAccess;
  readonly #remote: RemoteFiles | undefined;
  readonly #contents = new Map<string, Uint8Array>();
  readonly #read = new Map<string, YamlSource>();
  /** Paths by how they are displayed. */
  readonly #absolute = new Map<string, string>();
  readonly #budget = new YamlBudget();
  #bytes = 0;

  constructor(access: FileAccess, cwd: string, remote?: RemoteFiles) {
    this.#access = access;
    this.#remote = remote;
    this.directory = cwd;
  }

  /** The path to display, of a file or a URL. */
  shown(path: string): string {
    return isRemote(path) ? redacted(path) : shownPath(path, this.directory);
  }

  /** The path or URL of the file of a value that was read; undefined if it does not come from a file. */
  pathOf(origin: Origin): string | undefined {
    return origin.kind === "file" ? this.#absolute.get(origin.file) : undefined;
  }

  /**
   * What exists at an absolute path.
   *
   * @throws {ConfigError} `CONFIG_UNREADABLE` if the system does not tell, `CONFIG_LIMIT` for a path that is too long.
   */
  async kind(path: string, position?: SourcePosition): Promise<PathKind> {
    checkPathLength(path, position);
    return await this.#look(path, () => this.#access.kind(path), position);
  }

  /** The id of the current user; undefined if files have no owners. */
  get user(): number | undefined {
    return this.#access.user();
  }

  /** The owners of a path. Throws as {@linkcode kind}. */
  async owners(path: string): Promise<readonly number[]> {
    return await this.#look(path, () => this.#access.owners(path));
  }

  /** A path without symbolic links. Throws as {@linkcode kind}. */
  async realPath(path: string): Promise<string> {
    return await this.#look(path, () => this.#access.realPath(path));
  }

  /** Names and kinds in a directory. Throws as {@linkcode kind}. */
  async list(
    path: string,
    position?: SourcePosition,
  ): Promise<{ readonly name: string; readonly kind: PathKind }[]> {
    return await this.#look(path, () => Array.fromAsync(this.#access.list(path)), position);
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
    const file = this.shown(path);
    const text = decodeSource(await this.content(path, position), file);
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

  /** The bytes of a file, read once: what is judged is what is used. Throws as {@linkcode read}. */
  async content(path: string, position?: SourcePosition): Promise<Uint8Array> {
    const known = this.#contents.get(path);
    if (known !== undefined) return known;
    if (this.#contents.size >= CONFIG_LIMITS.files) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.files} files`, position);
    }
    const bytes = isRemote(path) ? await this.#fetched(path, position) : await this.#bytesOf(path, position);
    this.#contents.set(path, bytes);
    this.#absolute.set(this.shown(path), path);
    this.#bytes += Math.min(bytes.length, CONFIG_LIMITS.fileBytes);
    if (this.#bytes > CONFIG_LIMITS.totalBytes) {
      throw tooMuch("its files are larger than 4 MiB in total", position);
    }
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

  async #bytesOf(path: string, position: SourcePosition | undefined): Promise<Uint8Array> {
    const kind = await this.kind(path, position);
    // A pipe could block forever, and so could kernel files, which claim to be regular.
    const isKernel = KERNEL_REGEXP.test(path) ||
      KERNEL_REGEXP.test(await this.#access.realPath(path).catch(() => path));
    if (kind !== "file" || isKernel) {
      const state = kind === "file" ? "it is a kernel file" : "it is not a regular file";
      throw this.#unreadable(path, { state, position });
    }
    return await this.#look(path, () => this.#access.read(path), position);
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

  async #look<T>(path: string, look: () => Promise<T>, position?: SourcePosition): Promise<T> {
    try {
      return await look();
    } catch (cause) {
      throw this.#unreadable(path, {
        state: systemState(cause) ?? "unknown system error",
        hint: systemHint(cause),
        position,
        cause,
      });
    }
  }

  #unreadable(
    path: string,
    { state, hint = "Check the path and its permissions", ...details }: ErrorDetails & {
      readonly state: string;
    },
  ): ConfigError {
    const message = `Cannot read "${this.shown(path)}": ${state}`;
    return new ConfigError("CONFIG_UNREADABLE", message, { hint, ...details });
  }
}
