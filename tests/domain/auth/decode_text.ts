import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import type { AuthConfig, Entry } from "../../../src/domain/auth/model/auth_config.ts";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import { type Problem, sortProblems } from "../../../src/domain/config/problem.ts";

/** The configuration that a YAML text means. The text is `atmos.yaml`. */
export function decodeText(text: string): AuthConfig {
  return decodeAuth(readYaml(text, "atmos.yaml").tree);
}

/** The only entry among identities, the text of which is below `auth.identities.x`, two lines above. */
export function decodeIdentityText(
  text: string,
): AuthConfig["identities"] extends ReadonlyMap<string, infer E> ? E : never {
  return only(decodeText(`auth:\n  identities:\n    x: ${text}\n`).identities);
}

/** As {@linkcode decodeIdentityText}, among integrations. */
export function decodeIntegrationText(
  text: string,
): AuthConfig["integrations"] extends ReadonlyMap<string, infer E> ? E : never {
  return only(decodeText(`auth:\n  integrations:\n    x: ${text}\n`).integrations);
}

/** As {@linkcode decodeIdentityText}, among providers. */
export function decodeProviderText(
  text: string,
): AuthConfig["providers"] extends ReadonlyMap<string, infer E> ? E : never {
  return only(decodeText(`auth:\n  providers:\n    x: ${text}\n`).providers);
}

/** Problems as `severity line:column message | hint`. */
export function shown(problems: readonly Problem[]): string[] {
  return sortProblems(problems).map(({ severity, position, message, hint }) =>
    `${severity} ${position?.line}:${position?.column} ${message}${hint === undefined ? "" : ` | ${hint}`}`
  );
}

/** Every problem of a configuration. */
export function allProblems(auth: AuthConfig): Problem[] {
  const entries: Entry<unknown>[] = [
    ...auth.providers.values(),
    ...auth.identities.values(),
    ...auth.integrations.values(),
  ];
  return [...auth.problems, ...entries.flatMap(({ problems }) => problems)];
}

function only<E>(entries: ReadonlyMap<string, E>): E {
  const [entry] = entries.values();
  if (entry === undefined) throw new Error("Cannot find the entry");
  return entry;
}
