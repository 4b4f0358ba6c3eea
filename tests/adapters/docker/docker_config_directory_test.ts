import assert from "node:assert/strict";
import { join } from "node:path/posix";
import { dockerConfigDirectory } from "../../../src/adapters/docker/docker_config_file.ts";
import { dockerDirectory, pinsDirectory } from "../../../src/domain/files/app_directories.ts";
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

Deno.test("pins are beside the file that Docker reads, which resolves .. by the text, not by links", async (t) => {
  const rows: readonly (readonly [Record<string, string>, directory: string])[] = [
    [{ DOCKER_CONFIG: "link/../docker" }, "/work/docker"],
    [{ DOCKER_CONFIG: "/a/link/../docker" }, "/a/docker"],
    [{ DOCKER_CONFIG: "../docker" }, "/docker"],
    [{ DOCKER_CONFIG: ".." }, "/"],
    [{ DOCKER_CONFIG: "." }, "/work"],
    [{ DOCKER_CONFIG: "./a/./b" }, "/work/a/b"],
    [{ DOCKER_CONFIG: "/../../a" }, "/a"],
    [{ DOCKER_CONFIG: "/a/..b/.c" }, "/a/..b/.c"],
    [{ HOME: "/a/link/.." }, "/a/.docker"],
  ];
  for (const [variables, directory] of rows) {
    await t.step(JSON.stringify(variables), () => {
      assert.equal(dockerConfigDirectory(environment(variables)), directory);
      assert.equal(dockerDirectory(environment(variables)), directory);
      assert.equal(pinsDirectory(environment(variables)), join(directory, "atmos-ecr"));
    });
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
