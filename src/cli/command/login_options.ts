import type { ProvisionPorts } from "../../app/auth/provision.ts";
import type { LoginOptions } from "../../app/identities/contract/identity_step.ts";
import { isMfaCode } from "../../app/identities/mfa_codes.ts";
import { selectionFlags } from "../../app/targets/selection.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import type { CliContext } from "./context.ts";
import type { CommandIo } from "./define_command.ts";

/** The variable that replaces `--mfa-code`. */
const MFA_VARIABLE = "ATMOS_ECR_MFA_CODE";

/** How to log in, from options and environment. @throws {UsageError} `USAGE` for an invalid code. */
export function loginOptions(io: CommandIo, { environment }: CliContext): LoginOptions {
  const { mfaCode, device, webflow, samlAssertion } = io.options<{
    readonly mfaCode?: string;
    readonly device?: true;
    readonly webflow?: true;
    readonly samlAssertion?: string;
  }>();
  const flags = selectionFlags(io.configSelection);
  const options = { device: device === true, webFlow: webflow === true, samlAssertion, flags };
  const code = mfaCode ?? environment.get(MFA_VARIABLE) ?? "";
  if (code === "" && mfaCode === undefined) return options;
  if (isMfaCode(code)) return { ...options, mfaCode: new Secret(code) };
  throw new UsageError(
    `Cannot use ${mfaCode === undefined ? MFA_VARIABLE : "--mfa-code"}: an MFA code has 6 digits`,
    { hint: "Use the code that the MFA device currently shows" },
  );
}

/** The dependencies of a login to registries, and of Docker. */
export async function provisionPorts(
  io: CommandIo,
  context: CliContext,
  login: LoginOptions = loginOptions(io, context),
): Promise<ProvisionPorts> {
  return {
    issuer: await context.issuer(login, io.writer),
    docker: await context.docker(),
    helper: await context.helperCache(),
    deadlines: context.deadlines,
    progress: io.writer.progress,
  };
}
