import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import {
  browserDirectory,
  dockerDirectory,
  formerPinsPath,
  inside,
  isAbsolutePath,
  keyringDirectory,
  loginClocksPath,
  pathIn,
  pinsDirectory,
  provisionedDirectory,
  resolvedDirectory,
  sessionDirectory,
  signInDirectory,
  ssoSessionDirectory,
  tokenDirectory,
  trustPath,
} from "../../../src/domain/files/app_directories.ts";

type Variables = Readonly<Record<string, string>>;

function facts(
  variables: Variables,
  os: "linux" | "windows" = "linux",
): Parameters<typeof formerPinsPath>[0] {
  return { get: (name) => variables[name], os };
}

Deno.test("tokenDirectory() follows the variables in their order", () => {
  const cases: [Variables, string | undefined][] = [
    [{}, undefined],
    [{ HOME: "/h" }, "/h/.cache/atmos/ecr/tokens"],
    [{ HOME: "/h/" }, "/h/.cache/atmos/ecr/tokens"],
    [{ HOME: "" }, undefined],
    [{ HOME: "relative" }, undefined],
    [{ HOME: "/h", XDG_CACHE_HOME: "/x" }, "/x/atmos/ecr/tokens"],
    [{ XDG_CACHE_HOME: "/x" }, "/x/atmos/ecr/tokens"],
    [{ HOME: "/h", XDG_CACHE_HOME: "x" }, "/h/.cache/atmos/ecr/tokens"],
    [{ HOME: "/h", XDG_CACHE_HOME: "/x", ATMOS_XDG_CACHE_HOME: "/a/" }, "/a/atmos/ecr/tokens"],
    [{ HOME: "/h", XDG_CACHE_HOME: "/x", ATMOS_XDG_CACHE_HOME: "" }, "/x/atmos/ecr/tokens"],
    [{ HOME: "/h", ATMOS_XDG_CACHE_HOME: "/a", AWS_ECR_CACHE_DIR: "/e" }, "/e/tokens"],
    [{ HOME: "/h", AWS_ECR_CACHE_DIR: "~/.ecr" }, "/h/.ecr/tokens"],
    [{ HOME: "/h", AWS_ECR_CACHE_DIR: "~" }, "/h/tokens"],
    [{ HOME: "/h", AWS_ECR_CACHE_DIR: "~other/x" }, "/h/.cache/atmos/ecr/tokens"],
    [{ HOME: "/h", AWS_ECR_CACHE_DIR: "relative" }, "/h/.cache/atmos/ecr/tokens"],
    [{ HOME: "/h", AWS_ECR_CACHE_DIR: "/e", AWS_ECR_DISABLE_CACHE: "false" }, undefined],
    [{ HOME: "/h", AWS_ECR_DISABLE_CACHE: "1" }, undefined],
    [{ HOME: "/h", AWS_ECR_DISABLE_CACHE: "" }, "/h/.cache/atmos/ecr/tokens"],
  ];
  deepStrictEqual(cases.map(([variables]) => [variables, tokenDirectory(facts(variables))]), cases);
  strictEqual(
    tokenDirectory(facts({ USERPROFILE: "C:\\Users\\me" }, "windows")),
    "C:\\Users\\me\\.cache\\atmos\\ecr\\tokens",
  );
});

Deno.test("the root is a home and a directory as any other", async (t) => {
  const directories = {
    dockerDirectory,
    pinsDirectory,
    formerPinsPath,
    trustPath,
    tokenDirectory,
    resolvedDirectory,
    loginClocksPath,
    ssoSessionDirectory,
    signInDirectory,
    browserDirectory,
    provisionedDirectory,
    sessionDirectory,
    keyringDirectory,
  };
  const everywhere = Object.fromEntries(
    ["CACHE", "STATE", "CONFIG", "DATA"].map((name) => [`XDG_${name}_HOME`, "/"]),
  );
  for (const [name, directory] of Object.entries(directories)) {
    for (
      const variables of [{ HOME: "/" }, { HOME: "//" }, { HOME: "/h", DOCKER_CONFIG: "/", ...everywhere }]
    ) {
      await t.step(`${name}() with ${JSON.stringify(variables)}`, () => {
        const found = directory({ ...facts(variables), cwd: "/" });
        match(found ?? "", /^\/(?!\/)/);
      });
    }
  }
  strictEqual(dockerDirectory({ ...facts({ HOME: "/" }), cwd: "/" }), "/.docker");
  strictEqual(dockerDirectory({ ...facts({ DOCKER_CONFIG: "d" }), cwd: "/" }), "/d");
  strictEqual(dockerDirectory({ ...facts({ USERPROFILE: "C:\\" }, "windows"), cwd: "C:\\" }), "C:\\.docker");
  strictEqual(pinsDirectory({ ...facts({ DOCKER_CONFIG: "/d\\" }), cwd: "/" }), "/d\\/atmos-ecr");
  strictEqual(tokenDirectory(facts({ HOME: "/", AWS_ECR_CACHE_DIR: "~/c" })), "/c/tokens");
  strictEqual(pathIn("/", "a"), "/a");
  strictEqual(pathIn("C:\\", "a"), "C:\\a");
});

