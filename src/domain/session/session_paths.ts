import type { SessionPlace } from "../identity/session_place.ts";

/** Where one session stands: two files, and the text of its section in the first. */
export interface SessionPaths {
  readonly credentials: string;
  readonly config: string;
  /** The section in the credentials file, which is the name of the profile. */
  readonly profile: string;
}

/** Characters that no name of a directory may have, on Windows neither. */
const FOREIGN_IN_PATH_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]/gu;

/** Characters that would end a section's header, or begin a comment in it. */
const FOREIGN_IN_SECTION_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}[\]"'`;#]/gu;

/** How no name at all is written. */
const EMPTY = "%X";

/**
 * The files of a session below a directory, `atmos/<realm>/aws/<root>/{credentials,config}`, as Atmos has them; a root that has
 * slashes is a folder in a folder. A name that could leave the directory, or end its section, is written with escapes; as names are in lower case, and escapes are not, no two names
 * share one.
 *
 * Reference: `pkg/auth/cloud/aws/files.go` of Atmos, which writes such names as they are.
 *
 * @param directory See `sessionDirectory`.
 */
export function sessionPaths(
  directory: string,
  { realm, root, identity }: Omit<SessionPlace, "definition">,
): SessionPaths {
  const roots = root.split("/").map(pathSegment);
  const folder = [directory, ...(realm === "" ? [] : [pathSegment(realm)]), "aws", ...roots].join("/");
  return {
    credentials: `${folder}/credentials`,
    config: `${folder}/config`,
    profile: sectionName(identity),
  };
}

/** The section of a profile in the config file. */
export function configSection(profile: string): string {
  return profile === "default" ? profile : `profile ${profile}`;
}

/**
 * The sections of a profile in the config file: {@linkcode configSection}, which Atmos and the SDK for Go read, and where the name has
 * blanks a quoted one, which is the one that the AWS CLI and botocore read.
 *
 * Reference: `build_profile_map` in botocore's `configloader.py`, which splits headers as a shell does.
 */
export function configSections(profile: string): readonly string[] {
  const section = configSection(profile);
  return /\s/.test(profile) ? [section, `profile "${profile}"`] : [section];
}

function pathSegment(name: string): string {
  if (name === "") return EMPTY;
  return name.replaceAll(FOREIGN_IN_PATH_REGEXP, escape)
    // `.`, `..`, and what Windows cuts off.
    .replace(/^\.+$|[. ]+$/, (end) => end.replaceAll(/[. ]/g, escape));
}

function sectionName(name: string): string {
  if (name === "") return EMPTY;
  return name.replaceAll(FOREIGN_IN_SECTION_REGEXP, escape)
    .replaceAll(/^\s+|\s+$/gu, (space) => space.replaceAll(/\s/gu, escape));
}

function escape(character: string): string {
  return `%X${character.codePointAt(0)?.toString(16).toUpperCase().padStart(2, "0")}`;
}
