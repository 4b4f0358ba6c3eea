import { asExpectedError } from "../expected_error.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import type { SessionPlace } from "../../domain/identity/session_place.ts";
import type { IdentitySessions, SessionFiles } from "../../ports/sessions.ts";
import { type FactPorts, identityDefinition } from "./complete_definition.ts";

/**
 * Stores sessions under the complete definition of their identity, including facts outside the configuration, such as the keys of a user in
 * a profile. After the keys change, the session of the former keys is not found.
 */
export class DefinedSessions implements IdentitySessions {
  readonly #sessions: IdentitySessions;
  readonly #ports: FactPorts;

  constructor(sessions: IdentitySessions, ports: FactPorts) {
    this.#sessions = sessions;
    this.#ports = ports;
  }

  async read(place: SessionPlace): Promise<AwsCredentials | undefined> {
    return await this.#sessions.read(await this.#define(place));
  }

  async write(place: SessionPlace, credentials: AwsCredentials): Promise<void> {
    await this.#sessions.write(await this.#define(place), credentials);
  }

  readUnmarked(place: SessionPlace): Promise<AwsCredentials | undefined> {
    return this.#sessions.readUnmarked(place);
  }

  has(place: SessionPlace): Promise<boolean> {
    return this.#sessions.has(place);
  }

  remove(place: SessionPlace): Promise<boolean> {
    return this.#sessions.remove(place);
  }

  files(place: SessionPlace): SessionFiles | undefined {
    return this.#sessions.files(place);
  }

  async #define(place: SessionPlace): Promise<SessionPlace> {
    try {
      return { ...place, definition: await identityDefinition(place.definition, this.#ports) };
    } catch (error) {
      // Unreadable AWS files are reported by the code that needs them. This definition matches no session.
      asExpectedError(error);
      return place;
    }
  }
}
