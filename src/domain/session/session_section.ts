/**
 * A session as Atmos writes it into the shared files of the AWS tools.
 *
 * Reference: `pkg/auth/cloud/aws/files.go` and `pkg/auth/identities/aws/credentials_loader.go` of Atmos.
 *
 * @module
 */
import type { AwsCredentials } from "../identity/credentials.ts";
import { type IniRemoval, type IniSectionEdit } from "../ini/edit_ini.ts";
import { readIniBlocks } from "../ini/ini_blocks.ts";
import { readIniSections } from "../ini/ini_sections.ts";
import { Secret } from "../secret.ts";
import { configSection } from "./session_paths.ts";

/** A session that was read, with the mark of what it was kept for. */
export interface KeptSession {
  readonly credentials: AwsCredentials;
  /** Undefined for one that Atmos wrote. */
  readonly definition: string | undefined;
}

/** First words of the comments above a section: Atmos' and ours. */
const NOTE_WORDS = ["atmos:", "atmos-ecr:"] as const;

/** Atmos' region where credentials name none. Reference: `pkg/auth/cloud/aws/setup.go`. */
const DEFAULT_REGION = "us-east-1";

/** What keys and tokens of AWS consist of; anything else could mean something to a reader of INI files. */
const VALUE_REGEXP = /^[A-Za-z0-9+/=_.:@%~-]+$/;

/** A date as Go's `time.RFC3339` has it. */
const RFC3339_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The section of a session in the credentials file.
 *
 * @param definition The mark of what the session is kept for, of one word.
 * @returns Undefined for what cannot be kept: credentials that never end or are no session, values that no key of AWS has.
 */
export function credentialsEdit(
  profile: string,
  { accessKeyId, secretAccessKey, sessionToken, expiresAt }: AwsCredentials,
  definition: string,
): IniSectionEdit | undefined {
  if (sessionToken === undefined || expiresAt === undefined) return undefined;
  const settings = {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey.expose(),
    aws_session_token: sessionToken.expose(),
  };
  if (!Object.values(settings).every((value) => VALUE_REGEXP.test(value))) return undefined;
  return {
    section: profile,
    settings,
    notes: [
      `atmos-ecr: definition=${definition}`,
      // Directly above the header, where Atmos has it; it knows no fractions of a second.
      `atmos: expiration=${expiresAt.toISOString().replace(/\.\d+/, "")}`,
    ],
    noteWords: NOTE_WORDS,
  };
}

/** The section of a session in the config file. */
export function configEdit(profile: string, { region = DEFAULT_REGION }: AwsCredentials): IniSectionEdit {
  return {
    section: configSection(profile),
    settings: { region: VALUE_REGEXP.test(region) ? region : DEFAULT_REGION },
    notes: [],
    noteWords: [],
  };
}

/** The section of a profile in the credentials file, to be removed. */
export function credentialsRemoval(profile: string): IniRemoval {
  return { section: profile, noteWords: NOTE_WORDS };
}

/** The section of a profile in the config file, to be removed. */
export function configRemoval(profile: string): IniRemoval {
  return { section: configSection(profile), noteWords: [] };
}

/**
 * Reads a session. Everything must be there and the end must be known; anything else counts as no session.
 *
 * @param text The credentials file.
 */
export function readSession(text: string, profile: string): KeptSession | undefined {
  const [block, ...more] = readIniBlocks(text).filter(({ name }) => name === profile);
  if (block === undefined || more.length > 0) return undefined;
  const settings = readIniSections(text).get(profile);
  const accessKeyId = settings?.get("aws_access_key_id");
  const secretAccessKey = settings?.get("aws_secret_access_key");
  const sessionToken = settings?.get("aws_session_token");
  const notes = readNotes(block.above.map(({ content }) => content.kind === "comment" ? content.text : ""));
  const expiration = notes.get("atmos: expiration") ?? "";
  const expiresAt = new Date(expiration);
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return undefined;
  }
  if (!RFC3339_REGEXP.test(expiration) || Number.isNaN(expiresAt.getTime())) return undefined;
  return {
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiresAt,
    },
    definition: notes.get("atmos-ecr: definition"),
  };
}

/** The region of a profile; undefined where the config file names none. */
export function readSessionRegion(text: string, profile: string): string | undefined {
  return readIniSections(text).get(configSection(profile))?.get("region");
}

/** Values of comments such as `atmos: expiration=… other=…`, by first word and name. */
function readNotes(comments: readonly string[]): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  for (const comment of comments) {
    const word = NOTE_WORDS.find((word) => comment.startsWith(word));
    for (const part of word === undefined ? [] : comment.slice(word.length).trim().split(/\s+/)) {
      const equals = part.indexOf("=");
      if (equals > 0) notes.set(`${word} ${part.slice(0, equals)}`, part.slice(equals + 1));
    }
  }
  return notes;
}
