import { AwsError, LoginError } from "../../../domain/errors/errors.ts";
import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import type { SsoTokens } from "../../../domain/sso/sso_session.ts";
import { shellWord } from "../../../domain/text/escape.ts";
import type { SsoAnswer } from "../../../ports/sso.ts";
import { type LoginOptions, noPromptWords } from "../contract/identity_step.ts";

/** The start of every message about a login. */
export function loginFailed({ name }: IdentityCenter, state: string): string {
  return `Cannot log in to IAM Identity Center "${name}": ${state}`;
}

/** The error if a login is required and prompts are not possible. @param state Why there is no usable session. */
export function loginRequired(center: IdentityCenter, state: string, options: LoginOptions): LoginError {
  const hint = `Run \`${loginCommand(center, options)}\` in a terminal, then try again`;
  return failed(center, "LOGIN_REQUIRED", `${state}, and ${noPromptWords(options)}`, hint);
}

/** The error if another process holds the login for too long. */
export function loginBusy(center: IdentityCenter, options: LoginOptions): LoginError {
  const hint = `Finish the login there, or run \`${loginCommand(center, options)}\`, then try again`;
  return failed(center, "LOGIN_REQUIRED", "another process is still logging in to it", hint);
}

/** The error of a login that was not confirmed. @param words The message of AWS, if there is one. */
export function loginExpired(center: IdentityCenter, words?: string): LoginError {
  const state = `it was not confirmed in the browser in time${words === undefined ? "" : ` (${words})`}`;
  const hint = "Log in again, and confirm the request in the browser within a few minutes";
  return failed(center, "SSO_EXPIRED", state, hint);
}

/** The error of a login that was denied in the browser. @param words The message of AWS. */
export function loginDenied(center: IdentityCenter, words: string): LoginError {
  const hint =
    "Log in again and approve the request. If you did not deny it, ask your IAM Identity Center administrator";
  return failed(center, "SSO_DENIED", `it was denied in the browser (${words})`, hint);
}

function failed(center: IdentityCenter, code: LoginError["code"], state: string, hint: string): LoginError {
  return new LoginError(code, loginFailed(center, state), { hint });
}

/** The tokens of a grant. @throws {LoginError} `SSO_DENIED`, `SSO_EXPIRED`. */
export function requireTokens(center: IdentityCenter, answer: SsoAnswer): SsoTokens {
  if (answer.kind === "tokens") return answer.tokens;
  if (answer.kind !== "refused") {
    throw new AwsError(
      "AWS_RESPONSE_INVALID",
      loginFailed(center, "AWS reported a pending authorization, which this grant does not support"),
      { hint: "Check AWS_ENDPOINT_URL and proxies, then try again" },
    );
  }
  if (answer.reason === "denied") throw loginDenied(center, answer.words);
  if (answer.reason === "expired") throw loginExpired(center, answer.words);
  throw answer.error;
}

function loginCommand({ name }: IdentityCenter, { flags = "" }: LoginOptions): string {
  return `atmos-ecr auth login --provider ${shellWord(name)}${flags}`;
}
