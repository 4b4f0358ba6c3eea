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
  /** The session that was stored before, if any. */
  readonly before?: AwsCredentials | undefined;
}

/** Where the session of an identity is stored; undefined for an identity of the environment. */
export function placeOf({ chain, loaded }: SelectedIdentity): SessionPlace | undefined {
  return isAmbient(chain) ? undefined : sessionPlace(chain, targetOf(chain), loaded.config.realm.value);
}

/** A logged-in identity whose session may still be being stored. */
export interface BegunSession extends OpenSession {
  /** Ends when the session is stored, or could not be; must be awaited before the program ends. Fails if the program is interrupted. */
  readonly stored: Promise<void>;
}

/**
 * Logs in to an identity, and stores its session where AWS tools find it by `AWS_PROFILE`. A valid stored session is reused.
 *
 * @param options.fresh Whether to create a new session anyway.
 */
export async function openSession(
  selected: SelectedIdentity,
  ports: SessionPorts,
  options: { readonly fresh?: boolean } = {},
): Promise<OpenSession> {
  const { stored, ...session } = await beginSession(selected, ports, options);
  await stored;
  return session;
}

/** As {@linkcode openSession}, for callers that have other things to do while the session is being stored. */
export async function beginSession(
  selected: SelectedIdentity,
  { issuer: { authenticator }, sessions, deadlines }: SessionPorts,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<BegunSession> {
  const { chain, loaded } = selected;
  const found = placeOf(selected);
  const before = found && (await sessions.read(found) ?? await sessions.readUnmarked(found));
  using resources = new DisposableStack();
  const deadline = resources.use(deadlines(LOGIN_DEADLINE_MS));
  const context = { deadline, realm: loaded.config.realm.value, partition: partitionOfChain(chain) };
  const credentials = await authenticator.credentials(chain, context, { fresh, settle: false })
    .catch(async (error: unknown) => {
      await authenticator.settled();
      throw error;
    });
  // Another process may store a session that it has made with other keys.
  const place = found && { ...found, keys: await authenticator.keysOf(chain, context) };
  const reused = place === undefined || before?.accessKeyId === credentials.accessKeyId;
  const session = { credentials, place, reused, before };
  const pending = resources.move();
  const store = async (): Promise<void> => {
    using _ = pending;
    await authenticator.settled();
    // The chain's walk has stored it, and knows more about it.
    if (reused || await isNewlyKept(session, sessions)) return;
    await sessions.write(place, credentials);
  };
  const stored = store();
  stored.catch(() => undefined);
  return { ...session, stored };
}

/**
 * Fails if the session of an identity could not be stored, for programs that would read it.
 *
 * @throws {EnvironmentError} `STATE_UNUSABLE`.
 */
export async function requireKept(session: OpenSession, sessions: IdentitySessions): Promise<void> {
  const { place } = session;
  if (place === undefined || await isNewlyKept(session, sessions)) return;
  const path = sessions.files(place)?.credentials ?? "";
  throw new EnvironmentError("STATE_UNUSABLE", `Cannot store the session in "${path}"`, {
    hint:
      "Other programs read the session from there. Make the directory writable, or set XDG_CONFIG_HOME to another one",
  });
}

/** Whether the session is stored, or another one of the same definition and keys that another process has just opened and stored. */
async function isNewlyKept(
  { credentials, place, before }: OpenSession,
  sessions: IdentitySessions,
): Promise<boolean> {
  const kept = place && (await sessions.read(place))?.accessKeyId;
  return kept !== undefined && (kept === credentials.accessKeyId || kept !== before?.accessKeyId);
}
