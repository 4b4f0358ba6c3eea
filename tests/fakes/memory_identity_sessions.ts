import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import { type Definition, isSameDefinition } from "../../src/domain/identity/definition.ts";
import type { SessionPlace } from "../../src/domain/identity/session_place.ts";
import type { IdentitySessions, SessionFiles } from "../../src/ports/sessions.ts";

/** Sessions in memory. They pass the contract in `tests/contracts/identity_sessions_contract.ts`. */
export class MemoryIdentitySessions implements IdentitySessions {
  /** What was done, in order: `read dev`, `write dev`, `remove dev`. */
  readonly actions: string[] = [];
  readonly #kept = new Map<
    string,
    {
      readonly definition: Definition | undefined;
      readonly keys?: SessionPlace["keys"];
      readonly credentials: AwsCredentials;
    }
  >();

  read(place: SessionPlace): Promise<AwsCredentials | undefined> {
    this.actions.push(`read ${place.identity}`);
    const kept = this.#kept.get(key(place));
    return Promise.resolve(
      kept?.definition !== undefined && isSameDefinition(kept.definition, place.definition) &&
        (place.keys === undefined || (kept.keys ?? null) === place.keys)
        ? kept.credentials
        : undefined,
    );
  }

  readUnmarked(place: SessionPlace): Promise<AwsCredentials | undefined> {
    const kept = this.#kept.get(key(place));
    return Promise.resolve(
      kept !== undefined && kept.definition === undefined ? kept.credentials : undefined,
    );
  }

  isMarked(place: SessionPlace): Promise<boolean> {
    return Promise.resolve(this.#kept.get(key(place))?.definition !== undefined);
  }

  has(place: SessionPlace): Promise<boolean> {
    return Promise.resolve(this.#kept.has(key(place)));
  }

  write(place: SessionPlace, credentials: AwsCredentials, expected?: AwsCredentials): Promise<void> {
    this.actions.push(`write ${place.identity}`);
    if (
      this.#isExpected(place, expected) && credentials.sessionToken !== undefined &&
      credentials.expiresAt !== undefined
    ) {
      this.#kept.set(key(place), { definition: place.definition, keys: place.keys, credentials });
    }
    return Promise.resolve();
  }

  remove(place: SessionPlace, expected?: AwsCredentials): Promise<boolean> {
    this.actions.push(`remove ${place.identity}`);
    return Promise.resolve(this.#isExpected(place, expected) && this.#kept.delete(key(place)));
  }

  #isExpected(place: SessionPlace, expected: AwsCredentials | undefined): boolean {
    return expected === undefined ||
      this.#kept.get(key(place))?.credentials.accessKeyId === expected.accessKeyId;
  }

  files(place: SessionPlace): SessionFiles | undefined {
    const folder = `/home/user/.config/atmos/${place.realm}/aws/${place.root}`;
    return { credentials: `${folder}/credentials`, config: `${folder}/config`, profile: place.identity };
  }

  /** Keeps a session as this program would, without an action. */
  keepMarked(place: SessionPlace, credentials: AwsCredentials): void {
    this.#kept.set(key(place), { definition: place.definition, keys: place.keys, credentials });
  }

  /** Keeps a session as Atmos would, which does not say for what definition. */
  keepOfAtmos(place: SessionPlace, credentials: AwsCredentials): void {
    this.#kept.set(key(place), { definition: undefined, credentials });
  }
}

function key({ realm, root, identity }: SessionPlace): string {
  return JSON.stringify([realm, root, identity]);
}
