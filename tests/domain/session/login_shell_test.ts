import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { loginShells, nextShellLevel } from "../../../src/domain/session/program_environment.ts";

/** What is known → the command lines to try. */
const ROWS: readonly (readonly [Parameters<typeof loginShells>[0], readonly string[]])[] = [
  [facts({}), ["bash -l", "sh -l"]],
  [facts({ SHELL: "/bin/zsh" }), ["/bin/zsh -l"]],
  [facts({ SHELL: "/bin/zsh", ATMOS_SHELL: "fish" }), ["fish -l"]],
  [{ ...facts({ SHELL: "/bin/zsh", ATMOS_SHELL: "fish" }), named: "dash" }, ["dash -l"]],
  [{ ...facts({ SHELL: "" }), args: ["-c", "true"] }, ["bash -c true", "sh -c true"]],
  [{ ...facts({ SHELL: "/bin/zsh" }), os: "windows" }, ["cmd.exe"]],
  [{ ...facts({ COMSPEC: "C:\\cmd.exe" }), os: "windows" }, ["C:\\cmd.exe"]],
];

function facts(env: Readonly<Record<string, string>>): Parameters<typeof loginShells>[0] {
  return { named: undefined, args: [], variable: (name) => env[name], os: "linux" };
}

for (const [given, expected] of ROWS) {
  Deno.test(`loginShells() tries ${expected.join(", then ")}`, () =>
    deepStrictEqual(loginShells(given).map(({ program, args }) => [program, ...args].join(" ")), expected));
}

Deno.test("nextShellLevel() counts, and restarts for an invalid value", () => {
  const levels = [undefined, "", "0", "3", "x", "-1", "99999999"].map((level) => nextShellLevel(() => level));
  deepStrictEqual(levels, ["1", "1", "1", "4", "1", "1", "1"]);
  strictEqual(nextShellLevel((name) => name === "ATMOS_SHLVL" ? "1" : undefined), "2");
});
