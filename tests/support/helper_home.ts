import { join } from "node:path";
import { FilePrincipalFacts } from "../../src/adapters/aws/ambient/file_principal_facts.ts";
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import { DockerConfigFile } from "../../src/adapters/docker/docker_config_file.ts";
import { PinFiles } from "../../src/adapters/state/pin_files.ts";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { identityDefinition } from "../../src/app/principals/complete_definition.ts";
import { loadPinned, resolveLoaded } from "../../src/app/pins/resolve_pin.ts";
import { trustPath } from "../../src/domain/files/app_directories.ts";
import { pinLabel, type RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import type { CachedToken, TokenKey } from "../../src/domain/token/cache_entry.ts";
import { openPin } from "../../src/wiring/pin_resolver.ts";
import type { Environment } from "../../src/ports/process.ts";
import { pin, sourceOf } from "./helper_fixtures.ts";
import type { Sandbox } from "./sandbox.ts";
import { writeProgram } from "./write_program.ts";

/** The directory of pinned registries in a sandbox. */
export function pinsDirectoryOf(sandbox: Sandbox): string {
  return join(sandbox.dockerDirectory, "atmos-ecr");
}

/** The file of the pin of a host, by its plain name. */
export function pinFile(sandbox: Sandbox, host: string): string {
  return join(pinsDirectoryOf(sandbox), `${host}.json`);
}

/** The directory of cached tokens in a sandbox. */
export function tokensDirectory(sandbox: Sandbox): string {
  return join(sandbox.home, ".cache/atmos/ecr/tokens");
}

/** The pins in a sandbox. */
export function pinsOf(sandbox: Sandbox): PinFiles {
  return pinsIn(sandbox.dockerDirectory);
}

/** The pins in a Docker directory, and in one of the machine. */
export function pinsIn(docker: string, machine?: string): PinFiles {
  const store = new DockerConfigFile(docker);
  return new PinFiles({ docker: join(docker, "atmos-ecr"), machine }, (work) => store.exclusively(work));
}

/** A pin to an identity of the sandbox's own `atmos.yaml`. */
export function projectPin(
  sandbox: Sandbox,
  host: string,
  identity: string,
  integration?: string,
): RegistryPin {
  const { integration: _none, ...made } = pin({
    host,
    identity,
    sources: [sourceOf(join(sandbox.project, "atmos.yaml"))],
  });
  return integration === undefined ? made : { ...made, integration };
}

/** The environment of a program in a sandbox. */
export function environmentIn(
  sandbox: Sandbox,
  extra: Readonly<Record<string, string | undefined>> = {},
): Environment {
  const variables = sandbox.environment(extra);
  return { get: (name) => variables[name], cwd: sandbox.project, os: "linux" };
}

/** Trusts files of the sandbox's project as they are, as `trust` does. */
export async function trustIn(sandbox: Sandbox, paths: readonly string[]): Promise<void> {
  const trust = new TrustFile(trustPath(environmentIn(sandbox)));
  for (const path of paths) {
    const file = join(sandbox.project, path);
    await trust.trust(file, await Deno.readFile(file));
  }
}

/** The key under which the helper keeps the token of a pin. */
export async function pinnedKey(made: RegistryPin, environment: Environment): Promise<TokenKey> {
  const facts = new FilePrincipalFacts(environment);
  const registry = parseRegistry(made.host);
  if (made.kind === "environment") return { registry, definition: await facts.ambient() };
  if (made.kind === "aws-profile") return { registry, definition: await facts.profile(made) };
  const loaded = await loadPinned(made, openPin(made, environment).configurations);
  const { configured } = await resolveLoaded(made, loaded);
  return { registry, definition: await identityDefinition(configured, { environment, facts }) };
}

/** Puts a token into the cache of a sandbox, as the helper would have for a pin. */
export async function cacheToken(
  sandbox: Sandbox,
  made: RegistryPin,
  token: CachedToken,
  environment = environmentIn(sandbox),
): Promise<void> {
  const cache = new TokenFileCache(tokensDirectory(sandbox), () => new Date());
  await cache.write(await pinnedKey(made, environment), { host: made.host, label: pinLabel(made), token });
}

/** A directory on the PATH with programs that do nothing, and the PATH that has it first. */
export async function fakePrograms(sandbox: Sandbox, names: readonly string[]): Promise<string> {
  const directory = join(sandbox.root, "bin");
  await Deno.mkdir(directory, { recursive: true });
  for (const name of names) {
    await writeProgram(join(directory, name), "#!/bin/sh\nexit 1\n");
  }
  return `${directory}:${Deno.env.get("PATH")}`;
}
