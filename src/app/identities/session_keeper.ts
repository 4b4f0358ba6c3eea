import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { AtmosEcrError, CancelledError } from "../../domain/errors/errors.ts";
import type { Chain } from "../../domain/identity/chain.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { isOwner, isOwnerTelling, type SessionOwner } from "../../domain/identity/session_owner.ts";
import { sessionPlace } from "../../domain/identity/session_place.ts";
import { isOutage } from "../../domain/token/token_failure.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import type { AppContext } from "../../ports/context.ts";
import { type StepContext, stsRegion } from "./contract/identity_step.ts";

/** What storing sessions needs. */
export interface SessionPorts extends Pick<AppContext, "sessions" | "clock"> {
  /** Verifies the principal of sessions left by Atmos. Without it, such sessions are not used. */
  readonly callers?: CallerIdentities;
}

/** The current keys of the identity at the root of a chain; see {@linkcode IdentityStep.keys}. */
export type KeysOfRoot = () => Promise<string | null | undefined>;

/** How long a session must remain valid to be reused, in milliseconds: 15 minutes, as in Atmos. */
const REUSE_MARGIN_MS = 15 * 60 * 1000;

const HOUR_MS = 60 * 60 * 1000;

/**
 * The longest session that AWS allows: a later expiry does not come from AWS. Reference: `DurationSeconds` of GetSessionToken (36 hours)
 * and AssumeRole (12 hours) in the AWS STS API; permission sets last 12 hours at most.
 */
const LONGEST_MS: { readonly user: number; readonly other: number } = {
  user: 36 * HOUR_MS,
  other: 12 * HOUR_MS,
};

/**
 * Stores the sessions of identities, and returns them while they are valid for at least {@linkcode REUSE_MARGIN_MS}.
 *
 * Chains that start with the environment's own credentials, or with a GitHub Actions token, depend on the caller: their sessions are
 * neither stored nor reused.
 */
export class SessionKeeper {
  readonly #ports: SessionPorts;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  /** The stored session of an identity, if it can be reused. */
  async find(
    chain: Chain,
    identity: Identity,
    { context, owner, keys }: {
      readonly context: StepContext;
      /** See {@linkcode IdentityStep.owner}. */
      readonly owner: () => Promise<SessionOwner | undefined>;
      readonly keys: KeysOfRoot;
    },
  ): Promise<AwsCredentials | undefined> {
    if (!hasFixedPrincipal(chain)) return undefined;
    const { sessions } = this.#ports;
    const place = { ...sessionPlace(chain, identity, context.realm), keys: await keys() };
    const kept = await sessions.read(place);
    if (kept !== undefined) return this.#isUsable(kept, identity) ? kept : undefined;
    const left = isOwnerTelling(chain, identity) ? await sessions.readUnmarked(place) : undefined;
    if (left === undefined || !this.#isUsable(left, identity)) return undefined;
    const actual = await this.#ownerOf(left, context);
    if (actual === undefined) return undefined;
    const isOwn = identity.kind === "aws/user"
      ? actual.arn === (await known(owner()))?.arn
      : isOwner(chain, identity, actual);
    if (!isOwn) return undefined;
    await sessions.write(place, left, left);
    return left;
  }

  #isUsable({ expiresAt }: AwsCredentials, { kind }: Identity): boolean {
    const leftMs = (expiresAt?.getTime() ?? 0) - this.#ports.clock().getTime();
    const longestMs = kind === "aws/user" ? LONGEST_MS.user : LONGEST_MS.other;
    return leftMs >= REUSE_MARGIN_MS && leftMs <= longestMs + REUSE_MARGIN_MS;
  }

  /** The principal of a session. Only AWS' own endpoint is asked: the reply of another one proves nothing. */
  async #ownerOf(session: AwsCredentials, context: StepContext): Promise<SessionOwner | undefined> {
    const region = stsRegion(undefined, session.region, context.partition);
    return await known(
      this.#ports.callers?.getCallerIdentity(session, { region, signal: context.deadline.signal }),
    );
  }

  /** Stores the session of an identity of a chain. */
  async keep(
    chain: Chain,
    identity: Identity,
    { realm, credentials, keys }: {
      readonly realm: string;
      readonly credentials: StepCredentials;
      readonly keys: KeysOfRoot;
    },
  ): Promise<void> {
    if (credentials.kind !== "aws" || !hasFixedPrincipal(chain)) return;
    const place = { ...sessionPlace(chain, identity, realm), keys: await keys() };
    await this.#ports.sessions.write(place, credentials);
  }

  /** Removes a session that AWS rejects, unless another process has replaced it. */
  async drop(
    chain: Chain,
    identity: Identity,
    { realm, refused }: { readonly realm: string; readonly refused: AwsCredentials },
  ): Promise<void> {
    if (!hasFixedPrincipal(chain)) return;
    await this.#ports.sessions.remove(sessionPlace(chain, identity, realm), refused);
  }
}

/**
 * The principal that AWS reported; undefined if it rejected the credentials, or there are none. An outage is no reason to prompt the user.
 */
async function known(
  owner: Promise<SessionOwner | undefined> | undefined,
): Promise<SessionOwner | undefined> {
  try {
    return await owner;
  } catch (error) {
    if (error instanceof AtmosEcrError && !(error instanceof CancelledError) && !isOutage(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Whether a chain leads to the same principal in every environment. */
function hasFixedPrincipal({ provider, identities: [first] }: Chain): boolean {
  return provider?.kind !== "github/oidc" && first.kind !== "aws/ambient";
}
