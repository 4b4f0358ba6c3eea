/**
 * The kinds of providers, identities and integrations: those that can lead to ECR, and those that Atmos has for other purposes.
 *
 * Reference: `pkg/auth/factory/factory.go` and `pkg/auth/integrations/types.go` of Atmos, commit 0a1cb4480b.
 *
 * @module
 */
import { nearest } from "../../text/nearest.ts";

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
