/**
 * The file of pinned registries:
 *
 * ```json
 * {
 *   "version": 1,
 *   "pins": {
 *     "123456789012.dkr.ecr.us-east-1.amazonaws.com": {
 *       "config_files": ["/home/me/infra/atmos.yaml"],
 *       "config_directories": [],
 *       "profiles": [],
 *       "base_path": "/home/me/infra",
 *       "integration": "dev/ecr",
 *       "identity": "dev-admin",
 *       "realm": "",
 *       "ambient": false
 *     }
 *   }
 * }
 * ```
 *
 * `base_path` and `integration` may be absent. Hosts are sorted.
 *
 * @module
 */
import { isAbsolutePath } from "../files/app_directories.ts";
import { parseHost } from "../registry/parse_host.ts";
import type { RegistryPin } from "./registry_pin.ts";

/** The version of the format. */
const VERSION = 1;

type Fields = Readonly<Record<string, unknown>>;

/** The text of the file. */
export function encodePins(pins: readonly RegistryPin[]): string {
  const entries = pins
    .toSorted((a, b) => a.host < b.host ? -1 : 1)
    .map((pin) => [pin.host, {
      config_files: pin.configFiles,
      config_directories: pin.configDirectories,
      profiles: pin.profiles,
      ...(pin.basePath === undefined ? {} : { base_path: pin.basePath }),
      ...(pin.integration === undefined ? {} : { integration: pin.integration }),
      identity: pin.identity,
      realm: pin.realm,
      ambient: pin.ambient,
    }]);
  return `${JSON.stringify({ version: VERSION, pins: Object.fromEntries(entries) }, null, 2)}\n`;
}

/**
 * Reads what {@linkcode encodePins} wrote.
 *
 * @returns Undefined when any part of it is something else: to pass over one pin would let another identity answer.
 */
export function decodePins(text: string): RegistryPin[] | undefined {
  const root = asFields(parseJson(text));
  const entries = asFields(root?.["pins"]);
  if (root?.["version"] !== VERSION || entries === undefined) return undefined;
  const pins: RegistryPin[] = [];
  for (const [host, value] of Object.entries(entries)) {
    const pin = decodePin(host, asFields(value));
    if (pin === undefined) return undefined;
    pins.push(pin);
  }
  return pins;
}

function decodePin(host: string, fields: Fields | undefined): RegistryPin | undefined {
  const { config_files, config_directories, profiles, base_path, integration, identity, realm, ambient } =
    fields ?? {};
  if (!isPathList(config_files) || !isPathList(config_directories) || !isTextList(profiles)) return undefined;
  if (config_files.length + config_directories.length === 0 || parseHost(host) === undefined) {
    return undefined;
  }
  if (!isOptionalText(base_path) || !isOptionalText(integration)) return undefined;
  if (typeof identity !== "string" || typeof realm !== "string" || typeof ambient !== "boolean") {
    return undefined;
  }
  return {
    host,
    configFiles: config_files,
    configDirectories: config_directories,
    profiles,
    ...(base_path === undefined ? {} : { basePath: base_path }),
    ...(integration === undefined ? {} : { integration }),
    identity,
    realm,
    ambient,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isPathList(value: unknown): value is string[] {
  return isTextList(value) && value.every(isAbsolutePath);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
