import { HELPER_SUFFIX, helperProgram } from "../docker/our_helper.ts";
import { type Check, ok } from "./check.ts";

/**
 * The PATH of every program, even of those started from the desktop and not from a shell.
 *
 * Reference: macOS' launchd sets `/usr/bin:/bin:/usr/sbin:/sbin`; systemd's user manager adds `/usr/local/bin`.
 */
const SHORT_PATHS = {
  darwin: ["/usr/bin", "/bin", "/usr/sbin", "/sbin"],
  linux: ["/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"],
} as const;

/**
 * Whether IDEs and other desktop programs find the helper: they do not read the shell's startup files, and with a short PATH, Docker only
 * reports `no basic auth credentials`. This is information and not a warning, since not everyone uses such programs.
 *
 * @param path The path of this program's helper; undefined if there is none, which another check reports.
 * @returns Undefined if there is nothing to report.
 */
export function shortPathCheck(path: string | undefined, os: string): Check | undefined {
  if (os === "windows" || path === undefined) return undefined;
  const known: readonly string[] = os === "darwin" ? SHORT_PATHS.darwin : SHORT_PATHS.linux;
  const directory = path.replace(/\/[^/]*$/, "");
  const program = helperProgram(HELPER_SUFFIX);
  if (known.includes(directory)) {
    return ok("short-path", `Desktop applications can find ${program}`);
  }
  return ok(
    "short-path",
    `IDEs and other desktop applications may not find ${program}: their PATH is often ` +
      `${known.join(":")}, without ${directory}`,
    "If pulls fail there, run `atmos-ecr docker install --link /usr/local/bin`, or set the application's PATH",
  );
}
