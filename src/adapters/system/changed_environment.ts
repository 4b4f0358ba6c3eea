import type { Environment } from "../../ports/process.ts";

/** An environment in which no variable grants trust: for reading a configuration without running anything. */
export function untrustingEnvironment(real: Environment): Environment {
  return withVariable(real, "ATMOS_ECR_TRUST", undefined);
}

/** An environment with another Docker directory. @param directory As typed; default the real one's. */
export function dockerEnvironment(real: Environment, directory: string | undefined): Environment {
  return directory === undefined ? real : withVariable(real, "DOCKER_CONFIG", directory);
}

/** An environment that disables colours, as `--no-color` does. */
export function colourlessEnvironment(real: Environment): Environment {
  return withVariable(real, "NO_COLOR", "1");
}

function withVariable(real: Environment, variable: string, value: string | undefined): Environment {
  return {
    get: (name) => name === variable ? value : real.get(name),
    get cwd() {
      return real.cwd;
    },
    os: real.os,
  };
}
