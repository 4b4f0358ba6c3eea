import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { headerName, type IniSections, readIniSections } from "../../domain/ini/ini_sections.ts";
import type { Environment } from "../../ports/environment.ts";

/**
 * What the shared AWS files say about the profile in use.
 *
 * The SDK reads them too, but passes over a profile that does not exist and goes on to the next source, down to the instance's
 * role. The AWS CLI and the Go SDK stop there, and so does this program; it needs the names for that.
 */
export interface SharedProfile {
  /** `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`. */
  readonly name: string;
  /** Whether a variable names it. */
  readonly named: boolean;
  /** Whether one of the files has it. */
  readonly exists: boolean;
  /** Its settings by key, nested ones as `outer.inner`; the credentials file wins over the config file. */
  readonly settings: ReadonlyMap<string, string>;
  /** The settings of the `[services]` section that it names, in the same form. */
  readonly services: ReadonlyMap<string, string>;
  /** Every profile of both files. */
  readonly known: readonly string[];
}

/** Reads the shared files. One that is missing or unreadable counts as empty, as in the SDKs. */
export async function readSharedProfile(environment: Environment): Promise<SharedProfile> {
  const variable = nonEmpty(environment.get("AWS_PROFILE")) ??
    nonEmpty(environment.get("AWS_DEFAULT_PROFILE"));
  const name = variable ?? "default";
  const [config, credentials] = await Promise.all([
    readSections(environment, "AWS_CONFIG_FILE", "config"),
    readSections(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"),
  ]);
  const profiles = new Map<string, ReadonlyMap<string, string>>();
  for (const [header, settings] of config) {
    const profile = header === "default" ? header : headerName(header, "profile");
    if (profile !== undefined) profiles.set(profile, settings);
  }
  for (const [profile, settings] of credentials) {
    profiles.set(profile, new Map([...profiles.get(profile) ?? [], ...settings]));
  }
  const settings = profiles.get(name) ?? new Map<string, string>();
  const section = settings.get("services");
  const services = [...config].find(([header]) =>
    section !== undefined && headerName(header, "services") === section
  );
  return {
    name,
    named: variable !== undefined,
    exists: profiles.has(name),
    settings,
    services: services?.[1] ?? new Map<string, string>(),
    known: [...profiles.keys()],
  };
}

async function readSections(environment: Environment, variable: string, file: string): Promise<IniSections> {
  const home = nonEmpty(environment.get("HOME")) ?? nonEmpty(environment.get("USERPROFILE")) ?? homedir();
  const path = nonEmpty(environment.get(variable)) ?? join(home, ".aws", file);
  try {
    return readIniSections(await readFile(path.startsWith("~/") ? join(home, path.slice(2)) : path, "utf8"));
  } catch {
    return new Map();
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
