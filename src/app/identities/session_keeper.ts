import type { Identity } from "../../domain/auth/model/auth_config.ts";
import type { Chain } from "../../domain/identity/chain.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { sessionPlace } from "../../domain/identity/session_place.ts";
import type { Clock } from "../../ports/time.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";

/** What sessions are kept with. */
export interface SessionPorts {
  readonly sessions: IdentitySessions;
  readonly clock: Clock;
}

/** How much time a session must have left to be used again, in milliseconds: 15 minutes, as in Atmos. */
const REUSE_MARGIN_MS = 15 * 60 * 1000;

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
  async find(chain: Chain, identity: Identity, realm: string): Promise<AwsCredentials | undefined> {
    if (!isOneself(chain)) return undefined;
    const { sessions, clock } = this.#ports;
    const session = await sessions.read(sessionPlace(chain, identity, realm));
    const left = (session?.expiresAt?.getTime() ?? 0) - clock().getTime();
    return left >= REUSE_MARGIN_MS ? session : undefined;
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

/** Whether a chain leads to the same principal whatever the environment is. */
function isOneself({ provider, identities: [first] }: Chain): boolean {
  return provider?.kind !== "github/oidc" && first.kind !== "aws/ambient";
}
