import { AtmosEcrError, AwsError, type AwsErrorCode } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { shellWord } from "../../domain/text/shell_word.ts";
import { readFault } from "./aws_fault.ts";
import { foreignText } from "./aws_words.ts";
import { type AwsCall, opening } from "./error_mapping.ts";
import { faultKind } from "./fault_kind.ts";
import type { ProviderLog } from "./provider_log.ts";
import type { SharedProfile } from "./shared_profile.ts";
import type { CallTrace } from "./transport.ts";

/** What to do without credentials. */
export const REMEDY =
  "Run `aws sso login`, set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use an identity " +
  "of atmos.yaml: --identity NAME, or `atmos-ecr docker install` for what Docker asks";

/** Around a failure of the SDK's credential chain. */
export interface ProviderFailure {
  readonly call: AwsCall;
  readonly profile: SharedProfile;
  /** Whether variables name a container's credentials endpoint. */
  readonly inContainer: boolean;
  readonly log: ProviderLog;
  readonly trace: CallTrace;
}

/**
 * What a failure of the SDK's credential chain means. Its providers know no codes and put what AWS said into a text, so the texts of
 * @aws-sdk/credential-provider-sso 3.973.28, -ini 3.973.30, -login 3.972.92 and @aws-sdk/token-providers decide, with what the
 * transport saw.
 *
 * @returns An {@linkcode AwsError}; an error of AWS or of the network as it is, for the mapping that all calls share.
 */
export function mapProviderFailure(error: unknown, failure: ProviderFailure): unknown {
  const { call, profile, inContainer, log, trace } = failure;
  const fault = readFault(error);
  if (error instanceof AtmosEcrError || fault.status !== undefined) return error;
  if (trace.refusal !== undefined) return trace.refusal;
  if (trace.failure !== undefined && faultKind(readFault(trace.failure), undefined) === "AWS_UNREACHABLE") {
    return trace.failure;
  }
  const { message } = fault;
  const fail = (code: AwsErrorCode, state: string, hint: string): AwsError =>
    new AwsError(code, `${opening(call)}: ${state}`, { hint, cause: error });
  const command = (login: "sso login" | "login"): string =>
    `Run \`aws ${login}${
      profile.named ? ` --profile ${shellWord(escapeText(profile.name))}` : ""
    }\`, then retry`;
  if (trace.status !== undefined && (trace.status === 429 || trace.status >= 500)) {
    const code = trace.status === 429 ? "AWS_THROTTLED" : "AWS_UNREACHABLE";
    return fail(code, `AWS failed (HTTP ${trace.status})`, "Wait a minute, then try again");
  }
  if (/\bsso\b/i.test(message) || profile.settings.has("sso_account_id")) {
    if (trace.status === 401 || /expired|cannot refresh/i.test(message)) {
      return fail("AWS_CREDENTIALS_EXPIRED", "the SSO session has expired", command("sso login"));
    }
    if (trace.status === 403) {
      return fail(
        "AWS_DENIED",
        `AWS refused (${foreignText(message)})`,
        "Check the account and role of the profile",
      );
    }
    if (/aws sso login/.test(message)) {
      return fail("AWS_CREDENTIALS_MISSING", "there is no SSO session", command("sso login"));
    }
  }
  if (profile.settings.has("login_session")) {
    const expired = /expired|re-?authenticate/i.test(message) && !/load/i.test(message);
    return expired
      ? fail("AWS_CREDENTIALS_EXPIRED", "the login session has expired", command("login"))
      : fail("AWS_CREDENTIALS_MISSING", "there is no login session", command("login"));
  }
  if (/multi-factor/.test(message)) {
    return fail(
      "AWS_CREDENTIALS_MISSING",
      "the profile asks for an MFA code",
      "Open a session with the AWS CLI first, or use an identity of atmos.yaml that has an mfa_arn",
    );
  }
  if (log.says(/credential_process returned expired/)) {
    return fail(
      "AWS_CREDENTIALS_EXPIRED",
      "credential_process returned expired ones",
      "Renew what it reads, then retry",
    );
  }
  if (profile.settings.has("credential_process")) {
    return fail("AWS_CREDENTIALS_MISSING", "credential_process failed", "Run its command by hand to see why");
  }
  if (inContainer) {
    return fail(
      "AWS_CREDENTIALS_MISSING",
      "the container's credentials endpoint gave none",
      `Check AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_CREDENTIALS_RELATIVE_URI. ${REMEDY}`,
    );
  }
  if (fault.code === "ENOENT" || fault.code === "EACCES") {
    return fail(
      "AWS_CREDENTIALS_MISSING",
      "the file of the web identity token cannot be read",
      "Check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile",
    );
  }
  const state = message.startsWith("Could not load credentials") ? "there are none" : foreignText(message);
  return fail("AWS_CREDENTIALS_MISSING", state, REMEDY);
}
