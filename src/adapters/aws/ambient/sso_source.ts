import { homeDirectory } from "../../../domain/files/app_directories.ts";
import { AwsError, type LoginError } from "../../../domain/errors/errors.ts";
import { loginHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type { PlannedSso } from "../../../domain/identity/ambient/ambient_plan.ts";
import { planFault, profileWords } from "../../../domain/identity/ambient/plan_faults.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { Secret } from "../../../domain/secret.ts";
import { SdkSsoOidc } from "../calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../calls/sdk_sso_portal.ts";
import { loginOver, type SourceContext, sourceError } from "./source_context.ts";
import { type CliSsoToken, readSsoToken, ssoTokenFile, writeSsoToken } from "./sso_token_cache.ts";

/** A login is renewed if fewer milliseconds than this remain, as in the AWS CLI. */
const RENEWAL_WINDOW_MS = 15 * 60 * 1000;

/**
 * Gets the credentials of a permission set with the login that the AWS CLI has made.
 *
 * @throws {AwsError} Any `AWS_*` code.
 * @throws {LoginError} `LOGIN_REQUIRED` if that login has expired.
 */
export async function takeFromSso(source: PlannedSso, context: SourceContext): Promise<AwsCredentials> {
  const { region } = source;
  const token = await accessToken(source, context);
  requireAccount(source, context);
  try {
    return await new SdkSsoPortal(context).roleCredentials(token, source, { region, signal: context.signal });
  } catch (error) {
    throw isExpired(error) ? expired(source, context, error) : error;
  }
}

/** AWS says of another text that there is no access. */
function requireAccount({ profile, accountId }: PlannedSso, { plan }: SourceContext): void {
  if (/^\d{12}$/.test(accountId)) return;
  throw planFault(profileWords(profile), "its sso_account_id is not a 12-digit account ID", {
    at: plan.profile === profile ? plan.settings.get("sso_account_id") : undefined,
    hint: "Use the 12 digits without dashes, spaces, quotes or a comment",
  });
}

async function accessToken(source: PlannedSso, context: SourceContext): Promise<Secret> {
  const { environment, clock } = context;
  const file = await ssoTokenFile(homeDirectory(environment) ?? "", source.session ?? source.startUrl);
  const token = await readSsoToken(file);
  if (token === undefined) throw sourceError(context, "there is no SSO session", hint(source, context));
  const left = token.expiresAt.getTime() - clock().getTime();
  if (left >= RENEWAL_WINDOW_MS) return token.accessToken;
  const renewed = await renew(source, { file, token, left }, context);
  if (renewed !== undefined) return renewed;
  if (left > 0) return token.accessToken;
  throw expired(source, context);
}

/** Undefined if the login can no longer be renewed. A failure only matters if the login has expired. */
async function renew(
  source: PlannedSso,
  { file, token, left }: { readonly file: string; readonly token: CliSsoToken; readonly left: number },
  context: SourceContext,
): Promise<Secret | undefined> {
  const { clock, signal } = context;
  const { renewal } = token;
  // A login in the legacy format cannot be renewed.
  if (source.session === undefined || renewal === undefined) return undefined;
  if (renewal.registrationExpiresAt <= clock()) return undefined;
  const { refreshToken, ...registration } = renewal;
  try {
    const grant = { kind: "refresh", refreshToken } as const;
    const options = { region: source.region, signal };
    const answer = await new SdkSsoOidc(context).createToken(registration, grant, options);
    if (answer.kind === "tokens") {
      await writeSsoToken(file, token, answer.tokens);
      return answer.tokens.accessToken;
    }
  } catch (error) {
    if (left > 0 && error instanceof AwsError) return undefined;
    if (!isExpired(error)) throw error;
  }
  // Another process may have been faster: a refresh token is valid once.
  const other = await readSsoToken(file);
  return other !== undefined && other.expiresAt > clock() ? other.accessToken : undefined;
}

function isExpired(error: unknown): boolean {
  return error instanceof AwsError && error.code === "AWS_CREDENTIALS_EXPIRED";
}

function expired(source: PlannedSso, context: SourceContext, cause?: unknown): LoginError {
  return loginOver(context, "the SSO session has expired", hint(source, context), cause);
}

function hint({ profile }: PlannedSso, { plan, place }: SourceContext): string {
  return loginHint(place, "sso login", plan.named || profile !== "default" ? profile : undefined);
}
