import type { Environment } from "../../ports/process.ts";

/** An environment in which no variable grants trust: for reading a configuration without running anything. */
export function untrustingEnvironment(real: Environment): Environment {
  return {
    get: (name) => name === "ATMOS_ECR_TRUST" ? undefined : real.get(name),
    get cwd() {
      return real.cwd;
    },
    os: real.os,
  };
}

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
