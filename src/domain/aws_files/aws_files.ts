/**
 * The combined content of the two shared AWS files.
 *
 * Reference: `build_profile_map` in https://github.com/boto/botocore/blob/develop/botocore/configloader.py, and `full_config` in
 * https://github.com/boto/botocore/blob/develop/botocore/session.py.
 *
 * @module
 */
import {
  type AwsFileFault,
  type AwsSection,
  type AwsSetting,
  parseAwsFile,
  type ParsedAwsFile,
} from "./parse_aws_file.ts";
import { splitWords } from "./python_text.ts";

/** One profile, from both files. */
export interface AwsProfile {
  readonly name: string;
  /** The effective settings: the credentials file overrides the config file. */
  readonly settings: ReadonlyMap<string, AwsSetting>;
  readonly config: AwsSection | undefined;
  readonly credentials: AwsSection | undefined;
}

/** Both files, parsed. */
export interface AwsFiles {
  readonly profiles: ReadonlyMap<string, AwsProfile>;
  /** Sections `[sso-session NAME]`. */
  readonly ssoSessions: ReadonlyMap<string, AwsSection>;
  /** Sections `[services NAME]`. */
  readonly services: ReadonlyMap<string, AwsSection>;
  /** Why the AWS CLI rejects a file, in which case it reads nothing at all. */
  readonly faults: readonly AwsFileFault[];
}

/** The text of a file and its name in messages; no text if it does not exist. */
export interface AwsFileText {
  readonly file: string;
  readonly text: string | undefined;
  /** Why an existing file cannot be read, as {@linkcode AwsFileFault.reason}. */
  readonly unreadable?: string;
}

/** Parses both files. */
export function readAwsFiles(
  { config, credentials }: { readonly config: AwsFileText; readonly credentials: AwsFileText },
): AwsFiles {
  const configFile = parse(config);
  const credentialsFile = parse(credentials);
  const faults = [configFile.fault, credentialsFile.fault].filter((fault) => fault !== undefined);
  const sections = new Map<string, AwsSection>();
  const ssoSessions = new Map<string, AwsSection>();
  const services = new Map<string, AwsSection>();
  for (const [header, section] of configFile.sections) {
    if (header.startsWith("profile")) setNamed(sections, header, section);
    else if (header.startsWith("sso-session")) setNamed(ssoSessions, header, section);
    else if (header.startsWith("services")) setNamed(services, header, section);
    else if (header === "default") sections.set(header, section);
  }
  const names = new Set([...sections.keys(), ...credentialsFile.sections.keys()]);
  const profiles = new Map<string, AwsProfile>();
  for (const name of names) {
    const [config, credentials] = [sections.get(name), credentialsFile.sections.get(name)];
    const settings = new Map([...config?.settings ?? [], ...credentials?.settings ?? []]);
    profiles.set(name, { name, config, credentials, settings });
  }
  return { profiles, ssoSessions, services, faults };
}

function parse({ file, text = "", unreadable }: AwsFileText): ParsedAwsFile {
  return unreadable === undefined
    ? parseAwsFile(text, file)
    : { sections: new Map(), fault: { file, line: 0, reason: unreadable } };
}

/** A header has two words, the second of which is the name; of two headers for one name, the later one replaces the earlier. */
function setNamed(sections: Map<string, AwsSection>, header: string, section: AwsSection): void {
  const words = splitWords(header);
  const name = words?.[1];
  if (words?.length === 2 && name !== undefined) sections.set(name, section);
}

/** The text of a setting; undefined if there is none, or it is a block. */
export function settingText(
  { settings }: { readonly settings: ReadonlyMap<string, AwsSetting> },
  name: string,
): string | undefined {
  const setting = settings.get(name);
  return setting === undefined || setting.block !== undefined ? undefined : setting.value;
}
