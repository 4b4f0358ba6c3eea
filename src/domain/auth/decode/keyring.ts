import { child, type ConfigNode, type MappingNode, writtenText } from "../../config/config_node.ts";
import { formatOrigin, type Origin, positionOf, sourceName } from "../../config/origin.ts";
import { newProblem } from "../../config/problem.ts";
import { isPasswordVariable } from "../../trust/entry_rules.ts";
import { trustHint } from "../../trust/trusted_files.ts";
import type { Entry, Identity, KeyringConfig, Provider } from "../model/auth_config.ts";
import type { Subject } from "../model/problem_list.ts";
import { definedFields } from "./field_reader.ts";

/** The types of a keyring, which Atmos compares exactly. */
const KEYRING_TYPES: readonly string[] = ["system", "file", "memory"];

/**
 * `auth.keyring`, if it contains anything; values of a wrong type, or not evaluated yet, are ignored. Reports a rejected value, and warns
 * about an unknown type, which means the system's keyring, as in Atmos.
 */
export function readKeyring(subject: Subject, auth: MappingNode | undefined): KeyringConfig | undefined {
  const keyring = child(auth, "keyring");
  const type = child(keyring, "type");
  const path = child(child(keyring, "spec"), "path");
  const password = child(child(keyring, "spec"), "password_env");
  if (password?.kind === "scalar" && password.refusal !== undefined) subject.add(password.refusal);
  const typeText = writtenText(type);
  if (type !== undefined && typeText !== undefined && !KEYRING_TYPES.includes(typeText)) {
    subject.warn({
      message: `"auth.keyring.type" is no known type: the system's keyring is used`,
      hint: `Write ${KEYRING_TYPES.slice(0, -1).join(", ")} or ${KEYRING_TYPES.at(-1)}`,
      at: type.origin,
    });
  }
  const config: KeyringConfig = definedFields({
    type: textOf(type),
    path: textOf(path),
    pathFrom: sourceOf(path),
    passwordEnv: textOf(password),
  });
  return Object.keys(config).length === 0 ? undefined : config;
}

/** An IAM user with the keyring of its keys, or an IAM Identity Center with that of Atmos' logins; other entries as they are. */
export function withKeyring<T extends Identity | Provider>(
  entry: Entry<T>,
  keyring: KeyringConfig | undefined,
): Entry<T> {
  const kind = entry.value?.kind;
  return keyring !== undefined && (kind === "aws/user" || kind === "aws/iam-identity-center")
    ? { ...entry, value: { ...entry.value as T, keyring } }
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
  return withValue(keyring, "spec", withValue(spec, "password_env", guarded));
}

/** @param key One that the mapping has, in lower case. */
function withValue(mapping: MappingNode, key: string, value: ConfigNode): MappingNode {
  const entries = new Map(mapping.entries);
  const entry = entries.get(key);
  if (entry !== undefined) entries.set(key, { ...entry, value });
  return { ...mapping, entries };
}
