import type { Environment } from "../../ports/process.ts";
import { isAbsolutePath } from "../../domain/files/app_directories.ts";

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

/** The built-in modules of Node, without an `import`. Deno and Node have it; the types of neither are loaded here. */
interface BuiltinModules {
  getBuiltinModule?(name: string): unknown;
}

/** As much of `node:os` as is needed. */
interface UserDatabase {
  userInfo(): { readonly homedir: string | null };
}

let found: string | undefined;
let isLookedUp = false;

/**
 * The home directory of the user who runs this, from the password database: for programs that are started without HOME, by systemd,
 * Nomad or a kubelet. Undefined where the database does not know the user. Docker looks there, too.
 *
 * Looked up once, and only where HOME does not tell: `node:os` costs more than a warm answer.
 *
 * Reference: https://github.com/docker/cli/blob/v28.0.0/cli/config/config.go (`getHomeDir`)
 */
function userHome(): string | undefined {
  if (!isLookedUp) {
    isLookedUp = true;
    found = lookUp();
  }
  return found;
}

function lookUp(): string | undefined {
  try {
    const { process }: { readonly process?: BuiltinModules } = globalThis as { process?: BuiltinModules };
    const database = process?.getBuiltinModule?.("node:os") as UserDatabase | undefined;
    return database?.userInfo().homedir || undefined;
  } catch {
    // A user whom the database does not know: containers that run as any number.
    return undefined;
  }
}
