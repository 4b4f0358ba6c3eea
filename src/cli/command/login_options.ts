import type { Command } from "commander";
import type { LoginOptions } from "../../app/identities/contract/login_options.ts";
import { isMfaCode } from "../../app/identities/mfa_codes.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import type { CliContext } from "./context.ts";

/** The variable that stands for `--mfa-code`. */
const MFA_VARIABLE = "ATMOS_ECR_MFA_CODE";

/** Adds the options that say how to log in. */
export function addLoginOptions(command: Command): Command {
  return command
    .option("--device", "log in to IAM Identity Center by a code, on whatever device has a browser")
    .option(
      "--webflow",
      "sign in to an IAM user at AWS' page in the browser, also where there are access keys",
    )
    .option(
      "--saml-assertion <file>",
      "the base64 response of a SAML identity provider; - reads standard input",
    )
    .option("--mfa-code <code>", `the code of the MFA device, so that nobody is asked; also ${MFA_VARIABLE}`);
}

/** What the options and the environment say about how to log in. @throws {UsageError} `USAGE` for what is no code. */
export function loginOptions(command: Command, { environment }: CliContext): LoginOptions {
  const { mfaCode, device, webflow, samlAssertion } = command.opts<{
    readonly mfaCode?: string;
    readonly device?: true;
    readonly webflow?: true;
    readonly samlAssertion?: string;
  }>();
  const options = { device: device === true, webFlow: webflow === true, samlAssertion };
  const code = mfaCode ?? environment.get(MFA_VARIABLE) ?? "";
  if (code === "" && mfaCode === undefined) return options;
  if (isMfaCode(code)) return { ...options, mfaCode: new Secret(code) };
  throw new UsageError(
    `Cannot use ${mfaCode === undefined ? MFA_VARIABLE : "--mfa-code"}: an MFA code has 6 digits`,
    { hint: "Give the code that the device shows now" },
  );
}
