import type { AppContext } from "../../ports/context.ts";
import { targetOf } from "../../domain/identity/chain.ts";
import { isAmbient, partitionOfChain } from "../../domain/identity/chain_facts.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { type SessionPlace, sessionPlace } from "../../domain/identity/session_place.ts";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** What a session is opened with. */
export interface SessionPorts extends Pick<AppContext, "sessions" | "deadlines"> {
  readonly issuer: TokenIssuer;
}

/** An identity that is logged in. */
export interface OpenSession {
  readonly credentials: AwsCredentials;
  /** Where its session is on disk; undefined for an identity that is whoever the environment is, which has none. */
  readonly place: SessionPlace | undefined;
  /** Whether nobody had to log in, because it was there before, or there is none to keep. */
  readonly reused: boolean;
}

/** Where the session of an identity is kept; undefined for one that is whoever the environment is. */
export function placeOf({ chain, loaded }: SelectedIdentity): SessionPlace | undefined {
  return isAmbient(chain) ? undefined : sessionPlace(chain, targetOf(chain), loaded.config.realm.value);
}

/**
 * Logs in to an identity, and leaves its session where AWS tools find it by `AWS_PROFILE`. One that is there and lasts is used again.
 *
 * @param options.fresh Whether a new one is made all the same.
 * @throws {AtmosEcrError} What a step of the chain finds wrong, or AWS answered.
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
  // What walked the chain has kept it, and knows more of it.
  if (!reused && (await sessions.read(place))?.accessKeyId !== credentials.accessKeyId) {
    await sessions.write(place, credentials);
  }
  return { credentials, place, reused };
}

/**
 * Fails when the session of an identity could not be kept, for programs that would look for it.
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
