import { child, type MappingNode } from "../../config/config_node.ts";
import { type Origin, positionOf, sourceName, type ValueSource } from "../../config/origin.ts";
import { ConfigError } from "../../errors/errors.ts";
import { isSecretName } from "../../config/secret_keys.ts";
import { trustHint } from "../../trust/trusted_files.ts";

/** The name under which sessions are stored and shared with Atmos, and where it is defined. */
export interface Realm {
  readonly value: string;
  /** Its source: a variable, the configuration, the path of the configuration, or the default. */
  readonly from: "variable" | "config" | "path" | "default";
  /** The position of the value; `default` for `path` and `default`. */
  readonly origin: Origin;
  /** Where the value comes from, if the configuration does not contain it. */
  readonly source?: ValueSource;
}

const REALM_VARIABLE = "ATMOS_AUTH_REALM";

/** Reference: `pkg/auth/realm/realm.go` of Atmos: the realm becomes a directory. */
const REALM_REGEXP = /^(?=.{1,64}$)[a-z0-9]+(?:[_-][a-z0-9]+)*$/;

/** The valid form of a realm. */
export const REALM_HINT = "Use at most 64 lowercase letters and digits, separated by single - or _";

/** Whether a text is a valid realm. */
export function isRealm(text: string): boolean {
  return REALM_REGEXP.test(text);
}

/**
 * The realm of a configuration: `ATMOS_AUTH_REALM`, otherwise `auth.realm`, otherwise the hash of the configuration's place, otherwise
 * `default`. An invalid `auth.realm` counts as absent here; it is a problem of the section.
 *
 * @param variable The value of `ATMOS_AUTH_REALM`.
 * @param pathHash Undefined if no configuration was found.
 * @throws {ConfigError} `CONFIG_INVALID` for an invalid realm in the variable.
 */
export function effectiveRealm(
  tree: MappingNode,
  { variable, pathHash }: { readonly variable: string | undefined; readonly pathHash: string | undefined },
): Realm {
  if (variable !== undefined && variable !== "") {
    const origin = { kind: "variable", name: REALM_VARIABLE } as const;
    if (isRealm(variable)) return { value: variable, from: "variable", origin };
    const message = `Cannot use ${REALM_VARIABLE}: "${variable.slice(0, 100)}" is not a valid realm`;
    throw new ConfigError("CONFIG_INVALID", message, { hint: REALM_HINT });
  }
  const node = child(child(tree, "auth"), "realm");
  if (node?.kind === "scalar" && node.value !== null) {
    const value = typeof node.value === "string" ? node.value : node.raw;
    const { origin, source } = node;
    if (isRealm(value)) return { value, from: "config", origin, ...(source === undefined ? {} : { source }) };
  }
  return pathHash === undefined
    ? { value: "default", from: "default", origin: { kind: "default" } }
    : { value: pathHash, from: "path", origin: { kind: "default" } };
}

/**
 * Fails for a realm that a file takes from a variable whose name looks like a secret's: realms are part of file names, and are shown.
 *
 * @throws {ConfigError} `CONFIG_INVALID`, at the origin.
 */
export function refuseSecretRealm(source: ValueSource | undefined, origin: Origin): void {
  if (source?.kind !== "variable" || !isSecretName(source.name)) return;
  throw new ConfigError(
    "CONFIG_INVALID",
    `Cannot use the realm: it comes from ${
      sourceName(source)
    }, whose name looks like a secret's, and a realm is part of file names`,
    { hint: REALM_HINT, position: positionOf(origin) },
  );
}

/** A realm derived from the path of a configuration. Reference: `pkg/config/auth_realm.go` of Atmos. */
const AUTOMATIC_REALM_REGEXP = /^[0-9a-f]{16}$/;

/**
 * Fails for an untrusted file that sets the automatic realm of another configuration: its sessions would be used as those of that project,
 * and vice versa.
 *
 * @param pathHash The automatic realm of this configuration, which any file may set.
 * @throws {ConfigError} `CONFIG_UNTRUSTED`, at the origin of `auth.realm`, or of a variable set by a file.
 */
export function refuseForeignRealm(
  realm: string,
  { isTrusted, origin, pathHash }: {
    readonly isTrusted: boolean;
    readonly origin: Origin;
    readonly pathHash: string | undefined;
  },
): void {
  if (isTrusted || origin.kind !== "file") return;
  if (realm === pathHash || !AUTOMATIC_REALM_REGEXP.test(realm)) return;
  throw new ConfigError(
    "CONFIG_UNTRUSTED",
    `Cannot use this realm: it is the automatic realm of another configuration and would share its sessions, and "${origin.file}" is not trusted`,
    { hint: `Choose another name for the realm. ${trustHint(origin.file)}`, position: positionOf(origin) },
  );
}
