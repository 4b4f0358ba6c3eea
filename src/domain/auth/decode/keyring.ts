import { child, type ConfigNode, type MappingNode } from "../../config/config_node.ts";
import type { Entry, Identity, KeyringConfig, Provider } from "../model/auth_config.ts";
import type { Problem } from "../../config/problem.ts";
import { sourceName } from "../../config/origin.ts";
import { definedFields } from "./defined_fields.ts";
import { report, type Subject } from "../model/subject.ts";

/** `auth.keyring`, if it contains anything; values of a wrong type, or not evaluated yet, are ignored. */
export function readKeyring(auth: MappingNode | undefined): KeyringConfig | undefined {
  const keyring = child(auth, "keyring");
  const spec = child(keyring, "spec");
  const config: KeyringConfig = definedFields({
    type: textOf(child(keyring, "type")),
    path: textOf(child(spec, "path")),
    pathFrom: sourceOf(child(spec, "path")),
    passwordEnv: textOf(child(spec, "password_env")),
  });
  return Object.keys(config).length === 0 ? undefined : config;
}

/** An identity with the keyring of users' keys. */
export function withKeyring(entry: Entry<Identity>, keyring: KeyringConfig | undefined): Entry<Identity> {
  return keyring !== undefined && entry.value?.kind === "aws/user"
    ? { ...entry, value: { ...entry.value, keyring } }
    : entry;
}

/** A provider with the keyring of Atmos' logins. */
export function withProviderKeyring(
  entry: Entry<Provider>,
  keyring: KeyringConfig | undefined,
): Entry<Provider> {
  return keyring !== undefined && entry.value?.kind === "aws/iam-identity-center"
    ? { ...entry, value: { ...entry.value, keyring } }
    : entry;
}

function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" && node.value !== ""
    ? node.value
    : undefined;
}

/** The source of a value that is not a literal. */
function sourceOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.source !== undefined && textOf(node) !== undefined
    ? sourceName(node.source)
    : undefined;
}

/** Why a value of the keyring is not used, if it is not. */
export function keyringRefusal(auth: MappingNode | undefined): Problem | undefined {
  const node = child(child(child(auth, "keyring"), "spec"), "password_env");
  return node?.kind === "scalar" ? node.refusal : undefined;
}

/** The types of a keyring, which Atmos compares exactly. */
const KEYRING_TYPES: readonly string[] = ["system", "file", "memory"];

/** Warns about a type that is none, which means the system's keyring, as in Atmos. */
export function checkKeyringType(subject: Subject, auth: MappingNode | undefined): void {
  const node = child(child(auth, "keyring"), "type");
  if (node?.kind !== "scalar" || node.raw === "" || node.value === null || KEYRING_TYPES.includes(node.raw)) {
    return;
  }
  report(subject, {
    severity: "warning",
    message: `"auth.keyring.type" is no known type: the system's keyring is used`,
    hint: `Write ${KEYRING_TYPES.slice(0, -1).join(", ")} or ${KEYRING_TYPES.at(-1)}`,
    at: node.origin,
  });
}
