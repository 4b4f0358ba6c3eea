import { sharedFilePaths } from "../../../domain/aws_files/file_paths.ts";
import { homeDirectory } from "../../../domain/files/app_directories.ts";
import type { ProfilePin } from "../../../domain/helper/registry_pin.ts";
import type { Definition } from "../../../domain/identity/definition.ts";
import type { StoredKeyDefinition } from "../../../domain/identity/definition_facts.ts";
import { keysOfVariables } from "../../../domain/identity/definition_facts.ts";
import type { Environment } from "../../../ports/process.ts";
import type { PrincipalFacts } from "../../../ports/aws.ts";
import { FileAmbientPlans } from "./file_ambient_plans.ts";
import { ProfileUserKeys } from "./profile_user_keys.ts";

/**
 * The definitions of principals, from variables and the AWS files: from the same plan that gets the credentials. Without `node:` modules: a
 * cache hit may need it.
 */
export class FilePrincipalFacts implements PrincipalFacts {
  readonly #environment: Environment;
  readonly #plans: FileAmbientPlans;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#plans = new FileAmbientPlans(environment);
  }

  async ambient(): Promise<Definition> {
    // If variables decide, the files are not read: the facts are needed several times per token.
    return keysOfVariables((name) => this.#environment.get(name)) ?? await this.#plans.define();
  }

  async profile(
    { profile, configFile, credentialsFile }: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">,
  ): Promise<Definition> {
    return await this.#plans.define({ name: profile, files: { configFile, credentialsFile } });
  }

  async storedKeys(user: string, credentialsFile?: string): Promise<StoredKeyDefinition | undefined> {
    const environment = this.#environment;
    const variable = (name: string): string | undefined => environment.get(name);
    const place = { home: homeDirectory(environment), cwd: environment.cwd };
    const keys = new ProfileUserKeys(credentialsFile ?? sharedFilePaths(variable, place).credentialsFile);
    const found = await keys.find({ name: user, realm: "" });
    // The content of a keyring is only known with its password, even if it has no keys of this user.
    return found.kind === "keys" ? { kind: "keys", accessKeyId: found.accessKeyId } : { kind: "keyring" };
  }
}
