import assert from "node:assert/strict";
import { dockerConfigDirectory } from "../../../src/adapters/docker/docker_config_file.ts";
import { EnvironmentError } from "../../../src/domain/errors/errors.ts";
import type { Environment } from "../../../src/ports/process.ts";

function environment(variables: Record<string, string>, os: Environment["os"] = "linux"): Environment {
  return { get: (name) => variables[name], cwd: os === "windows" ? "C:\\work" : "/work", os };
}

Deno.test("dockerConfigDirectory() prefers DOCKER_CONFIG, a relative one against the working directory", () => {
  const home = { HOME: "/home/user" };
  const cases = [
    [{ ...home, DOCKER_CONFIG: "/etc/docker-cli" }, "/etc/docker-cli"],
    [{ DOCKER_CONFIG: "ci/docker/" }, "/work/ci/docker"],
    [{ DOCKER_CONFIG: "../ci" }, "/ci"],
    [{ ...home, DOCKER_CONFIG: "" }, "/home/user/.docker"],
    [home, "/home/user/.docker"],
    [{ HOME: "homes/user" }, "/work/homes/user/.docker"],
  ] as const;
  for (const [variables, directory] of cases) {
    assert.equal(dockerConfigDirectory(environment(variables)), directory, JSON.stringify(variables));
  }
});

Deno.test("dockerConfigDirectory() uses USERPROFILE on Windows", () => {
  const variables = { HOME: "/home/user", USERPROFILE: "C:\\Users\\user" };
  assert.equal(dockerConfigDirectory(environment(variables, "windows")), "C:\\Users\\user\\.docker");
  assert.equal(dockerConfigDirectory(environment({ DOCKER_CONFIG: "ci" }, "windows")), "C:\\work\\ci");
});

Deno.test("dockerConfigDirectory() fails without a home directory, and names the variable to set", () => {
  const cases = [[{}, "linux"], [{ HOME: "" }, "darwin"], [{ HOME: "/home/user" }, "windows"]] as const;
  for (const [variables, os] of cases) {
    assert.throws(
      () => dockerConfigDirectory(environment(variables, os)),
      (error) =>
        error instanceof EnvironmentError && error.code === "HOME_NOT_FOUND" &&
        /DOCKER_CONFIG/.test(error.hint ?? ""),
    );
  }
});
