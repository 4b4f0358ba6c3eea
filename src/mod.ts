/**
 * Gets container tools into Amazon ECR from the identities in `atmos.yaml`. As a program it logs Docker in
 * (`deno run -A jsr:@atmos/ecr login dev/ecr`); as a library it gets the logins of registries, says who a registry is for, and reads the
 * host names of registries. It asks nobody: what needs a person fails with a code. It prints nothing.
 *
 * @example Get the login of a registry
 * ```ts
 * import { getToken } from "@atmos/ecr";
 *
 * async function passwordOf(host: string): Promise<string> {
 *   const { password } = await getToken(host, { signal: AbortSignal.timeout(20_000) });
 *   return password;
 * }
 * ```
 *
 * @example Tell the region of a registry
 * ```ts
 * import { parseRegistry } from "@atmos/ecr";
 *
 * parseRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com").region; // "eu-west-1"
 * ```
 * @module
 */
import type { Client, LoginOutcome, RegistryToken, ResolvedRegistry } from "./app/library/client.ts";
import type { ClientOptions, LoginOptions } from "./app/library/client_options.ts";
import type { ClientPorts, IdentityCredentials } from "./app/library/client_ports.ts";

export { parseRegistry } from "./domain/registry/parse_registry.ts";
export type { Registry } from "./domain/registry/registry.ts";
export type { Partition } from "./domain/registry/partitions.ts";
export { AtmosEcrError, type ErrorDetails, RegistryError } from "./domain/errors/errors.ts";
export type { ErrorCode } from "./domain/errors/error_codes.ts";
export type { SourcePosition } from "./domain/errors/source_position.ts";
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
 * A client with other adapters than those of this machine: for a token source of one's own, for another clock, for tests. What is left
 * out is the machine's own.
 *
 * @example A source of tokens of one's own
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
 * Gets the login of a registry, for the identity that the configuration links to it, else for the environment's credentials. Docker's
 * configuration is left alone.
 *
 * @example Say what a person has to do
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
 * @param host As people have it, `https://` and the path of an image included.
 * @throws {AtmosEcrError} With a code.
 */
export async function getToken(host: string, options?: ClientOptions): Promise<RegistryToken> {
  return await createClient().getToken(host, options);
}

/**
 * Logs Docker in, as `atmos-ecr login`. A registry that fails does not end the others.
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
 * @param targets Integrations by name, or registries by host; none for what the default identity is for.
 * @throws {AtmosEcrError} What is wrong with the targets, the configuration or Docker's, before AWS is asked.
 */
export async function login(
  targets: string | readonly string[] = [],
  options?: LoginOptions,
): Promise<readonly LoginOutcome[]> {
  return await createClient().login(targets, options);
}

/**
 * Says who a registry is for, as `atmos-ecr explain`, and asks AWS nothing.
 *
 * @example Show the way to an identity
 * ```ts
 * import { resolveRegistry } from "@atmos/ecr";
 *
 * async function wayTo(host: string): Promise<string> {
 *   const { chain } = await resolveRegistry(host);
 *   return chain.length === 0 ? "the environment's credentials" : chain.join(" → ");
 * }
 * ```
 * @throws {AtmosEcrError} What is wrong with the host or the configuration.
 */
export async function resolveRegistry(host: string, options?: ClientOptions): Promise<ResolvedRegistry> {
  return await createClient().resolveRegistry(host, options);
}

if (import.meta.main) {
  const { runProgram } = await import("./main.ts");
  await runProgram();
}
