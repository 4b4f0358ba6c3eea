import type { ProfilePin } from "../../../domain/helper/registry_pin.ts";
import {
  type Definition,
  keysOfVariables,
  type StoredKeyDefinition,
} from "../../../domain/identity/definition.ts";
import type { PrincipalFacts } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { awsFilePaths } from "../shared_files/read_aws_files.ts";
import { defineFromFiles } from "./file_ambient_plans.ts";
import { ProfileUserKeys } from "./profile_user_keys.ts";

/**
 * The definitions of principals, from variables and the AWS files: from the same plan that gets the credentials. Without `node:` modules: a
 * cache hit may need it.
 */
export class FilePrincipalFacts implements PrincipalFacts {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async ambient(): Promise<Definition> {
    // If variables decide, the files are not read: the facts are needed several times per token.
    return keysOfVariables((name) => this.#environment.get(name)) ?? await defineFromFiles(this.#environment);
  }

  async profile(
    { profile, configFile, credentialsFile }: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">,
  ): Promise<Definition> {
    const files = { configFile, credentialsFile };
    return await defineFromFiles(this.#environment, { name: profile, files });
  }

  async storedKeys(user: string, credentialsFile?: string): Promise<StoredKeyDefinition | undefined> {
    const path = credentialsFile ?? awsFilePaths(this.#environment).credentialsFile;
    const found = await new ProfileUserKeys(path).find({ name: user, realm: "" });
    // The content of a keyring is only known with its password, even if it has no keys of this user.
    return found.kind === "keys" ? { kind: "keys", accessKeyId: found.accessKeyId } : { kind: "keyring" };
  }
}
