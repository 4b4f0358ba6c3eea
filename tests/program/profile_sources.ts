/** Files of the AWS CLI and tokens, as places of credentials. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Keys } from "../fakes/aws/fake_aws.ts";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { DEV, HUB, type World } from "./world.ts";
import type { OpenedSource } from "./opened_source.ts";

/** Where the users of IAM Identity Center sign in. */
export const START_URL = "https://acme.awsapps.com/start";
export const SSO_SESSION = `[sso-session acme]\nsso_start_url = ${START_URL}\nsso_region = us-east-1\n`;
export const SSO_PROFILE = `sso_account_id = ${HUB}\nsso_role_name = Pull\n`;
export const SSO_PRINCIPAL = new RegExp(`${HUB}:assumed-role/AWSReservedSSO_Pull_`);

/** A profile's name that only the AWS CLI's grammar accepts. */
export const NAME = "my work (eu)";

/** Credentials that a profile says, which `AWS_PROFILE` chooses. */
export function profile(
  settings: string,
  principal: RegExp,
  files: Readonly<Record<string, string>> = {},
  name = NAME,
): Promise<OpenedSource> {
  const config = `# mine\n[profile '${name}'] # for work\n${settings}`;
  return Promise.resolve({
    files: { ".aws/config": config, ...files },
    env: { AWS_PROFILE: name },
    principal,
  });
}

/** Keys as lines of a profile. */
export function keyLines(keys: Keys): string {
  return `aws_access_key_id = ${keys.accessKeyId}\n${secretLine(keys)}`;
}

/** The secret of keys as a line of a profile, in capitals as the AWS CLI takes it, too. */
export function secretLine({ secretAccessKey }: Keys): string {
  return `AWS_SECRET_ACCESS_KEY = ${secretAccessKey}\n`;
}

/** Keys as variables. */
export function keyVariables({ accessKeyId, secretAccessKey }: Keys): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

/** A profile of an sso-session, with its token in the cache of the AWS CLI. */
export async function sso(world: World, life: { readonly lifeSeconds: number }): Promise<OpenedSource> {
  const center = world.aws.identityCenter({ startUrl: START_URL, region: "us-east-1" });
  center.assign({ id: HUB, name: "hub" }, "Pull");
  const token = JSON.stringify({ ...center.issueSession(life), other: "stays" });
  return await profile(`sso_session = acme\n${SSO_PROFILE}${SSO_SESSION}`, SSO_PRINCIPAL, {
    [cacheFile("acme")]: token,
  });
}

/** The file below the home in which the AWS CLI keeps the token of a session or a start URL. */
export function cacheFile(key: string): string {
  return `.aws/sso/cache/${createHash("sha1").update(key).digest("hex")}.json`;
}

/** A token of an OpenID provider in a file, and a role that trusts it. */
export async function webIdentity(
  world: World,
): Promise<{ readonly roleArn: string; readonly tokenFile: string; readonly close: AsyncDisposable }> {
  const actions = await startFakeActionsOidc();
  const provider = world.aws.oidcProvider({
    account: DEV,
    issuer: actions.issuer,
    audiences: ["sts.amazonaws.com"],
  });
  const role = world.aws.role({ account: DEV, name: "pod", trusts: [provider] });
  const tokenFile = join(world.sandbox.home, "token");
  await Deno.writeTextFile(tokenFile, await actions.token("sts.amazonaws.com"));
  return { roleArn: role.arn, tokenFile, close: actions };
}
