import { pathIn } from "../files/app_directories.ts";
import type { SessionPlace } from "../identity/session_place.ts";

/** Where one session is stored: two files, and its section in the first. */
export interface SessionPaths {
  readonly credentials: string;
  readonly config: string;
  /** The section in the credentials file, which is the profile's name. */
  readonly profile: string;
}

/** Characters that are invalid in directory names, also on Windows. */
const FOREIGN_IN_PATH_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]/gu;

/** Characters that would end a section's header, or start a comment in it. */
const FOREIGN_IN_SECTION_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}[\]"'`;#]/gu;

/** The escape for an empty name. */
const EMPTY = "%X";

/**
 * The files of a session below a directory, `atmos/<realm>/aws/<root>/{credentials,config}`, as in Atmos; a root with slashes is a nested
 * folder. A name that could leave the directory, or end its section, is escaped; names are in lower case and escapes are not, so there are
 * no collisions.
 *
 * Reference: `pkg/auth/cloud/aws/files.go` of Atmos, which does not escape such names.
 *
 * @param directory See `sessionDirectory`.
 */
export function sessionPaths(
  directory: string,
  { realm, root, identity }: Omit<SessionPlace, "definition">,
): SessionPaths {
  const roots = root.split("/").map(pathSegment);
  const folder = pathIn(directory, ...(realm === "" ? [] : [pathSegment(realm)]), "aws", ...roots);
  return {
    credentials: pathIn(folder, "credentials"),
    config: pathIn(folder, "config"),
    profile: sectionName(identity),
  };
}

/** The section of a profile in the config file. */
export function configSection(profile: string): string {
  return profile === "default" ? profile : `profile ${profile}`;
}

/**
 * The sections of a profile in the config file: {@linkcode configSection}, which Atmos and the SDK for Go read, and for a name with blanks
 * a quoted one, which the AWS CLI and botocore read.
 *
 * Reference: `build_profile_map` in botocore's `configloader.py`, which splits headers like a shell.
 */
export function configSections(profile: string): readonly string[] {
  const section = configSection(profile);
  return /\s/.test(profile) ? [section, `profile "${profile}"`] : [section];
}

function pathSegment(name: string): string {
  if (name === "") return EMPTY;
  return name.replaceAll(FOREIGN_IN_PATH_REGEXP, escape)
    // `.`, `..`, and names that Windows truncates.
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
