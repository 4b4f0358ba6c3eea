import type { Secret } from "../../../domain/secret.ts";
import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import { type AssignedAccount, identitiesOf } from "../../../domain/sso/provisioned_identities.ts";
import type { AppContext } from "../../../ports/context.ts";
import type { SsoPortal } from "../../../ports/sso.ts";
import type { Deadline } from "../../../ports/time.ts";
import { asExpectedError } from "../../expected_error.ts";
import { mapBounded } from "../../parallel.ts";
import { ssoOptions } from "./sso_ports.ts";

/** Below the limits of the portal, which an organization shares. */
const PARALLEL_ACCOUNTS = 4;

/** What finding identities needs. */
export interface ProvisionIdentitiesPorts extends Pick<AppContext, "provisioned" | "notes" | "clock"> {
  readonly portal: SsoPortal;
}

/**
 * Stores an identity for every permission set in every account of a login. Optional: a failure is a warning, and an account whose
 * permission sets cannot be listed is skipped.
 *
 * @param deadline Its clock stops meanwhile: an organization may have hundreds of accounts.
 */
export async function provisionIdentities(
  center: IdentityCenter,
  { accessToken, deadline }: { readonly accessToken: Secret; readonly deadline: Deadline },
  { portal, provisioned, notes, clock }: ProvisionIdentitiesPorts,
): Promise<void> {
  const options = ssoOptions(center, deadline.signal);
  using _pause = deadline.pause();
  try {
    const accounts = await portal.accounts(accessToken, options);
    const listed = await mapBounded(
      accounts,
      PARALLEL_ACCOUNTS,
      (account) => portal.roles(accessToken, account.id, options),
    );
    const assigned: AssignedAccount[] = [];
    for (const [index, account] of accounts.entries()) {
      const result = listed[index];
      if (result?.status === "fulfilled") assigned.push({ account, roles: result.value });
      else {notes.warning(
          `Cannot add identities from account "${account.name}". ${asExpectedError(result?.reason).message}`,
        );}
    }
    const identities = identitiesOf(assigned);
    await provisioned.write({ center, at: clock(), accounts: accounts.length, identities });
    notes.debug(
      `Found ${identities.length} identities in ${accounts.length} accounts of IAM Identity Center "${center.name}"`,
    );
  } catch (error) {
    notes.warning(
      `Cannot add identities from IAM Identity Center "${center.name}". ${asExpectedError(error).message}`,
    );
  }
}
