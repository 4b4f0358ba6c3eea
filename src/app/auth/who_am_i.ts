import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { type Chain, targetOf } from "../../domain/identity/chain.ts";
import { partitionOfChain } from "../../domain/identity/chain_facts.ts";
import { findIdentityCenter } from "../../domain/sso/identity_center.ts";
import { isOutage } from "../../domain/token/outage.ts";
import { isAwsEndpoint } from "../../domain/trust/aws_urls.ts";
import type { Located } from "../../domain/auth/model/auth_config.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import { stsRegion } from "../identities/contract/base_credentials.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import { openSession, type SessionPorts } from "./open_session.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** Whom an identity stands for. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  /** When its session ends; undefined when it does not, or nobody said. */
  readonly expiresAt: Date | undefined;
}

/** What AWS is asked with. */
export interface CallerPorts extends SessionPorts {
  readonly callers: CallerIdentities;
}

/** How long a login waits for the name of whoever it logged in, in milliseconds. */
const NAME_DEADLINE_MS = 5000;

/**
 * Asks AWS whom an identity stands for. No integration runs.
 *
 * @throws {AtmosEcrError} What a step of the chain finds wrong, or AWS answered.
 */
export async function whoAmI(selected: SelectedIdentity, ports: CallerPorts): Promise<Caller> {
  const { credentials } = await openSession(selected, ports);
  return await ask(selected, credentials, { ports, timeoutMs: LOGIN_DEADLINE_MS });
}

/**
 * Whom a session stands for that was just opened: as AWS said with it, else as it says when asked. A session that it does not accept any
 * more is made anew.
 *
 * @returns Undefined where AWS cannot be reached: what the configuration says would be no answer.
 * @throws {AtmosEcrError} What AWS answered.
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

/** Where the credentials of a chain are known: another endpoint may be another AWS. A permission set's own, if of AWS, is the portal's. */
function endpointOf(chain: Chain): Located<string> | undefined {
  const { endpointUrl, kind } = targetOf(chain);
  if (kind !== "aws/permission-set") return endpointUrl;
  const center = chain.provider === undefined ? undefined : findIdentityCenter(chain.provider);
  return [endpointUrl, center?.endpointUrl].find((one) => one !== undefined && !isAwsEndpoint(one.value));
}
