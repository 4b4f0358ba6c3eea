/**
 * What tests of programs that use the library work with: ports in memory, and the promises that every implementation of a port keeps.
 *
 * @example A test that asks neither AWS nor this machine
 * ```ts
 * import { createClient, Secret } from "@atmos/ecr";
 * import { MemoryAmbientCredentials, MemoryDockerConfigStore, MemoryEcrTokens } from "@atmos/ecr/testing";
 *
 * const docker = new MemoryDockerConfigStore();
 * const client = createClient({
 *   environment: { get: () => undefined, cwd: "/project", os: "linux" },
 *   credentials: new MemoryAmbientCredentials({ accessKeyId: "AKIATEST", secretAccessKey: new Secret("x") }),
 *   tokens: new MemoryEcrTokens(),
 *   docker,
 * });
 * const [outcome] = await client.login("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
 * if (outcome?.status !== "ok" || docker.writes !== 1) throw new Error("unexpected");
 * ```
 * @module
 */
export { AwsError, type AwsErrorCode, type AwsErrorDetails } from "../src/domain/errors/errors.ts";
export { MemoryAmbientCredentials } from "./fakes/memory_ambient_credentials.ts";
export { MemoryCredentialStores } from "./fakes/memory_credential_stores.ts";
export { MemoryDockerConfigStore } from "./fakes/memory_docker_config_store.ts";
export { MemoryEcrTokens, type MemoryPassword, type TokenRequest } from "./fakes/memory_ecr_tokens.ts";
export { type StoreUnderTest, testDockerConfigStore } from "./contracts/docker_config_store_contract.ts";
export { testEcrTokens, type TokenOrigin, type TokensUnderTest } from "./contracts/ecr_tokens_contract.ts";
