/**
 * The valid keys of `auth`, as data: all others are reported as unknown.
 *
 * Reference: `pkg/schema/schema_auth.go` of Atmos for the fields, and per kind the identities, providers and integrations under `pkg/auth`
 * for the free maps `principal`, `credentials` and `spec`.
 *
 * @module
 */

import { nearest } from "../../text/nearest.ts";

/** Keys in lower case; `any` if the content is not checked. */
export interface FieldTable {
  readonly [key: string]: FieldTable | "any";
}

const VIA: FieldTable = { identity: "any", provider: "any" };

/** `auth` itself. */
export const AUTH_FIELDS: FieldTable = {
  realm: "any",
  logs: { level: "any", file: "any" },
  keyring: { type: "any", spec: { path: "any", password_env: "any" } },
  console: { isolated: "any" },
  providers: "any",
  identities: "any",
  integrations: "any",
};

const PROVIDER_FIELDS: FieldTable = {
  kind: "any",
  start_url: "any",
  url: "any",
  region: "any",
  username: "any",
  password: "any",
  driver: "any",
  provider_type: "any",
  download_browser_driver: "any",
  browser_type: "any",
  browser_executable_path: "any",
  // An extension: a command that prints the SAML response.
  saml_process: "any",
  auto_provision_identities: "any",
  session: { duration: "any" },
  console: { session_duration: "any" },
  default: "any",
  spec: "any",
  tags: "any",
};

const IDENTITY_FIELDS: FieldTable = {
  kind: "any",
  default: "any",
  required: "any",
  provider: "any",
  via: VIA,
  principal: { region: "any" },
  credentials: { aws: { resolver: { url: "any" } } },
  spec: { endpoint_url: "any" },
  alias: "any",
  env: "any",
  session: { duration: "any" },
  emulator: "any",
  tags: "any",
  // From the first draft, see legacy_spellings.ts.
  integrations: "any",
};

/** `auth.identities.<name>`, by kind. */
export const IDENTITY_FIELDS_BY_KIND: ReadonlyMap<string, FieldTable> = new Map<string, FieldTable>([
  ["aws/user", {
    ...IDENTITY_FIELDS,
    credentials: {
      access_key_id: "any",
      secret_access_key: "any",
      mfa_arn: "any",
      // An extension: Atmos prompts the user.
      mfa_process: "any",
      region: "any",
      webflow_enabled: "any",
      aws: { resolver: { url: "any" } },
    },
  }],
  ["aws/assume-role", {
    ...IDENTITY_FIELDS,
    principal: {
      assume_role: "any",
      session_name: "any",
      external_id: "any",
      duration: "any",
      region: "any",
      // Extensions: not in Atmos.
      mfa_serial: "any",
      mfa_process: "any",
      tags: "any",
      transitive_tags: "any",
      source_identity: "any",
    },
  }],
  ["aws/assume-root", {
    ...IDENTITY_FIELDS,
    principal: { target_principal: "any", task_policy_arn: "any", duration: "any", region: "any" },
  }],
  ["aws/permission-set", {
    ...IDENTITY_FIELDS,
    principal: { name: "any", account: { name: "any", id: "any" }, region: "any" },
  }],
  ["aws/ambient", IDENTITY_FIELDS],
  ["ambient", IDENTITY_FIELDS],
]);

/** `auth.providers.<name>`, by kind. */
export const PROVIDER_FIELDS_BY_KIND: ReadonlyMap<string, FieldTable> = new Map<string, FieldTable>([
  ["aws/iam-identity-center", PROVIDER_FIELDS],
  ["aws/saml", PROVIDER_FIELDS],
  ["github/oidc", PROVIDER_FIELDS],
]);

const INTEGRATION_FIELDS: FieldTable = {
  kind: "any",
  via: VIA,
  spec: {
    auto_provision: "any",
    registry: { account_id: "any", region: "any", name: "any", tenant_id: "any" },
    // The fields of other kinds in the same structure.
    cluster: "any",
    repos: "any",
    policy_name: "any",
    git_config_mode: "any",
    revoke_on_exit: "any",
    token_env: "any",
    // From the first draft, see legacy_spellings.ts.
    registries: "any",
  },
  identity: "any",
  registries: "any",
};

/** `auth.integrations.<name>`, by kind. */
export const INTEGRATION_FIELDS_BY_KIND: ReadonlyMap<string, FieldTable> = new Map<string, FieldTable>([
  ["aws/ecr", INTEGRATION_FIELDS],
  ["aws/ecr-public", INTEGRATION_FIELDS],
]);

/** One entry of the first draft's `registries` lists. */
export const LEGACY_REGISTRY_FIELDS: FieldTable = { account_id: "any", region: "any" };

/** The kinds of one sort of entry. */
export interface Kinds {
  /** Supported kinds. */
  readonly ours: readonly string[];
  /** Kinds of Atmos that this program ignores. */
  readonly others: readonly string[];
}

/** Other clouds and services, whose kinds are ignored, including those that Atmos adds later. */
export const FOREIGN_KIND_REGEXP = /^(?:atmos|azure|gcp|kubernetes|mock)\/[a-z0-9-]+$/;

/** `auth.providers.<name>.kind`. */
export const PROVIDER_KINDS: Kinds = {
  ours: ["aws/iam-identity-center", "aws/saml", "github/oidc"],
  others: ["mock", "atmos/pro", "github/sts"],
};

/** `auth.identities.<name>.kind`. */
export const IDENTITY_KINDS: Kinds = {
  ours: ["aws/user", "aws/assume-role", "aws/assume-root", "aws/permission-set", "aws/ambient", "ambient"],
  others: ["aws/emulator", "kubernetes/emulator", "atmos/pro", "github/sts", "mock"],
};

/** `auth.integrations.<name>.kind`. */
export const INTEGRATION_KINDS: Kinds = {
  ours: ["aws/ecr", "aws/ecr-public"],
  others: ["aws/eks", "github/sts"],
};

/** Whether a kind is supported, ignored, or a mistake. */
export function classifyKind(kind: string, kinds: Kinds): "ours" | "other" | "unknown" {
  if (kinds.ours.includes(kind)) return "ours";
  return kinds.others.includes(kind) || FOREIGN_KIND_REGEXP.test(kind) ? "other" : "unknown";
}

/** The hint for an unknown kind. */
export function kindHint(kind: string, { ours, others }: Kinds): string {
  const near = nearest(kind, [...ours, ...others]);
  return near === undefined ? `Valid values: ${ours.join(", ")}` : `Did you mean "${near}"?`;
}
