/**
 * The file of a pinned registry, `<canonical host>.json`. One of these, where `integration`, `base_path`, `realm`, `ignores_git_root`,
 * `places`, `provisioned`, `credentials_file` (of an identity) and `definition` may be absent:
 *
 * ```json
 * {
 *   "version": 1,
 *   "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
 *   "kind": "identity",
 *   "identity": "dev-admin",
 *   "integration": "dev/ecr",
 *   "sources": [{"file": "/home/me/infra/atmos.yaml", "directory": "/home/me/infra", "imports": true, "drop_ins": true}],
 *   "named": false,
 *   "directory": "/home/me/infra",
 *   "profiles": [],
 *   "definition": {"steps": […], "opaque": false}
 * }
 * {"version": 1, "host": "…", "kind": "aws-profile", "profile": "dev", "config_file": "/…", "credentials_file": "/…"}
 * {"version": 1, "host": "…", "kind": "environment"}
 * ```
 *
 * Other fields are rejected: a pin with fields that this program does not understand could mean another principal.
 *
 * @module
 */
import { isAbsolutePath } from "../files/app_directories.ts";
import { asFields, type Fields, parseFields } from "../files/json_fields.ts";
import { decodeDefinition, encodeDefinition } from "../identity/definition.ts";
import { canonicalHost, parseHost } from "../registry/registry.ts";
import type {
  IdentityPin,
  PinnedConfiguration,
  PinnedSource,
  ProvisionedIdentity,
  RegistryPin,
} from "./registry_pin.ts";

/** The version of the format. */
const VERSION = 1;

