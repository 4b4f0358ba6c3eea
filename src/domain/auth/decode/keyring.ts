import { child, type ConfigNode, type MappingNode } from "../../config/config_node.ts";
import type { Entry, Identity, KeyringConfig, Provider } from "../model/auth_config.ts";
import type { Problem } from "../../config/problem.ts";
import { sourceName } from "../../config/value_source.ts";
import { definedFields } from "./defined_fields.ts";

/** `auth.keyring`, if it says anything; what is of a wrong type, or waits to be evaluated, says nothing. */
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

/** An identity that knows where the keys of users are kept. */
export function withKeyring(entry: Entry<Identity>, keyring: KeyringConfig | undefined): Entry<Identity> {
  return keyring !== undefined && entry.value?.kind === "aws/user"
    ? { ...entry, value: { ...entry.value, keyring } }
    : entry;
}

/** A provider that knows where Atmos keeps the login to it. */
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

/** Where a value came from that is not written out. */
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
