import { resolve } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ConfigText, ConfigTexts } from "../../../ports/config.ts";
import type { Environment } from "../../../ports/process.ts";
import { readBounded } from "../../fs/bounded_read.ts";
import { FileError, systemHint, systemState } from "../../fs/file_error.ts";
import { isSystemError } from "../../fs/system_error.ts";
import { shownPath } from "./config_files.ts";
import { decodeSource } from "../yaml/source_text.ts";

/** Single configuration files on disk. */
export class ConfigTextFiles implements ConfigTexts {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async read(path: string): Promise<ConfigText> {
    const absolute = resolve(this.#environment.cwd, path);
    const file = shownPath(absolute, this.#environment.cwd);
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
}

async function contentOf(path: string, file: string): Promise<Uint8Array> {
  let content: Uint8Array | undefined;
  try {
    content = await readBounded(path, CONFIG_LIMITS.fileBytes);
  } catch (cause) {
    const isOurs = cause instanceof FileError;
    if (!isOurs && !isSystemError(cause)) throw cause;
    const code = isOurs && cause.reason === "too-large" ? "CONFIG_LIMIT" : "CONFIG_UNREADABLE";
    const state = isOurs ? cause.message : systemState(cause) ?? "unknown system error";
    throw new ConfigError(code, `Cannot read "${file}": ${state}`, {
      hint: systemHint(cause) ?? "Check the path and its permissions",
      cause,
    });
  }
  if (content !== undefined) return content;
  throw new ConfigError("CONFIG_NOT_FOUND", `Cannot find the file "${file}"`, {
    hint: "Specify an existing file, such as atmos.yaml",
  });
}