Deno.test("formerPinsPath() follows the variables in their order", () => {
  const cases: [Variables, string | undefined][] = [
    [{}, undefined],
    [{ HOME: "/h" }, "/h/.local/state/atmos/ecr/pins.json"],
    [{ HOME: "/h", XDG_STATE_HOME: "/x" }, "/x/atmos/ecr/pins.json"],
    [{ HOME: "/h", XDG_STATE_HOME: "/x", ATMOS_XDG_STATE_HOME: "/a" }, "/a/atmos/ecr/pins.json"],
    [
      { HOME: "/h", XDG_STATE_HOME: "../x", ATMOS_XDG_STATE_HOME: "./a" },
      "/h/.local/state/atmos/ecr/pins.json",
    ],
    // The cache is switched off, not the memory of who answers.
    [{ HOME: "/h", AWS_ECR_DISABLE_CACHE: "1" }, "/h/.local/state/atmos/ecr/pins.json"],
  ];
  deepStrictEqual(cases.map(([variables]) => [variables, formerPinsPath(facts(variables))]), cases);
});

Deno.test("pinsDirectory() is in Docker's directory, which no other variable moves", () => {
  const cases: [Variables, string | undefined][] = [
    [{}, undefined],
    [{ HOME: "/h" }, "/h/.docker/atmos-ecr"],
    [{ HOME: "/h", DOCKER_CONFIG: "" }, "/h/.docker/atmos-ecr"],
    [{ HOME: "/h", DOCKER_CONFIG: "/d" }, "/d/atmos-ecr"],
    [{ DOCKER_CONFIG: "/d/" }, "/d/atmos-ecr"],
    [{ HOME: "/h", DOCKER_CONFIG: "d" }, "/cwd/d/atmos-ecr"],
    [
      { HOME: "/h", XDG_STATE_HOME: "/x", XDG_CONFIG_HOME: "/x", ATMOS_XDG_STATE_HOME: "/x" },
      "/h/.docker/atmos-ecr",
    ],
  ];
  const directory = (variables: Variables): string | undefined =>
    pinsDirectory({ ...facts(variables), cwd: "/cwd" });
  deepStrictEqual(cases.map(([variables]) => [variables, directory(variables)]), cases);
  strictEqual(dockerDirectory({ ...facts({ DOCKER_CONFIG: "d" }), cwd: "/cwd" }), "/cwd/d");
});

Deno.test("resolvedDirectory() is beside that of the tokens", () => {
  for (
    const variables of [{ HOME: "/h" }, { HOME: "/h", AWS_ECR_CACHE_DIR: "~/e" }, {
      AWS_ECR_DISABLE_CACHE: "1",
    }, {}]
  ) {
    strictEqual(
      resolvedDirectory(facts(variables)),
      tokenDirectory(facts(variables))?.replace(/tokens$/, "resolved"),
    );
  }
});

Deno.test("isAbsolutePath() knows the forms of all systems", () => {
  for (const path of ["/", "/a", "C:\\a", "c:/a", "\\\\server\\share"]) {
    strictEqual(isAbsolutePath(path), true);
  }
  for (const path of ["", "a", "./a", "../a", "~/a", "C:a", "\\a"]) strictEqual(isAbsolutePath(path), false);
});

Deno.test("paths that people are shown have the separator of their system throughout", () => {
  const windows = facts({ USERPROFILE: "C:\\Users\\me" }, "windows");
  deepStrictEqual(
    [sessionDirectory, keyringDirectory, provisionedDirectory, trustPath].map((of) => of(windows)),
    [
      "C:\\Users\\me\\.config\\atmos",
      "C:\\Users\\me\\.local\\share\\atmos\\keyring",
      "C:\\Users\\me\\.cache\\atmos\\auth",
      "C:\\Users\\me\\.local\\state\\atmos\\ecr\\trust.json",
    ],
  );
  strictEqual(sessionDirectory(facts({ HOME: "/home/a\\b" })), "/home/a\\b/.config/atmos");
  strictEqual(inside("C:\\Users\\me", ".aws/config"), "C:\\Users\\me\\.aws\\config");
  strictEqual(inside("\\\\server\\share\\", "a/b"), "\\\\server\\share\\a\\b");
  strictEqual(inside("/home/a\\b", ".aws/config"), "/home/a\\b/.aws/config");
});

Deno.test("pathIn() goes on as the directory began", () => {
  strictEqual(pathIn("/home/me", "a", "b.json"), "/home/me/a/b.json");
  strictEqual(pathIn("/home/a\\b", "c"), "/home/a\\b/c");
  strictEqual(pathIn("C:\\Users", "a", "b"), "C:\\Users\\a\\b");
  strictEqual(pathIn("\\\\server\\share", "a"), "\\\\server\\share\\a");
});
