import { child, type ConfigNode, foldName, type MappingNode } from "../../config/config_node.ts";
import { formatOrigin, type Origin, positionOf, sourceName } from "../../config/origin.ts";
import { newProblem, type Problem } from "../../config/problem.ts";
import { isPasswordVariable } from "../../trust/entry_rules.ts";
import { trustHint } from "../../trust/trusted_files.ts";
import type { Entry, Identity, KeyringConfig, Provider } from "../model/auth_config.ts";
import { report, type Subject } from "../model/problem_list.ts";
import { definedFields } from "./field_reader.ts";

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

/** Determines whether the content of a place is trusted. */
export type TrustOf = (origin: Origin) => Promise<boolean>;

/**
 * Keys stored by `auth user configure` are encrypted with the password in a configured variable. A well-known variable would protect
 * nothing, so an untrusted file may only name variables that look like a secret's. A rejected one reads as if it were absent.
 *
 * @param keyring `auth.keyring`.
 */
export async function guardKeyring(keyring: ConfigNode, isTrusted: TrustOf): Promise<ConfigNode> {
  const spec = child(keyring, "spec");
  const node = child(spec, "password_env");
  if (keyring.kind !== "mapping" || spec?.kind !== "mapping" || node?.kind !== "scalar") return keyring;
  if (node.raw === "" || isPasswordVariable(node.raw)) return keyring;
  const origin = node.source?.kind === "file" ? node.source.from : node.origin;
  if (await isTrusted(origin)) return keyring;
  const file = origin.kind === "file" ? origin.file : formatOrigin(origin);
  const refusal = newProblem({
    severity: "error",
    code: "CONFIG_UNTRUSTED",
    message:
      `Cannot use "spec.password_env" of "auth.keyring": its name does not look like that of a password variable, and "${file}" is not trusted`,
    hint: trustHint(file),
    position: positionOf(node.origin),
  });
  const guarded = { ...node, value: null, raw: "", refusal };
  return replaced(keyring, "spec", replaced(spec, "password_env", guarded));
}

function replaced(mapping: MappingNode, key: string, value: ConfigNode): MappingNode {
  const entries = [...mapping.entries].map(([folded, entry]) =>
    [folded, foldName(entry.key) === key ? { ...entry, value } : entry] as const
  );
  return { ...mapping, entries: new Map(entries) };
}
