import { homeDirectory } from "../../domain/files/app_directories.ts";
import type { ProfilePin } from "../../domain/helper/registry_pin.ts";
import {
  type AmbientSource,
  ambientSources,
  asksDefaultProfile,
} from "../../domain/identity/ambient_sources.ts";
import type { Definition, DefinitionStep } from "../../domain/identity/definition.ts";
import type { StoredKeyDefinition } from "../../domain/identity/definition_facts.ts";
import { readIniSections } from "../../domain/ini/ini_sections.ts";
import type { Environment } from "../../ports/environment.ts";
import type { PrincipalFacts } from "../../ports/principal_facts.ts";
import { readSharedFile, SharedCredentialFiles, sharedCredentialPaths } from "./shared_credential_files.ts";

/** The kernel's name for this boot: an image that is started twice has two. Reference: random(4). */
const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** Who the environment is, from its variables and the AWS files. Without `node:` modules: it may be on the way to a warm answer. */
export class FilePrincipalFacts implements PrincipalFacts {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async ambient(): Promise<Definition> {
    const environment = this.#environment;
    const variable = (name: string): string | undefined => environment.get(name);
    const sources = ambientSources(variable, {
      home: homeDirectory(environment),
      cwd: environment.cwd,
      defaultProfile: asksDefaultProfile(variable) &&
        await new SharedCredentialFiles(sharedCredentialPaths(environment)).hasCredentials("default"),
    });
    const steps: DefinitionStep[] = [];
    for (const source of sources) steps.push(await sourceStep(source));
    return { steps, opaque: sources.some(({ kind }) => kind === "container" || kind === "instance") };
  }

  async profile(
    { profile, configFile, credentialsFile }: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">,
  ): Promise<Definition> {
    const source = { kind: "profile", name: profile, configFile, credentialsFile } as const;
    return { steps: [await sourceStep(source)], opaque: false };
  }

  async storedKeys(user: string): Promise<StoredKeyDefinition | undefined> {
    const [, credentialsFile = ""] = sharedCredentialPaths(this.#environment);
    const sections = readIniSections(await readSharedFile(credentialsFile));
    const settings = sections.get(user) ?? sections.get(user.toLowerCase());
    const accessKeyId = settings?.get("aws_access_key_id");
    // What is in a keyring only its password tells, and that it has none of this user neither.
    return accessKeyId === undefined ? { kind: "keyring" } : { kind: "keys", accessKeyId };
  }
}

/** A profile counts with all that its files say, as it may lead to any part of them. */
async function sourceStep(source: AmbientSource): Promise<DefinitionStep> {
  switch (source.kind) {
    case "keys":
      return { kind: source.kind, access_key_id: source.accessKeyId };
    case "profile":
      return {
        kind: source.kind,
        name: source.name,
        config: await fileHash(source.configFile),
        credentials: await fileHash(source.credentialsFile),
      };
    case "web-identity":
      return { kind: source.kind, role_arn: source.roleArn, token_file: source.tokenFile };
    case "container":
      return { kind: source.kind, uri: source.uri };
    case "instance":
      return { kind: source.kind, endpoint: source.endpoint, boot: (await readSharedFile(BOOT_ID)).trim() };
  }
}

async function fileHash(path: string): Promise<string> {
  const bytes = new TextEncoder().encode(await readSharedFile(path));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
