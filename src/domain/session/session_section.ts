/**
 * A session as Atmos writes it into the shared files of the AWS tools.
 *
 * Reference: `pkg/auth/cloud/aws/files.go` and `pkg/auth/identities/aws/credentials_loader.go` of Atmos.
 *
 * @module
 */
import type { AwsCredentials } from "../identity/credentials.ts";
import type { IniRemoval, IniSectionEdit } from "../ini/edit_ini.ts";
import { type IniLine, readIniBlocks, readIniSections } from "../ini/read_ini.ts";
import { Secret } from "../secret.ts";
import { configSection, configSections } from "./session_paths.ts";
import { awsTime, type ClockReading, endByClock, ownTime, setBackBetween, skewOf } from "../time/own_time.ts";

/** A stored session, with the marks of its definition and keys. */
export interface KeptSession {
  readonly credentials: AwsCredentials;
  /** Undefined for one that Atmos wrote. */
  readonly definition: string | undefined;
  /** The mark of the user's keys that it was made with; undefined if unknown. */
  readonly keys: string | undefined;
}

/** The marks of a session, each a word, and its clock. */
export interface SessionMarks {
  readonly definition: string;
  readonly keys?: string | undefined;
  /** The state of the clock, if the system tells. */
  readonly clock?: ClockReading | undefined;
}

/** The first words of comments about a session: Atmos' and ours. */
const ATMOS_WORD = "atmos:";
const OWN_WORD = "atmos-ecr:";
const NOTE_WORDS: readonly string[] = [ATMOS_WORD, OWN_WORD];

/** Atmos' default region for credentials without one. Reference: `pkg/auth/cloud/aws/setup.go`. */
const DEFAULT_REGION = "us-east-1";

/** The characters of AWS keys and tokens; anything else could be special to a reader of INI files. */
const VALUE_REGEXP = /^[A-Za-z0-9+/=_.:@%~-]+$/;

/** A date as Go's `time.RFC3339` has it. */
const RFC3339_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The section of a session in the credentials file; undefined for credentials that cannot be stored: they never expire, are not a session,
 * or contain invalid characters.
 */
export function credentialsEdit(
  profile: string,
  { accessKeyId, secretAccessKey, sessionToken, expiresAt }: AwsCredentials,
  { definition, keys, clock }: SessionMarks,
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
    // On its own line directly above the header, or Atmos does not find it; without fractions of a second, which Atmos does not parse.
    notes: [`${ATMOS_WORD} expiration=${awsTime(expiresAt).toISOString().replace(/\.\d+/, "")}`],
    // If Atmos replaces the session, this line remains: the key identifies its session.
    innerNotes: [
      [
        `${OWN_WORD} key=${accessKeyId} definition=${definition}`,
        ...(keys === undefined ? [] : [`keys=${keys}`]),
        ...(skewOf(expiresAt) === 0 ? [] : [`skew=${skewOf(expiresAt)}`, ...clockNotes(clock)]),
      ].join(" "),
    ],
    noteWords: NOTE_WORDS,
  };
}

/** The sections of a session in the config file. */
export function configEdits(
  profile: string,
  { region = DEFAULT_REGION }: AwsCredentials,
): readonly IniSectionEdit[] {
  const settings = { region: VALUE_REGEXP.test(region) ? region : DEFAULT_REGION };
  return configSections(profile).map((section) => ({ section, settings }));
}

/** The section of a profile in the credentials file, to be removed. */
export function credentialsRemoval(profile: string): IniRemoval {
  return { section: profile, noteWords: NOTE_WORDS };
}

/** The sections of a profile in the config file, to be removed. */
export function configRemovals(profile: string): readonly IniRemoval[] {
  return configSections(profile).map((section) => ({ section }));
}

/**
 * Parses a session in the text of a credentials file. Everything must be present and the expiry known; anything else is not a session.
 *
 * @param now The state of this machine's clock, if the system tells.
 */
export function readSession(text: string, profile: string, now?: ClockReading): KeptSession | undefined {
  const [block, ...more] = readIniBlocks(text).filter(({ name }) => name === profile);
  if (block === undefined || more.length > 0) return undefined;
  const settings = readIniSections(text).get(profile);
  const accessKeyId = settings?.get("aws_access_key_id");
  const secretAccessKey = settings?.get("aws_secret_access_key");
  const sessionToken = settings?.get("aws_session_token");
  const expiration = readNotes(block.above, ATMOS_WORD).get("expiration") ?? "";
  const expiresAt = new Date(expiration);
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return undefined;
  }
  if (!RFC3339_REGEXP.test(expiration) || Number.isNaN(expiresAt.getTime())) return undefined;
  const notes = readNotes(block.lines, OWN_WORD);
  const own = notes.get("key") === accessKeyId ? notes : undefined;
  return {
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiresAt: endByClock(
        ownTime(expiresAt, readSkew(own?.get("skew"))),
        setBackBetween(readClock(own), now),
      ),
    },
    definition: own?.get("definition"),
    keys: own?.get("keys"),
  };
}

/** How far this machine's clock was ahead, in milliseconds; 0 for an invalid number. */
function readSkew(text = "0"): number {
  return /^-?\d{1,12}$/.test(text) ? Number(text) : 0;
}

function clockNotes(clock: ClockReading | undefined): string[] {
  if (clock === undefined) return [];
  return [`started=${clock.bootAtMs}`, ...(clock.boot === undefined ? [] : [`boot=${clock.boot}`])];
}

/** The state of the clock when a session was stored, from its notes. */
function readClock(notes: ReadonlyMap<string, string> | undefined): ClockReading | undefined {
  const [started = "", boot] = [notes?.get("started"), notes?.get("boot")];
  if (!/^\d{1,15}$/.test(started)) return undefined;
  return { bootAtMs: Number(started), ...(boot === undefined ? {} : { boot }) };
}

/** The region of a profile; undefined if the config file has none. */
export function readSessionRegion(text: string, profile: string): string | undefined {
  return readIniSections(text).get(configSection(profile))?.get("region");
}

/** Values of comments such as `atmos: expiration=… other=…` that start with a word, by name. */
function readNotes(lines: readonly IniLine[], word: string): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  for (const { content } of lines) {
    if (content.kind !== "comment" || !content.text.startsWith(word)) continue;
    for (const part of content.text.slice(word.length).trim().split(/\s+/)) {
      const equals = part.indexOf("=");
      if (equals > 0) notes.set(part.slice(0, equals), part.slice(equals + 1));
    }
  }
  return notes;
}
