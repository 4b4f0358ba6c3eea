import { EnvironmentError } from "../../domain/errors/errors.ts";
import { targetOf } from "../../domain/identity/chain.ts";
import { isAmbient, partitionOfChain } from "../../domain/identity/chain_partition.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { type SessionPlace, sessionPlace } from "../../domain/identity/session_place.ts";
import type { AppContext } from "../../ports/context.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** What opening a session needs. */
export interface SessionPorts extends Pick<AppContext, "sessions" | "deadlines"> {
  readonly issuer: TokenIssuer;
}

/** A logged-in identity. */
export interface OpenSession {
  readonly credentials: AwsCredentials;
  /** Where its session is stored; undefined for an identity of the environment, which has none. */
  readonly place: SessionPlace | undefined;
  /** Whether an existing session was used, or none is stored for this identity. */
  readonly reused: boolean;
}

/** Where the session of an identity is stored; undefined for an identity of the environment. */
export function placeOf({ chain, loaded }: SelectedIdentity): SessionPlace | undefined {
  return isAmbient(chain) ? undefined : sessionPlace(chain, targetOf(chain), loaded.config.realm.value);
}

/**
 * Logs in to an identity, and stores its session where AWS tools find it by `AWS_PROFILE`. A valid stored session is reused.
 *
 * @param options.fresh Whether to create a new session anyway.
 */
export async function openSession(
  selected: SelectedIdentity,
  { issuer, sessions, deadlines }: SessionPorts,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<OpenSession> {
  const { chain, loaded } = selected;
  const place = placeOf(selected);
  const before = place === undefined
    ? undefined
    : await sessions.read(place) ?? await sessions.readUnmarked(place);
  using deadline = deadlines(LOGIN_DEADLINE_MS);
  const credentials = await issuer.authenticator.credentials(chain, {
    deadline,
    realm: loaded.config.realm.value,
    partition: partitionOfChain(chain),
  }, { fresh });
  if (place === undefined) return { credentials, place, reused: true };
  const reused = before?.accessKeyId === credentials.accessKeyId;
  // The chain's walk has stored it, and knows more about it.
  if (!reused && (await sessions.read(place))?.accessKeyId !== credentials.accessKeyId) {
    await sessions.write(place, credentials);
  }
  return { credentials, place, reused };
}

/**
 * Fails if the session of an identity could not be stored, for programs that would read it.
 *
 * @throws {EnvironmentError} `STATE_UNUSABLE`.
 */
export async function requireKept(
  { credentials, place }: OpenSession,
  sessions: IdentitySessions,
): Promise<void> {
  if (place === undefined) return;
  if ((await sessions.read(place))?.accessKeyId === credentials.accessKeyId) return;
  const path = sessions.files(place)?.credentials ?? "";
  throw new EnvironmentError("STATE_UNUSABLE", `Cannot store the session in "${path}"`, {
    hint:
      "Other programs read the session from there. Make the directory writable, or set XDG_CONFIG_HOME to another one",
  });
}
