/**
 * The fields and kinds of `auth`, as data: their types in Atmos, and what this program knows besides.
 *
 * Reference: `pkg/schema/schema_auth.go` of Atmos for the fields, the identities, providers and integrations under `pkg/auth` for the free
 * maps `principal`, `credentials` and `spec`; `pkg/auth/factory/factory.go` and `pkg/auth/integrations/types.go` for the kinds, commit
 * 0a1cb4480b.
 *
 * @module
 */
import { nearest } from "../../text/nearest.ts";

/** The type that Atmos expects at a key: a structure with these keys, a map with entries of one type, or one of the words. */
export type Shape =
  /** A text whose interpretation by Atmos matters. */
  | "text"
  /** A text of which only the type matters. */
  | "word"
  | "flag"
  | "number"
  /** A map of anything whose interpretation by Atmos matters. */
  | "map"
  | "list"
  | "texts"
  | "structures"
  | "any"
  | FieldTable
  | readonly [entries: Shape];

/** Keys in lower case. */
export interface FieldTable {
  readonly [key: string]: Shape;
}

/** Whether a key has known keys below it. */
export function isTable(shape: Shape | undefined): shape is FieldTable {
  return typeof shape === "object" && !Array.isArray(shape);
}

const VIA: FieldTable = { identity: "text", provider: "text" };

const PROVIDER: FieldTable = {
  kind: "text",
  start_url: "text",
  url: "text",
  region: "text",
  username: "text",
  password: "text",
  driver: "text",
  provider_type: "text",
  download_browser_driver: "flag",
  browser_type: "text",
  browser_executable_path: "text",
  auto_provision_identities: "flag",
  session: { duration: "text" },
  console: { session_duration: "text" },
  default: "flag",
  spec: "map",
  tags: "texts",
};

const IDENTITY: FieldTable = {
  kind: "text",
  default: "flag",
  required: "flag",
  provider: "text",
  via: VIA,
  principal: "map",
  credentials: "map",
  spec: "map",
  alias: "text",
  env: "list",
  session: { duration: "text" },
  emulator: "text",
  tags: "texts",
};

const INTEGRATION_SPEC: FieldTable = {
  auto_provision: "flag",
  registry: { account_id: "text", region: "text", name: "text", tenant_id: "text" },
  cluster: {
    name: "text",
    region: "text",
    resource_group: "text",
    subscription_id: "text",
    project_id: "text",
    location: "text",
    alias: "text",
    kubeconfig: { path: "text", mode: "text", update: "text" },
  },
  repos: "list",
  policy_name: "text",
  git_config_mode: "text",
  revoke_on_exit: "flag",
  token_env: "text",
};

const INTEGRATION: FieldTable = { kind: "text", via: VIA, spec: INTEGRATION_SPEC };

/** `auth` in Atmos. */
export const ATMOS_AUTH: FieldTable = {
  realm: "text",
  logs: { level: "text", file: "text" },
  keyring: { type: "text", spec: "map" },
  console: { isolated: "flag" },
  providers: [PROVIDER],
  identities: [IDENTITY],
  integrations: [INTEGRATION],
};

/** The valid keys of `auth`: all others are reported as unknown. Those of its entries depend on their kind. */
export const AUTH_FIELDS: FieldTable = {
  ...ATMOS_AUTH,
  keyring: { type: "text", spec: { path: "text", password_env: "text" } },
};

/** The kinds of one sort of entry. */
export interface Kinds {
  /** Supported kinds, with their valid keys. */
  readonly ours: ReadonlyMap<string, FieldTable>;
  /** Kinds of Atmos that this program ignores. */
  readonly others: readonly string[];
}

// An extension: a command that prints the SAML response.
const PROVIDER_FIELDS: FieldTable = { ...PROVIDER, saml_process: "text" };

/** `auth.providers.<name>.kind`. */
export const PROVIDER_KINDS: Kinds = {
  ours: new Map([
    ["aws/iam-identity-center", PROVIDER_FIELDS],
    ["aws/saml", PROVIDER_FIELDS],
    ["github/oidc", PROVIDER_FIELDS],
  ]),
  others: ["mock", "atmos/pro", "github/sts"],
};

const IDENTITY_FIELDS: FieldTable = {
  ...IDENTITY,
  principal: { region: "text" },
  credentials: { aws: { resolver: { url: "text" } } },
  spec: { endpoint_url: "text" },
  // From the first draft, see legacy_spellings.ts.
  integrations: "list",
};

/** `auth.identities.<name>.kind`. */
export const IDENTITY_KINDS: Kinds = {
  ours: new Map<string, FieldTable>([
    ["aws/user", {
      ...IDENTITY_FIELDS,
      credentials: {
        access_key_id: "text",
        secret_access_key: "text",
        mfa_arn: "text",
        // An extension: Atmos prompts the user.
        mfa_process: "text",
        region: "text",
        webflow_enabled: "flag",
        aws: { resolver: { url: "text" } },
      },
    }],
    ["aws/assume-role", {
      ...IDENTITY_FIELDS,
      principal: {
        assume_role: "text",
        session_name: "text",
        external_id: "text",
        duration: "text",
        region: "text",
        // Extensions: not in Atmos.
        mfa_serial: "text",
        mfa_process: "text",
        tags: "map",
        transitive_tags: "texts",
        source_identity: "text",
      },
    }],
    ["aws/assume-root", {
      ...IDENTITY_FIELDS,
      principal: { target_principal: "text", task_policy_arn: "text", duration: "text", region: "text" },
    }],
    ["aws/permission-set", {
      ...IDENTITY_FIELDS,
      principal: { name: "text", account: { name: "text", id: "text" }, region: "text" },
    }],
    ["aws/ambient", IDENTITY_FIELDS],
    ["ambient", IDENTITY_FIELDS],
  ]),
  others: ["aws/emulator", "kubernetes/emulator", "atmos/pro", "github/sts", "mock"],
};

const INTEGRATION_FIELDS: FieldTable = {
  ...INTEGRATION,
  // A field of other kinds in the same structure: its keys are not checked.
  spec: { ...INTEGRATION_SPEC, cluster: "map", registries: "list" },
  // From the first draft, as spec.registries, see legacy_spellings.ts.
  identity: "text",
  registries: "list",
};

/** `auth.integrations.<name>.kind`. */
export const INTEGRATION_KINDS: Kinds = {
  ours: new Map([["aws/ecr", INTEGRATION_FIELDS], ["aws/ecr-public", INTEGRATION_FIELDS]]),
  others: ["aws/eks", "github/sts"],
};

/** One entry of the first draft's `registries` lists. */
export const LEGACY_REGISTRY_FIELDS: FieldTable = { account_id: "text", region: "text" };

/** Other clouds and services, whose kinds are ignored, including those that Atmos adds later. */
export const FOREIGN_KIND_REGEXP = /^(?:atmos|azure|gcp|kubernetes|mock)\/[a-z0-9-]+$/;

/** Whether a kind is supported, ignored, or a mistake. */
export function classifyKind(kind: string, { ours, others }: Kinds): "ours" | "other" | "unknown" {
  if (ours.has(kind)) return "ours";
  return others.includes(kind) || FOREIGN_KIND_REGEXP.test(kind) ? "other" : "unknown";
}

/** The hint for an unknown kind. */
export function kindHint(kind: string, { ours, others }: Kinds): string {
  const near = nearest(kind, [...ours.keys(), ...others]);
  return near === undefined ? `Valid values: ${[...ours.keys()].join(", ")}` : `Did you mean "${near}"?`;
}
