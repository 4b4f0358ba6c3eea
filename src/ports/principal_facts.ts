import type { ProfilePin } from "../domain/helper/registry_pin.ts";
import type { Definition } from "../domain/identity/definition.ts";
import type { StoredKeyDefinition } from "../domain/identity/definition_facts.ts";

/** What decides who a principal is, outside of configurations. Told from files and variables: no network is asked. */
export interface PrincipalFacts {
  /** Whose credentials the environment has. */
  ambient(): Promise<Definition>;
  /** Whose credentials a profile of the AWS files has. */
  profile(pin: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">): Promise<Definition>;
  /** The keys of an IAM user whose configuration has none. @param user The identity's name. */
  storedKeys(user: string): Promise<StoredKeyDefinition | undefined>;
}
