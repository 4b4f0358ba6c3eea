import type { Environment } from "../../ports/process.ts";

/** An environment with another directory of Docker's configuration. @param directory As typed; the real one's when absent. */
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
