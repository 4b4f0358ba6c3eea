import type { Browser } from "../../ports/browser.ts";
import type { Environment } from "../../ports/process.ts";
import { isSystemError } from "../fs/system_error.ts";
import { programPath } from "../process/program_path.ts";

/** Pages that may be opened: https anywhere, http on this machine. They contain nothing special to a shell or to `rundll32`. */
const PAGE_REGEXP =
  /^(?:https:\/\/[a-z0-9.-]+|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]))(?::\d{1,5})?(?:[/?#][A-Za-z0-9\-._~:/?#@!$&*+,;=%]*)?$/i;

/** Set if the user sits at another machine. */
const REMOTE_VARIABLES: readonly string[] = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];

/** Indicate a desktop; one is enough. */
const DESKTOP_VARIABLES: readonly string[] = ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY"];

/** The system's default browser, or the one in `BROWSER`. */
export class SystemBrowser implements Browser {
  readonly available: boolean;
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
    const isSet = (name: string): boolean => (environment.get(name) ?? "") !== "";
    this.available = !REMOTE_VARIABLES.some(isSet) &&
      (environment.os === "darwin" || environment.os === "windows" || DESKTOP_VARIABLES.some(isSet));
  }

  // deno-lint-ignore require-await -- the port gives others their time.
  async open(url: string): Promise<boolean> {
    if (!PAGE_REGEXP.test(url)) return false;
    const [program = "", ...args] = this.#command(url);
    try {
      // Without a shell, and detached: it may outlive this program, and Ctrl-C must not stop it.
      const env = programPath(this.#environment.get("PATH"));
      const options = { args, env, detached: true, stdin: "null", stdout: "null", stderr: "null" } as const;
      new Deno.Command(program, options).spawn().unref();
      return true;
    } catch (error) {
      if (isSystemError(error)) return false;
      throw error;
    }
  }

  #command(url: string): readonly string[] {
    // Several may be listed; `%s` stands for the page. Reference: `BROWSER` in xdg-open(1).
    const words = (this.#environment.get("BROWSER") ?? "").split(":", 1)[0]?.trim().split(/\s+/) ?? [];
    if (words[0] !== undefined && words[0] !== "") {
      return words.includes("%s") ? words.map((word) => word === "%s" ? url : word) : [...words, url];
    }
    switch (this.#environment.os) {
      case "darwin":
        return ["open", url];
      case "windows":
        return ["rundll32", "url.dll,FileProtocolHandler", url];
      default:
        return ["xdg-open", url];
    }
  }
}
