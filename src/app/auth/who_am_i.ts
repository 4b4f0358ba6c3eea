import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { partitionOfChain } from "../../domain/identity/chain_facts.ts";
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

/**
 * Asks AWS whom an identity stands for. No integration runs.
 *
 * @throws {AtmosEcrError} What a step of the chain finds wrong, or AWS answered.
 */
export async function whoAmI(
  selected: SelectedIdentity,
  ports: SessionPorts & { readonly callers: CallerIdentities },
): Promise<Caller> {
  const { chain, identity, loaded } = selected;
  const { credentials } = await openSession(selected, ports);
  const partition = partitionOfChain(chain);
  using deadline = ports.deadlines(LOGIN_DEADLINE_MS);
  const ask = async (credentials: AwsCredentials): Promise<Caller> => {
    const { account, arn } = await ports.callers.getCallerIdentity(credentials, {
      region: stsRegion(undefined, credentials.region, partition),
      endpointUrl: identity.endpointUrl,
      signal: deadline.signal,
    });
    return { account, arn, expiresAt: credentials.expiresAt };
  };
  try {
    return await ask(credentials);
  } catch (error) {
    const context = { deadline, realm: loaded.config.realm.value, partition };
    return await ask(await ports.issuer.authenticator.renew(chain, credentials, { error, context }));
  }
}
