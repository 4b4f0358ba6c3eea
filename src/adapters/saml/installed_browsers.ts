import { join } from "node:path";
import type { Environment } from "../../ports/process.ts";
import { programDirectories } from "../process/program_path.ts";

/** Names on the PATH, in order of preference. All support the DevTools protocol over pipes. */
const NAMES: readonly string[] = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
  "microsoft-edge",
  "microsoft-edge-stable",
  "brave-browser",
  "brave",
];

/** Below `/Applications` and `~/Applications`. */
const MAC_PROGRAMS: readonly string[] = [
  "Google Chrome.app/Contents/MacOS/Google Chrome",
  "Chromium.app/Contents/MacOS/Chromium",
  "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "Brave Browser.app/Contents/MacOS/Brave Browser",
];

/** Below the program directories. */
const WINDOWS_PROGRAMS: readonly string[] = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
  "BraveSoftware\\Brave-Browser\\Application\\brave.exe",
];

const WINDOWS_ROOTS: readonly string[] = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];

/** Where a supported browser may be, in order of preference. */
export function browserCandidates(environment: Environment): readonly string[] {
  const variable = (name: string): string[] => {
    const value = environment.get(name);
    return value === undefined || value === "" ? [] : [value];
  };
  switch (environment.os) {
    case "windows":
      return WINDOWS_ROOTS.flatMap(variable).flatMap((root) =>
        WINDOWS_PROGRAMS.map((program) => `${root}\\${program}`)
      );
    case "darwin":
      return ["", ...variable("HOME")].flatMap((root) =>
        MAC_PROGRAMS.map((program) => `${root}/Applications/${program}`)
      );
    default: {
      const directories = programDirectories(environment.get("PATH"));
      return NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
    }
  }
}

/** The first of some files that exists. */
export async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch {
      // Missing or not accessible: try the next one.
    }
  }
  return undefined;
}
