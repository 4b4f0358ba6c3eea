import type { Identity } from "../../domain/auth/model/auth_config.ts";
import type { Chain } from "../../domain/identity/chain.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { sessionPlace } from "../../domain/identity/session_place.ts";
import { isCaller } from "../../domain/identity/is_caller.ts";
import { AwsError } from "../../domain/errors/errors.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import type { StepContext } from "./contract/identity_step.ts";
import { stsRegion } from "./contract/base_credentials.ts";
import type { Clock } from "../../ports/time.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";

/** What sessions are kept with. */
export interface SessionPorts {
  readonly sessions: IdentitySessions;
  readonly clock: Clock;
  /** Who knows whose session it is that Atmos has left. Without, such sessions of roles are not used. */
  readonly callers?: CallerIdentities;
}

/** How much time a session must have left to be used again, in milliseconds: 15 minutes, as in Atmos. */
const REUSE_MARGIN_MS = 15 * 60 * 1000;

const HOUR_MS = 60 * 60 * 1000;

/**
 * As long as AWS lets a session last: whoever wrote a later end has not got it from AWS. Reference: `DurationSeconds` of GetSessionToken
 * (36 hours) and AssumeRole (12 hours) in the AWS STS API; permission sets last 12 hours at most.
 */
const LONGEST_MS: { readonly user: number; readonly other: number } = {
  user: 36 * HOUR_MS,
  other: 12 * HOUR_MS,
};

/**
 * Keeps the sessions of the identities of chains, and gives them back while they have {@linkcode REUSE_MARGIN_MS} left.
 *
 * Chains that begin with the environment's own credentials, or a token of GitHub Actions, are whoever runs the program: their
 * sessions are neither kept nor used again.
 */
export class SessionKeeper {
  readonly #ports: SessionPorts;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  /** The session of an identity of a chain, if there is one that can be used again. */
  async find(chain: Chain, identity: Identity, context: StepContext): Promise<AwsCredentials | undefined> {
    if (!isOneself(chain)) return undefined;
    const { sessions, clock } = this.#ports;
    const place = sessionPlace(chain, identity, context.realm);
    const session = await sessions.read(place);
    const left = (session?.expiresAt?.getTime() ?? 0) - clock().getTime();
    const longest = identity.kind === "aws/user" ? LONGEST_MS.user : LONGEST_MS.other;
    if (session === undefined || left < REUSE_MARGIN_MS || left > longest + REUSE_MARGIN_MS) return undefined;
    // A user's session is that of the keys below it, of which the ARN says nothing.
    if (identity.kind === "aws/user" || await sessions.isMarked(place)) return session;
    if (hasOwnEndpoint(chain) || !await this.#isOf(identity, session, context)) return undefined;
    await sessions.write(place, session);
    return session;
  }

  /**
   * Whether a session that Atmos has left is that of an identity: its name says nothing about account and role, and all profiles share
   * it. Where AWS does not tell, it is not.
   */
  async #isOf(identity: Identity, session: AwsCredentials, context: StepContext): Promise<boolean> {
    const { callers } = this.#ports;
    if (callers === undefined) return false;
    try {
      const caller = await callers.getCallerIdentity(session, {
        region: stsRegion(undefined, session.region, context.partition),
        signal: context.deadline.signal,
      });
      return isCaller(identity, caller);
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }

  /** Keeps the session of an identity of a chain. */
  async keep(chain: Chain, identity: Identity, realm: string, credentials: StepCredentials): Promise<void> {
    if (credentials.kind !== "aws" || !isOneself(chain)) return;
    await this.#ports.sessions.write(sessionPlace(chain, identity, realm), credentials);
  }

  /** Takes away a session that AWS does not accept. */
  async drop(chain: Chain, identity: Identity, realm: string): Promise<void> {
    if (isOneself(chain)) await this.#ports.sessions.remove(sessionPlace(chain, identity, realm));
  }
}

/** Whether the configuration says whom to ask: what such a server says of a session of others is no proof. */
function hasOwnEndpoint({ provider, identities }: Chain): boolean {
  return [provider, ...identities].some((entry) =>
    entry !== undefined && "endpointUrl" in entry && entry.endpointUrl !== undefined
  );
}

/** Whether a chain leads to the same principal whatever the environment is. */
function isOneself({ provider, identities: [first] }: Chain): boolean {
  return provider?.kind !== "github/oidc" && first.kind !== "aws/ambient";
}
