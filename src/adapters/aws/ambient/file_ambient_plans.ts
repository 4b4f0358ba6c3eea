import { homeDirectory } from "../../../domain/files/app_directories.ts";
import { ambientDefinition } from "../../../domain/identity/ambient/ambient_definition.ts";
import type { AmbientPlan, PlannedContainer } from "../../../domain/identity/ambient/ambient_plan.ts";
import { planAmbient } from "../../../domain/identity/ambient/plan_ambient.ts";
import {
  needsOlderKeys,
  olderKeyPaths,
  planOlderKeys,
} from "../../../domain/identity/ambient/plan_older_keys.ts";
import type { Definition } from "../../../domain/identity/definition.ts";
import type { ProfileChoice } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { readRegularText } from "../../fs/regular_read.ts";
import { readAwsFile, readFiles } from "../shared_files/read_aws_files.ts";

/** The id of this boot: an image that is started twice has two. Reference: random(4). */
const BOOT_ID_FILE = "/proc/sys/kernel/random/boot_id";

/**
 * How to get the environment's credentials, or those of a profile, by variables and the AWS files. Without `node:` modules: a cache hit may
 * need it.
 *
 * @throws {AwsError} As `planAmbient` and `planOlderKeys`.
 */
export async function planFromFiles(environment: Environment, profile?: ProfileChoice): Promise<AmbientPlan> {
  const variable = (name: string): string | undefined => environment.get(name);
  const place = { home: homeDirectory(environment), cwd: environment.cwd };
  const files = await readFiles(environment, profile);
  const plan = planAmbient({ ...place, variable, files, profile: profile?.name });
  if (profile !== undefined || !needsOlderKeys(plan)) return plan;
  const { ec2, boto } = olderKeyPaths(variable, place);
  const keys = planOlderKeys({
    ec2: ec2 === undefined ? undefined : await readAwsFile(ec2),
    boto: await Promise.all(boto.map(readAwsFile)),
  });
  return keys === undefined ? plan : { ...plan, source: keys };
}

/** The definition of the principal of that plan. Errors as those of {@linkcode planFromFiles}. */
export async function defineFromFiles(
  environment: Environment,
  profile?: ProfileChoice,
): Promise<Definition> {
  return await ambientDefinition(await planFromFiles(environment, profile), { bootId, containerSubject });
}

async function bootId(): Promise<string | undefined> {
  return (await readText(BOOT_ID_FILE))?.trim() || undefined;
}

async function containerSubject(
  { authorization, authorizationFile }: PlannedContainer,
): Promise<string | null> {
  const token = authorizationFile === undefined
    ? authorization?.expose()
    : (await readText(authorizationFile) ?? "").trim();
  if (token === undefined) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return tokenSubject(token) ?? new Uint8Array(digest).toHex();
}

/** Issuer and subject of a signed token, which remain the same when it is renewed. Reference: RFC 7519, section 4.1. */
function tokenSubject(token: string): string | undefined {
  const [, payload = ""] = token.split(".");
  try {
    const bytes = Uint8Array.fromBase64(payload, { alphabet: "base64url" });
    const { iss, sub } = JSON.parse(new TextDecoder().decode(bytes));
    return typeof iss === "string" && typeof sub === "string" ? JSON.stringify([iss, sub]) : undefined;
  } catch {
    return undefined;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readRegularText(path);
  } catch {
    return undefined;
  }
}
