/**
 * The file of identities found by an IAM Identity Center login: one for every permission set in every account.
 *
 * Reference: `pkg/auth/provisioning/writer.go` of Atmos, which reads the file as the first import.
 *
 * @module
 */
import { quotedYaml } from "../config/yaml_text.ts";
import {
  child,
  type ConfigNode,
  entriesOf,
  foldName,
  type MappingEntry,
  type MappingNode,
  writtenText,
} from "../config/config_node.ts";
import type { Origin } from "../config/origin.ts";
import { pathIn } from "../files/app_directories.ts";
import type { SsoAccount } from "./find_account.ts";
import type { IdentityCenter } from "./identity_center.ts";

/** An account with the user's permission sets. */
export interface AssignedAccount {
  readonly account: SsoAccount;
  readonly roles: readonly string[];
}

/** An identity that was found. */
export interface ProvisionedIdentity {
  readonly name: string;
  readonly account: SsoAccount;
  readonly role: string;
}

/** The identities that were found, and where. */
export interface Provisioning {
  readonly center: IdentityCenter;
  readonly at: Date;
  /** The number of accounts. */
  readonly accounts: number;
  readonly identities: readonly ProvisionedIdentity[];
}

/** The name of the file of one provider. */
const PROVISIONED_FILE = "provisioned-identities.yaml";

/** Whether a place is in such a file. */
export function isProvisioned(origin: Origin): boolean {
  return origin.kind === "file" && origin.file.endsWith(PROVISIONED_FILE);
}

/** Characters that a terminal or a program cannot interpret as anything but a name; `!` starts a function in Atmos. */
const PLAIN_REGEXP = /^[^!\p{C}][^\p{C}]{0,127}$/u;

/**
 * The path of a provider's file: in its own folder below `provisionedDirectory`. Undefined for a name that would lead elsewhere. Atmos only
 * knows provider names in lower case.
 */
export function provisionedPath(directory: string, provider: string): string | undefined {
  const folder = foldName(provider.trim()).replaceAll(/[/\\]/g, "_");
  return folder === "" || folder.startsWith(".") || folder.includes("\0")
    ? undefined
    : pathIn(directory, folder, PROVISIONED_FILE);
}

/** The identities of some accounts, `account/role` by name; the account's id is appended to an ambiguous name. */
export function identitiesOf(accounts: readonly AssignedAccount[]): readonly ProvisionedIdentity[] {
  const named = Map.groupBy(accounts, ({ account }) => foldName(account.name));
  return accounts.flatMap(({ account, roles }) => {
    const isShared = (named.get(foldName(account.name))?.length ?? 0) > 1;
    const prefix = isShared ? `${account.name}-${account.id}` : account.name;
    return roles.map((role) => ({ name: `${prefix}/${role}`, account, role }));
  }).filter(({ name, role }) => PLAIN_REGEXP.test(name) && PLAIN_REGEXP.test(role));
}

/**
 * The text of the file. Every text is quoted. The provider's name is in lower case, since Atmos would not find it otherwise.
 */
export function provisionedYaml({ center, at, accounts, identities }: Provisioning): string {
  const text = quotedYaml;
  const provider = text(foldName(center.name));
  const entries = identities.map(({ name, account, role }) =>
    `    ${text(name)}:
      kind: aws/permission-set
      principal:
        account:
          id: ${text(account.id)}
          name: ${text(account.name)}
        name: ${text(role)}
      provider: ${provider}
      via:
        provider: ${provider}
`
  );
  return `auth:
  _metadata:
    counts:
      accounts: ${accounts}
      identities: ${identities.length}
      roles: ${identities.length}
    extra:
      region: ${text(center.region)}
      start_url: ${text(center.startUrl)}
    provider: ${provider}
    provisioned_at: ${text(at.toISOString().replace(/\.\d{3}Z$/, "Z"))}
    source: aws-sso
  identities:${entries.length === 0 ? " {}\n" : `\n${entries.join("")}`}`;
}

/** The keys that are read from an identity: only those that identify the permission set, and none that could lead elsewhere. */
interface Shape {
  readonly [key: string]: Shape | "text";
}

const IDENTITY: Shape = {
  kind: "text",
  provider: "text",
  via: { provider: "text" },
  principal: { name: "text", account: { id: "text", name: "text" } },
};

/**
 * What a file of provisioned identities adds to a configuration: plain permission sets of its own provider. Anything else, such as
 * functions, endpoints, imports or other kinds of identities, is ignored, so that the file needs no trust.
 */
export function readProvisioned(tree: MappingNode, provider: string): MappingNode {
  const identities = child(child(tree, "auth"), "identities");
  const entries = new Map<string, MappingEntry>();
  for (const [key, entry] of entriesOf(identities)) {
    const value = plain(entry.value, IDENTITY);
    if (value !== undefined && isPermissionSet(value, provider)) entries.set(key, { ...entry, value });
  }
  return within("auth", within("identities", { kind: "mapping", entries, origin: tree.origin }));
}

function isPermissionSet(identity: ConfigNode, provider: string): boolean {
  const via = child(child(identity, "via"), "provider");
  return writtenText(child(identity, "kind")) === "aws/permission-set" &&
    foldName(writtenText(via) ?? "") === foldName(provider);
}

/** A node with only the keys of a shape; undefined for another form. */
function plain(node: ConfigNode, shape: Shape | "text"): ConfigNode | undefined {
  if (shape === "text") return writtenText(node) === undefined ? undefined : node;
  if (node.kind !== "mapping") return undefined;
  const entries = new Map<string, MappingEntry>();
  for (const [key, inner] of Object.entries(shape)) {
    const entry = node.entries.get(key);
    const value = entry && plain(entry.value, inner);
    if (entry !== undefined && value !== undefined) entries.set(key, { ...entry, value });
  }
  return { kind: "mapping", entries, origin: node.origin };
}

function within(key: string, value: MappingNode): MappingNode {
  const { origin } = value;
  return { kind: "mapping", entries: new Map([[key, { key, keyOrigin: origin, value }]]), origin };
}
