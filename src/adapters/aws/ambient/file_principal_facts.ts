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
 * Who principals are, from variables and the AWS files: by the very plan that credentials are got with. Without `node:` modules: it may
 * be on the way to a warm answer.
 */
export class FilePrincipalFacts implements PrincipalFacts {
  readonly #environment: Environment;
  readonly #plans: FileAmbientPlans;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#plans = new FileAmbientPlans(environment);
  }

  async ambient(): Promise<Definition> {
    // Where nothing else has a say, the files are not read: they are asked for several times on the way to one token.
    return keysOfVariables((name) => this.#environment.get(name)) ?? await this.#plans.define();
  }

  async profile(
    { profile, configFile, credentialsFile }: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">,
  ): Promise<Definition> {
    return await this.#plans.define({ name: profile, files: { configFile, credentialsFile } });
  }

  async storedKeys(user: string): Promise<StoredKeyDefinition | undefined> {
    const environment = this.#environment;
    const variable = (name: string): string | undefined => environment.get(name);
    const place = { home: homeDirectory(environment), cwd: environment.cwd };
    const keys = new ProfileUserKeys(sharedFilePaths(variable, place).credentialsFile);
    const found = await keys.find({ name: user, realm: "" });
    // What is in a keyring only its password tells, and that it has none of this user neither.
    return found.kind === "keys" ? { kind: "keys", accessKeyId: found.accessKeyId } : { kind: "keyring" };
  }
}
