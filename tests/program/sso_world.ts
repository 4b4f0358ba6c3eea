import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { IdentityCenter } from "../fakes/aws/identity_center.ts";
import { DEV, PROD, World } from "./world.ts";

/** The start URL of the IAM Identity Center. */
export const START_URL = "https://acme.awsapps.com/start";

/** A world with an IAM Identity Center, and what builds upon it. */
export const SSO_YAML = `auth:
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}
  identities:
    dev-admin:
      kind: aws/permission-set
      default: true
      via: {provider: acme-sso}
      principal: {name: Admin, account: {name: dev}}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {provider: ACME-SSO}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
`;

/** A world in which a person has permission sets in two accounts. */
export async function ssoWorld(
  yaml: string = SSO_YAML,
): Promise<{ readonly world: World; readonly center: IdentityCenter }> {
  const world = await World.create(yaml);
  const center = world.aws.identityCenter({ startUrl: START_URL });
  center.assign({ id: DEV, name: "dev" }, "Admin");
  center.assign({ id: PROD, name: "prod" }, "Admin");
  return { world, center };
}

/** Where Atmos keeps the session; with an endpoint, where this program keeps the one that was made there. */
export function ssoSessionPath(world: World, endpoint?: string): string {
  const name = [START_URL, "us-east-1", ...(endpoint === undefined ? [] : [endpoint])].join("|");
  const digest = createHash("sha1").update(name).digest("hex");
  return join(world.sandbox.home, ".cache", "atmos", "aws-sso", "sessions", `${digest}.json`);
}

/** Leaves a session as Atmos would have. @returns Its access token. */
export async function leaveSsoSession(
  world: World,
  center: IdentityCenter,
  lifeSeconds = 3600,
): Promise<string> {
  const session = center.issueSession({ lifeSeconds });
  await writeSsoSession(world, JSON.stringify(session));
  return session.accessToken;
}

/** Leaves any text where Atmos keeps the session. @param endpoint As for {@linkcode ssoSessionPath}. */
export async function writeSsoSession(world: World, text: string, endpoint?: string): Promise<void> {
  const path = ssoSessionPath(world, endpoint);
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(path, text, { mode: 0o600 });
}