/** The text of a pin's file. */
export function encodePin(pin: RegistryPin): string {
  const { host, definition } = pin;
  const fields = {
    version: VERSION,
    host,
    kind: pin.kind,
    ...pinFields(pin),
    definition: definition && encodeDefinition(definition),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function pinFields(pin: RegistryPin): Fields {
  switch (pin.kind) {
    case "environment":
      return {};
    case "aws-profile":
      return { profile: pin.profile, config_file: pin.configFile, credentials_file: pin.credentialsFile };
    case "identity": {
      const { identity, integration, configuration, provisioned, credentialsFile } = pin;
      const { sources, named, directory, profiles, basePath, realm, ignoresGitRoot, places } = configuration;
      return {
        identity,
        integration,
        sources: sources.map(({ file, directory, imports, dropIns }) => ({
          file,
          directory,
          imports,
          drop_ins: dropIns,
        })),
        named,
        directory,
        profiles,
        base_path: basePath,
        realm,
        ignores_git_root: ignoresGitRoot,
        places,
        provisioned: provisioned && {
          provider: provisioned.provider,
          permission_set: provisioned.permissionSet,
          account_id: provisioned.accountId,
          account_name: provisioned.accountName,
        },
        credentials_file: credentialsFile,
      };
    }
  }
}

/** The result of decoding a pin's file. */
export type DecodedPin =
  | { readonly kind: "pin"; readonly pin: RegistryPin }
  /** Not usable by this program. The state is the reason, as the end of a sentence. */
  | { readonly kind: "refused"; readonly state: string };

/**
 * Decodes what {@linkcode encodePin} wrote.
 *
 * @param host The host in the file's name: a pin of another host was copied or renamed.
 */
export function decodePin(host: string, text: string): DecodedPin {
  const fields = parseFields(text);
  const version = fields?.["version"];
  if (typeof version === "number" && Number.isInteger(version) && version > VERSION) {
    return refused("it was written by a newer version of atmos-ecr");
  }
  if (fields === undefined || version !== VERSION) return refused("it is corrupted");
  if (fields["host"] !== host) return refused("it is for another registry");
  const registry = parseHost(host);
  if (registry === undefined || canonicalHost(registry) !== host) return refused("its registry is invalid");
  const { definition: written } = fields;
  const definition = written === undefined ? undefined : decodeDefinition(written);
  const pin = written !== undefined && definition === undefined ? undefined : decodeKind(host, fields);
  if (pin === undefined) return refused("it is corrupted");
  return { kind: "pin", pin: definition === undefined ? pin : { ...pin, definition } };
}

/** The fields of every pin, besides those of its kind. */
const COMMON = ["version", "host", "kind", "definition"];

function decodeKind(host: string, fields: Fields): RegistryPin | undefined {
  switch (fields["kind"]) {
    case "environment":
      return hasOnly(fields, []) ? { kind: "environment", host } : undefined;
    case "aws-profile": {
      const { profile, config_file: configFile, credentials_file: credentialsFile } = fields;
      if (!hasOnly(fields, ["profile", "config_file", "credentials_file"])) return undefined;
      if (!isText(profile) || profile === "" || !isPath(configFile) || !isPath(credentialsFile)) {
        return undefined;
      }
      return { kind: "aws-profile", host, profile, configFile, credentialsFile };
    }
    case "identity":
      return decodeIdentity(host, fields);
    default:
      return undefined;
  }
}

const IDENTITY_FIELDS = [
  "identity",
  "integration",
  "sources",
  "named",
  "directory",
  "profiles",
  "base_path",
  "realm",
  "ignores_git_root",
  "places",
  "provisioned",
  "credentials_file",
];

function decodeIdentity(host: string, fields: Fields): IdentityPin | undefined {
  const { identity, integration, provisioned: written, credentials_file: credentialsFile } = fields;
  if (!hasOnly(fields, IDENTITY_FIELDS)) return undefined;
  if (!isText(identity) || identity === "" || !isOptional(integration, isText)) return undefined;
  if (!isOptional(credentialsFile, isPath)) return undefined;
  const configuration = decodeConfiguration(fields);
  const provisioned = written === undefined ? undefined : decodeProvisioned(asFields(written));
  if (configuration === undefined || (written !== undefined && provisioned === undefined)) return undefined;
  return {
    kind: "identity",
    host,
    configuration,
    ...(integration === undefined ? {} : { integration }),
    identity,
    ...(provisioned === undefined ? {} : { provisioned }),
    ...(credentialsFile === undefined ? {} : { credentialsFile }),
  };
}

function decodeConfiguration(fields: Fields): PinnedConfiguration | undefined {
  const { sources: list, named, directory, profiles, base_path, realm, places } = fields;
  const { ignores_git_root: ignoresGitRoot } = fields;
  if (!Array.isArray(list) || typeof named !== "boolean" || !isPath(directory)) return undefined;
  const sources = list.map((source) => decodeSource(asFields(source)));
  if (!sources.every((source) => source !== undefined)) return undefined;
  if (!Array.isArray(profiles) || !profiles.every(isText)) return undefined;
  if (!isOptional(base_path, isPath) || !isOptional(realm, isText) || !isOptional(places, isTexts)) {
    return undefined;
  }
  if (ignoresGitRoot !== undefined && ignoresGitRoot !== true) return undefined;
  return {
    sources,
    named,
    directory,
    profiles,
    ...(base_path === undefined ? {} : { basePath: base_path }),
    ...(realm === undefined ? {} : { realm }),
    ...(ignoresGitRoot === undefined ? {} : { ignoresGitRoot }),
    ...(places === undefined ? {} : { places }),
  };
}

function decodeSource(fields: Fields | undefined): PinnedSource | undefined {
  const { file, directory, imports, drop_ins: dropIns } = fields ?? {};
  if (!isPath(file) || !isText(directory)) return undefined;
  if (typeof imports !== "boolean" || typeof dropIns !== "boolean") return undefined;
  return { file, directory, imports, dropIns };
}

function decodeProvisioned(fields: Fields | undefined): ProvisionedIdentity | undefined {
  const { provider, permission_set: permissionSet, account_id, account_name } = fields ?? {};
  if (!isText(provider) || !isText(permissionSet)) return undefined;
  if (!isOptional(account_id, isText) || !isOptional(account_name, isText)) return undefined;
  return {
    provider,
    permissionSet,
    ...(account_id === undefined ? {} : { accountId: account_id }),
    ...(account_name === undefined ? {} : { accountName: account_name }),
  };
}

function refused(state: string): DecodedPin {
  return { kind: "refused", state };
}

function hasOnly(fields: Fields, names: readonly string[]): boolean {
  return Object.keys(fields).every((name) => COMMON.includes(name) || names.includes(name));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isPath(value: unknown): value is string {
  return isText(value) && isAbsolutePath(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  const fields = asFields(value);
  return fields !== undefined && Object.values(fields).every(isText);
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || is(value);
}
