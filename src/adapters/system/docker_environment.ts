import type { Environment } from "../../ports/process.ts";

/** An environment with another Docker directory. @param directory As typed; default the real one's. */
export function dockerEnvironment(real: Environment, directory: string | undefined): Environment {
  if (directory === undefined) return real;
  return {
    get: (name) => name === "DOCKER_CONFIG" ? directory : real.get(name),
    get cwd() {
      return real.cwd;
    },
    os: real.os,
  };
}
