import {
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
} from "../config/config_node.ts";
import { formatOrigin, type Origin, positionOf } from "../config/origin.ts";
import { escapeText } from "../text/escape.ts";
import { trustHint } from "../trust/trust_hint.ts";
import { isAwsStartUrl } from "../trust/aws_urls.ts";

/** Decides whether what a place says is trusted. */
export type TrustOf = (origin: Origin) => Promise<boolean>;

/**
 * Marks the values under `auth` that send a person or a secret elsewhere: a `start_url` that is not AWS' is refused unless its file is
 * trusted, and an endpoint or a command is noted as trusted if its file is. Who uses it decides whether it needs that.
 */
export async function guardValues(tree: MappingNode, isTrusted: TrustOf): Promise<MappingNode> {
  return await replaceAt(tree, ["auth"], async (auth) => {
    let result = auth;
    for (const [section, paths] of GUARDED) {
      result = await mapping(
        result,
        (node) => replaceAt(node, [section], (names) => guardEntries(names, { paths, isTrusted })),
      );
    }
    return result;
  });
}

type Guard = (node: ScalarNode, isTrusted: TrustOf) => Promise<ScalarNode>;

/** A place within an entry, and what is done to the value there. */
interface GuardedPath {
  readonly path: readonly string[];
  readonly guard: Guard;
}

const GUARDED: readonly (readonly [section: string, paths: readonly GuardedPath[]])[] = [
  ["providers", [
    { path: ["start_url"], guard: guardStartUrl },
    { path: ["saml_process"], guard: noteTrust },
    { path: ["browser_executable_path"], guard: noteTrust },
    { path: ["spec", "endpoint_url"], guard: noteTrust },
    { path: ["spec", "aws", "resolver", "url"], guard: noteTrust },
  ]],
  ["identities", [
    { path: ["spec", "endpoint_url"], guard: noteTrust },
    { path: ["credentials", "aws", "resolver", "url"], guard: noteTrust },
    { path: ["credentials", "mfa_process"], guard: noteTrust },
    { path: ["principal", "mfa_process"], guard: noteTrust },
  ]],
];

async function guardStartUrl(node: ScalarNode, isTrusted: TrustOf): Promise<ScalarNode> {
  if (node.refusal !== undefined || node.raw === "" || isAwsStartUrl(node.raw)) return node;
  // No trust makes an address of it.
  if (isAwsStartUrl(`https://${node.raw}`)) return withoutScheme(node);
  if (await isTrusted(node.origin)) return node;
  const file = node.origin.kind === "file" ? node.origin.file : formatOrigin(node.origin);
  return {
    ...node,
    refusal: {
      severity: "error",
      code: "CONFIG_UNTRUSTED",
      message: `Cannot use the start_url "${
        escapeText(node.raw.slice(0, 100))
      }": it is no https:// address of AWS, and "${escapeText(file)}" is not trusted`,
      hint: trustHint(file),
      position: positionOf(node.origin),
    },
  };
}

function withoutScheme(node: ScalarNode): ScalarNode {
  const shown = escapeText(node.raw.slice(0, 100));
  return {
    ...node,
    refusal: {
      severity: "error",
      code: "CONFIG_INVALID",
      message: `Cannot use the start_url "${shown}": it has no scheme`,
      hint: `Write "https://${shown}"`,
      position: positionOf(node.origin),
    },
  };
}

async function noteTrust(node: ScalarNode, isTrusted: TrustOf): Promise<ScalarNode> {
  return node.trusted === undefined && node.raw !== ""
    ? { ...node, trusted: await isTrusted(node.origin) }
    : node;
}

/** Every entry of a section with its guarded values. The section is copied once, however many there are. */
async function guardEntries(
  section: ConfigNode,
  { paths, isTrusted }: { readonly paths: readonly GuardedPath[]; readonly isTrusted: TrustOf },
): Promise<ConfigNode> {
  return await mapping(section, async (node) => {
    const entries = new Map<string, MappingEntry>();
    let changed = false;
    for (const [key, entry] of node.entries) {
      let value = entry.value;
      for (const { path, guard } of paths) {
        value = await mapping(
          value,
          (inner) =>
            replaceAt(
              inner,
              path,
              async (found) =>
                found.kind === "scalar" && found.value !== null && found.raw !== ""
                  ? await guard(found, isTrusted)
                  : found,
            ),
        );
      }
      changed ||= value !== entry.value;
      entries.set(key, value === entry.value ? entry : { ...entry, value });
    }
    return changed ? { ...node, entries } : node;
  });
}

/** A mapping changed; anything else as it is. */
async function mapping(
  node: ConfigNode,
  change: (node: MappingNode) => Promise<ConfigNode>,
): Promise<ConfigNode> {
  return node.kind === "mapping" ? await change(node) : node;
}

/** The tree with another value at a place; the same tree when there is none, or nothing changes. */
async function replaceAt(
  node: MappingNode,
  [key = "", ...rest]: readonly string[],
  replace: (node: ConfigNode) => Promise<ConfigNode>,
): Promise<MappingNode> {
  const entry = node.entries.get(foldName(key));
  if (entry === undefined) return node;
  const value = rest.length === 0
    ? await replace(entry.value)
    : await mapping(entry.value, (inner) => replaceAt(inner, rest, replace));
  if (value === entry.value) return node;
  return { ...node, entries: new Map(node.entries).set(foldName(key), { ...entry, value }) };
}
