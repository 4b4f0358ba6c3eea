import { relative, resolve } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { ConfigError, type ConfigErrorCode } from "../../../domain/errors/errors.ts";
import type { ConfigText, ConfigTexts } from "../../../ports/config.ts";
import type { Environment } from "../../../ports/process.ts";
import { readBounded } from "../../fs/bounded_read.ts";
import { FileError, systemHint, systemState } from "../../fs/file_error.ts";
import { isSystemError } from "../../fs/system_error.ts";
import { decodeSource } from "../yaml/source_text.ts";

/** Single configuration files on disk. */
export class ConfigTextFiles implements ConfigTexts {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async read(path: string): Promise<ConfigText> {
    const absolute = resolve(this.#environment.cwd, path);
    const file = this.#shown(absolute);
    const content = await contentOf(absolute, file);
    const text = decodeSource(content, file);
    const { readYaml } = await import("../yaml/yaml_reader.ts");
    return { file, paths: await this.pathsOf(path), content, tree: readYaml(text, file).tree };
  }

  async pathsOf(path: string): Promise<readonly string[]> {
    const absolute = resolve(this.#environment.cwd, path);
    // A missing or unreachable file has no other name.
    const real = await Deno.realPath(absolute).catch(() => absolute);
    return [...new Set([absolute, real])];
  }

  #shown(path: string): string {
    const inside = relative(this.#environment.cwd, path);
    return inside === "" || inside.startsWith("..") ? path : inside;
  }
}

async function contentOf(path: string, file: string): Promise<Uint8Array> {
  try {
    const content = await readBounded(path, CONFIG_LIMITS.fileBytes);
    if (content !== undefined) return content;
  } catch (error) {
    if (error instanceof FileError) {
      throw failure(file, error.reason === "too-large" ? "CONFIG_LIMIT" : "CONFIG_UNREADABLE", error);
    }
    if (!isSystemError(error)) throw error;
    throw failure(file, "CONFIG_UNREADABLE", error);
  }
  throw new ConfigError("CONFIG_NOT_FOUND", `Cannot find the file "${file}"`, {
    hint: "Specify an existing file, such as atmos.yaml",
  });
}

function failure(file: string, code: ConfigErrorCode, cause: Error): ConfigError {
  const state = cause instanceof FileError ? cause.message : systemState(cause) ?? "unknown system error";
  return new ConfigError(code, `Cannot read "${file}": ${state}`, {
    hint: systemHint(cause) ?? "Check the path and its permissions",
    cause,
  });
}
