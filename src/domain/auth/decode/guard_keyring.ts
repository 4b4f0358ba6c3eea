import { child, type ConfigNode, foldName, type MappingNode } from "../../config/config_node.ts";
import { formatOrigin, type Origin, positionOf } from "../../config/origin.ts";
import { newProblem } from "../../config/problem.ts";
import { isPasswordVariable } from "../../trust/entry_rules.ts";
import { trustHint } from "../../trust/trusted_files.ts";

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
