import { isAbsolutePath } from "../../domain/files/app_directories.ts";
import type { Environment } from "../../ports/process.ts";

const SYSTEMS: readonly string[] = ["linux", "darwin", "windows"] satisfies Environment["os"][];

/**
 * The environment of this process. If `HOME` is unset, empty or relative, it is the home directory in the password database, so that all
 * home directories (of caches, sessions, trust, pins) are the same as Docker's.
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

/** Node's built-in modules, without an `import`. Deno and Node have it; the types of neither are loaded here. */
interface BuiltinModules {
  getBuiltinModule?(name: string): unknown;
}

/** The used part of `node:os`. */
interface UserDatabase {
  userInfo(): { readonly homedir: string | null };
}

let known: { readonly home: string | undefined } | undefined;

/**
 * The home directory of the current user in the password database, for programs started without HOME, by systemd, Nomad or a kubelet.
 * Undefined if the database does not contain the user. Docker does the same.
 *
 * Looked up once, and only without HOME: `node:os` takes longer than a cache hit.
 *
 * Reference: https://github.com/docker/cli/blob/v28.0.0/cli/config/config.go (`getHomeDir`)
 */
function userHome(): string | undefined {
  return (known ??= { home: lookUp() }).home;
}

function lookUp(): string | undefined {
  try {
    const { process }: { readonly process?: BuiltinModules } = globalThis as { process?: BuiltinModules };
    const database = process?.getBuiltinModule?.("node:os") as UserDatabase | undefined;
    return database?.userInfo().homedir || undefined;
  } catch {
    // The database does not contain the user: containers may run as any id.
    return undefined;
  }
}

/**
 * The name or path under which the program was called: distinguishes `docker-credential-atmos-ecr` from `atmos-ecr` if both are one file.
 * Empty if unknown.
 *
 * On Linux it is read from /proc: accessing `process` takes as long as everything else on a cache hit.
 *
 * Reference: in a program of `deno compile`, `process.argv0` is the real `argv[0]`; with `deno run` it is the runtime's own.
 */
export async function programName(): Promise<string> {
  const name = nameOnLinux();
  if (name !== undefined) return name;
  if (!Deno.build.standalone) return "";
  // The condition hides the module from Deno, which would otherwise load it in advance.
  const module: string = Deno.build.standalone ? "node:process" : "";
  const { argv0 }: { readonly argv0: string } = await import(module);
  return argv0;
}

/** Synchronous: a thread would take longer than the rest of starting. */
function nameOnLinux(): string | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    return Deno.readTextFileSync("/proc/self/cmdline").split("\0")[0] ?? "";
  } catch {
    // There is no /proc.
    return undefined;
  }
}
