import type { Located } from "../../domain/auth/model/auth_config.ts";
import { type Chain, targetOf } from "../../domain/identity/chain.ts";
import { partitionOfChain } from "../../domain/identity/chain_partition.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { findIdentityCenter } from "../../domain/sso/identity_center.ts";
import { isOutage } from "../../domain/token/token_failure.ts";
import { isAwsEndpoint } from "../../domain/trust/aws_hosts.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import { stsRegion } from "../identities/contract/identity_step.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import { openSession, type SessionPorts } from "./open_session.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** The principal of an identity. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  /** The expiry of its session; undefined if it has none, or if it is unknown. */
  readonly expiresAt: Date | undefined;
}

/** What calling AWS needs. */
export interface CallerPorts extends SessionPorts {
  readonly callers: CallerIdentities;
}

/** How long a login waits for the name of its principal, in milliseconds. */
const NAME_DEADLINE_MS = 5000;

/** Asks AWS for the principal of an identity. Runs no integrations. */
export async function whoAmI(selected: SelectedIdentity, ports: CallerPorts): Promise<Caller> {
  const { credentials } = await openSession(selected, ports);
  return await ask(selected, credentials, { ports, timeoutMs: LOGIN_DEADLINE_MS });
}

/**
 * The principal of a session that was just opened: as reported with it, otherwise from GetCallerIdentity. A session that AWS rejects is
 * renewed.
 *
 * @returns Undefined if AWS cannot be reached: the configured principal would not be verified.
 */
export async function callerOf(
  selected: SelectedIdentity,
  credentials: AwsCredentials,
  ports: CallerPorts,
): Promise<Caller | undefined> {
  const { arn } = credentials.principal ?? {};
  const account = arn?.split(":")[4];
  if (arn !== undefined && account !== undefined) return { account, arn, expiresAt: credentials.expiresAt };
  try {
    return await ask(selected, credentials, { ports, timeoutMs: NAME_DEADLINE_MS });
  } catch (error) {
    if (isOutage(error)) return undefined;
    throw error;
  }
}

async function ask(
  { chain, loaded }: SelectedIdentity,
  credentials: AwsCredentials,
  { ports, timeoutMs }: { readonly ports: CallerPorts; readonly timeoutMs: number },
): Promise<Caller> {
  const partition = partitionOfChain(chain);
  using deadline = ports.deadlines(timeoutMs);
  const about = async (credentials: AwsCredentials): Promise<Caller> => {
    const { account, arn } = await ports.callers.getCallerIdentity(credentials, {
      region: stsRegion(undefined, credentials.region, partition),
      endpointUrl: endpointOf(chain),
      signal: deadline.signal,
    });
    return { account, arn, expiresAt: credentials.expiresAt };
  };
  try {
    return await about(credentials);
  } catch (error) {
    const context = { deadline, realm: loaded.config.realm.value, partition };
    return await about(await ports.issuer.authenticator.renew(chain, credentials, { error, context }));
  }
}

/**
 * The endpoint that knows the credentials of a chain: another endpoint may be another AWS. A permission set's own endpoint, if of AWS, is
 * that of the portal.
 */
function endpointOf(chain: Chain): Located<string> | undefined {
  const { endpointUrl, kind } = targetOf(chain);
  if (kind !== "aws/permission-set") return endpointUrl;
  const center = chain.provider === undefined ? undefined : findIdentityCenter(chain.provider);
  return [endpointUrl, center?.endpointUrl].find((one) => one !== undefined && !isAwsEndpoint(one.value));
}
