import { homeDirectory } from "../../../domain/files/app_directories.ts";
import type { ProfilePin } from "../../../domain/helper/registry_pin.ts";
import { ambientDefinition } from "../../../domain/identity/ambient/ambient_definition.ts";
import type { AmbientPlan, PlannedContainer } from "../../../domain/identity/ambient/ambient_plan.ts";
import { planAmbient } from "../../../domain/identity/ambient/plan_ambient.ts";
import {
  needsOlderKeys,
  olderKeyPaths,
  planOlderKeys,
} from "../../../domain/identity/ambient/plan_older_keys.ts";
import {
  type Definition,
  keysOfVariables,
  type StoredKeyDefinition,
} from "../../../domain/identity/definition.ts";
import type { PrincipalFacts, ProfileChoice } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { readRegularText } from "../../fs/regular_read.ts";
import { awsFilePaths, readAwsFile, readFiles } from "../shared_files/read_aws_files.ts";
import { ProfileUserKeys } from "./profile_user_keys.ts";

/**
 * The definitions of principals, from variables and the AWS files: from the same plan that gets the credentials. Without `node:` modules: a
 * cache hit may need it.
 */
export class FilePrincipalFacts implements PrincipalFacts {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async ambient(): Promise<Definition> {
    // If variables decide, the files are not read: the facts are needed several times per token.
    return keysOfVariables((name) => this.#environment.get(name)) ?? await defineFromFiles(this.#environment);
  }

  async profile(
    { profile, configFile, credentialsFile }: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">,
  ): Promise<Definition> {
    const files = { configFile, credentialsFile };
    return await defineFromFiles(this.#environment, { name: profile, files });
  }

  async storedKeys(user: string, credentialsFile?: string): Promise<StoredKeyDefinition | undefined> {
    const path = credentialsFile ?? awsFilePaths(this.#environment).credentialsFile;
    const found = await new ProfileUserKeys(path).find({ name: user, realm: "" });
    // The content of a keyring is only known with its password, even if it has no keys of this user.
    return found.kind === "keys" ? { kind: "keys", accessKeyId: found.accessKeyId } : { kind: "keyring" };
  }
}

/**
 * How to get the environment's credentials, or those of a profile, by variables and the AWS files.
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

/** The id of this boot: an image that is started twice has two. Reference: random(4). */
const BOOT_ID_FILE = "/proc/sys/kernel/random/boot_id";

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
