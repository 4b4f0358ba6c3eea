/**
 * Gets container tools into Amazon ECR from the identities in `atmos.yaml`. As a program it logs Docker in (`deno run -A jsr:@atmos/ecr
 * login dev/ecr`); as a library it provides registry credentials, resolves registries to identities, and parses registry host names. It
 * never prompts or prints: if an interactive login is required, it fails with a code.
 *
 * @example Get a registry's password
 * ```ts
 * import { getToken } from "@atmos/ecr";
 *
 * async function passwordOf(host: string): Promise<string> {
 *   const { password } = await getToken(host, { signal: AbortSignal.timeout(20_000) });
 *   return password;
 * }
 * ```
 *
 * @example Get the region of a registry
 * ```ts
 * import { parseRegistry } from "@atmos/ecr";
 *
 * parseRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com").region; // "eu-west-1"
 * ```
 * @module
 */
import type {
  Client,
  ClientOptions,
  LoginOptions,
  LoginOutcome,
  RegistryToken,
  ResolvedRegistry,
} from "./app/library/client.ts";
import type { ClientPorts, IdentityCredentials } from "./app/library/client_ports.ts";

export { parseRegistry } from "./domain/registry/parse_registry.ts";
export type { Registry } from "./domain/registry/registry.ts";
export type { Partition } from "./domain/registry/partitions.ts";
export { AtmosEcrError, type ErrorDetails, RegistryError } from "./domain/errors/errors.ts";
export { ERROR_CODES, type ErrorCode } from "./domain/errors/error_codes.ts";
export type { SourcePosition } from "./domain/errors/errors.ts";
export type {
  Client,
  ClientOptions,
  ClientPorts,
  IdentityCredentials,
  LoginOptions,
  LoginOutcome,
  RegistryToken,
  ResolvedRegistry,
};
export { Secret } from "./domain/secret.ts";
export type { AwsCredentials, KnownPrincipal } from "./domain/identity/credentials.ts";
export type { EcrToken } from "./domain/token/ecr_token.ts";
export type {
  AmbientCredentials,
  AmbientOptions,
  CallOptions,
  EcrTokens,
  MfaProof,
  MfaProver,
  ProfileChoice,
} from "./ports/aws.ts";
export type { CredentialStores, DockerConfigStore, StoredLogin } from "./ports/docker.ts";
export type { Environment } from "./ports/process.ts";
export type { SharedFilePaths } from "./domain/aws_files/file_paths.ts";
export type { Clock } from "./ports/time.ts";

/**
 * Creates a client with other adapters, such as a custom token source, another clock, or fakes for tests. Adapters that are not given are
 * those of this machine.
 *
 * @example A custom token source
 * ```ts
 * import { createClient, Secret } from "@atmos/ecr";
 *
 * const client = createClient({
 *   environment: { get: () => undefined, cwd: "/", os: "linux" },
 *   credentials: {
 *     resolve: () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: new Secret("…") }),
 *   },
 *   tokens: {
 *     request: () =>
 *       Promise.resolve({ username: "AWS", password: new Secret("from the vault"), expiresAt: new Date(Date.now() + 60_000) }),
 *   },
 * });
 * const { password } = await client.getToken("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
 * if (password !== "from the vault") throw new Error("unexpected");
 * ```
 */
export function createClient(ports: ClientPorts = {}): Client {
  let client: Promise<Client> | undefined;
  const open = (): Promise<Client> =>
    client ??= import("./wiring/library.ts").then(({ processClient }) => processClient(ports));
  return {
    getToken: async (host, options) => await (await open()).getToken(host, options),
    login: async (targets, options) => await (await open()).login(targets, options),
    resolveRegistry: async (host, options) => await (await open()).resolveRegistry(host, options),
  };
}

/**
 * Gets the credentials of a registry. Uses the identity that the configuration links to it, otherwise its pin, otherwise the environment's
 * credentials. Does not change Docker's configuration.
 *
 * @example Tell the user what to do
 * ```ts
 * import { AtmosEcrError, getToken } from "@atmos/ecr";
 *
 * async function passwordOf(host: string): Promise<string> {
 *   try {
 *     return (await getToken(host, { identity: "dev-admin" })).password;
 *   } catch (error) {
 *     if (!(error instanceof AtmosEcrError) || error.code !== "LOGIN_REQUIRED") throw error;
 *     throw new Error(`Log in first. ${error.hint}`, { cause: error });
 *   }
 * }
 * ```
 * @param host The host, optionally with `https://` and an image path.
 * @throws {AtmosEcrError} With a stable code.
 */
export async function getToken(host: string, options?: ClientOptions): Promise<RegistryToken> {
  return await createClient().getToken(host, options);
}

/**
 * Logs Docker in, like `atmos-ecr login`. If one registry fails, the others still complete.
 *
 * @example Log in to two integrations, or fail
 * ```ts
 * import { login } from "@atmos/ecr";
 *
 * async function logIn(): Promise<void> {
 *   for (const outcome of await login(["dev/ecr", "prod/ecr"])) {
 *     if (outcome.status === "failed") throw outcome.error;
 *   }
 * }
 * ```
 * @param targets Integrations by name, or registries by host; without any, the registries of the default identity.
 * @throws {AtmosEcrError} If the targets, the configuration or Docker's configuration are invalid, before AWS is called.
 */
export async function login(
  targets: string | readonly string[] = [],
  options?: LoginOptions,
): Promise<readonly LoginOutcome[]> {
  return await createClient().login(targets, options);
}

/**
 * Resolves a registry to its identity, like `atmos-ecr explain`. Does not call AWS.
 *
 * @example Show an identity chain
 * ```ts
 * import { resolveRegistry } from "@atmos/ecr";
 *
 * async function wayTo(host: string): Promise<string> {
 *   const { chain } = await resolveRegistry(host);
 *   return chain.length === 0 ? "the environment's credentials" : chain.join(" → ");
 * }
 * ```
 * @throws {AtmosEcrError} If the host or the configuration is invalid.
 */
export async function resolveRegistry(host: string, options?: ClientOptions): Promise<ResolvedRegistry> {
  return await createClient().resolveRegistry(host, options);
}

if (import.meta.main) {
  const { runProgram } = await import("./main.ts");
  await runProgram();
}
