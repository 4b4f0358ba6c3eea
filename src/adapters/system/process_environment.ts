import type { Environment } from "../../ports/environment.ts";

const SYSTEMS: readonly string[] = ["linux", "darwin", "windows"] satisfies Environment["os"][];

/** The environment of this process. */
export class ProcessEnvironment implements Environment {
  get(name: string): string | undefined {
    return Deno.env.get(name);
  }

  get cwd(): string {
    return Deno.cwd();
  }

  get os(): Environment["os"] {
    return SYSTEMS.includes(Deno.build.os) ? Deno.build.os as Environment["os"] : "other";
  }
}
