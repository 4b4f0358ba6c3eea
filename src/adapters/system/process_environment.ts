import type { Environment } from "../../ports/environment.ts";
import { isAbsolutePath } from "../../domain/files/app_directories.ts";
import { userHome } from "./user_home.ts";

const SYSTEMS: readonly string[] = ["linux", "darwin", "windows"] satisfies Environment["os"][];

/**
 * The environment of this process. `HOME` is the user's home from the password database where the variable is unset, empty or not
 * absolute, so that every home (of caches, sessions, trust, pins) is the one that Docker has.
 */
export class ProcessEnvironment implements Environment {
  get(name: string): string | undefined {
    const value = Deno.env.get(name);
    if (name !== "HOME" || Deno.build.os === "windows") return value;
    return value !== undefined && isAbsolutePath(value) ? value : userHome() ?? value;
  }

  get cwd(): string {
    return Deno.cwd();
  }

  get os(): Environment["os"] {
    return SYSTEMS.includes(Deno.build.os) ? Deno.build.os as Environment["os"] : "other";
  }
}
