import { HELPER_SUFFIX, helperProgram } from "../docker/our_helper.ts";
import { type Check, ok } from "./check.ts";

/**
 * Where every program looks for others, even one that was started from the desktop and not from a shell.
 *
 * Reference: macOS' launchd gives `/usr/bin:/bin:/usr/sbin:/sbin`; systemd's user manager adds `/usr/local/bin`.
 */
const SHORT_PATHS = {
  darwin: ["/usr/bin", "/bin", "/usr/sbin", "/sbin"],
  linux: ["/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"],
} as const;

/**
 * Whether IDEs and other programs that are started from the desktop find the helper: they have not read the shell's files, and with a
 * short PATH all that Docker says is `no basic auth credentials`. It is said and is no warning, as not everybody has such programs.
 *
 * @param path Of this program's helper; undefined where there is none, which is another check's matter.
 * @returns Undefined where there is nothing to say.
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
