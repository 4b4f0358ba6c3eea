import { join } from "node:path";
import type { Keys } from "../fakes/aws/fake_aws.ts";
import type { World } from "./world.ts";

/** Variables for the realm that {@linkcode leaveSessions} writes into. */
export const REALM = { ATMOS_AUTH_REALM: "acme" };

/**
 * Writes sessions of an hour where, and as, Atmos would have left them.
 *
 * @param root What their chain begins with: `builder` for the roles that the user takes.
 * @param sessions Keys by identity.
 * @returns The path of the file.
 */
export async function leaveSessions(
  world: World,
  root: string,
  sessions: Readonly<Record<string, Keys>>,
  realm = REALM.ATMOS_AUTH_REALM,
): Promise<string> {
  const directory = join(world.sandbox.home, ".config/atmos", realm, "aws", root);
  await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "credentials");
  const expiration = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
  const sections = Object.entries(sessions).map(([identity, keys]) =>
    `; atmos: expiration=${expiration}
[${identity}]
aws_access_key_id     = ${keys.accessKeyId}
aws_secret_access_key = ${keys.secretAccessKey}
aws_session_token     = ${keys.sessionToken}
`
  );
  await Deno.writeTextFile(path, sections.join(""), { mode: 0o600 });
  return path;
}
