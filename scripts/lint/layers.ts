/**
 * The layers of `src`, for the linter and for `tests/architecture_test.ts`.
 *
 * @module
 */

/** A folder of `src` → the folders that it may import from, itself included. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: ["domain"],
  ports: ["ports", "domain"],
  app: ["app", "ports", "domain"],
  adapters: ["adapters", "ports", "domain"],
  cli: ["cli", "app", "ports", "domain"],
  helper: ["helper", "app", "ports", "domain"],
};

/** The folders that import nothing from outside of `src`, and use neither the system, the clock, chance nor the network. */
export const PURE: readonly string[] = ["domain", "ports", "app"];

/** An npm package → the one folder that may import it. */
export const HOMES: Readonly<Record<string, string>> = {
  "yaml": "adapters/config",
  "diff": "cli/output",
  "jose": "adapters/keyring",
  "saxes": "adapters/saml",
  "fast-string-truncated-width": "cli/output",
  "@clack/core": "adapters/terminal",
  "@aws-sdk/client-ecr": "adapters/aws",
  "@aws-sdk/client-ecr-public": "adapters/aws",
  "@aws-sdk/client-sso": "adapters/aws",
  "@aws-sdk/client-sso-oidc": "adapters/aws",
  "@aws-sdk/client-sts": "adapters/aws",
  "@aws-sdk/credential-provider-login": "adapters/aws/ambient",
  "@smithy/node-http-handler": "adapters/aws",
};
