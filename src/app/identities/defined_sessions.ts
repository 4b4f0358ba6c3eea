import type { SessionPlace } from "../../domain/identity/session_place.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";
import { asExpectedError } from "../expected_error.ts";
import { type FactPorts, identityDefinition } from "../principals/complete_definition.ts";

/**
 * Stores sessions under the complete definition of their identity, including facts outside the configuration, such as the keys of a user in
 * a profile. After the keys change, the session of the former keys is not found.
 */
export function definedSessions(sessions: IdentitySessions, ports: FactPorts): IdentitySessions {
  const define = async (place: SessionPlace): Promise<SessionPlace> => {
    try {
      return { ...place, definition: await identityDefinition(place.definition, ports) };
    } catch (error) {
      // Unreadable AWS files are reported by the code that needs them. This definition matches no session.
      asExpectedError(error);
      return place;
    }
  };
  return {
    read: async (place) => await sessions.read(await define(place)),
    write: async (place, credentials, expected) =>
      await sessions.write(await define(place), credentials, expected),
    readUnmarked: (place) => sessions.readUnmarked(place),
    isMarked: (place) => sessions.isMarked(place),
    has: (place) => sessions.has(place),
    remove: (place, expected) => sessions.remove(place, expected),
    files: (place) => sessions.files(place),
  };
}
