import { deepStrictEqual } from "node:assert/strict";
import { loginCachePath, type PathPlace, sharedFilePaths } from "../../../src/domain/aws_files/file_paths.ts";

const HOME: PathPlace = { home: "/home/dev", cwd: "/work" };
const ROOT: PathPlace = { home: "/", cwd: "/" };

/** The value of `AWS_CONFIG_FILE`, the place, and the file. */
const ROWS: readonly (readonly [value: string | undefined, place: PathPlace, file: string])[] = [
  [undefined, HOME, "/home/dev/.aws/config"],
  ["", HOME, "/home/dev/.aws/config"],
  ["~/x", HOME, "/home/dev/x"],
  ["~", HOME, "/home/dev"],
  ["x", HOME, "/work/x"],
  ["./x", HOME, "/work/./x"],
  ["$SET/x", HOME, "/set/x"],
  ["${SET}x", HOME, "/setx"],
  ["$UNSET/x", HOME, "/work/$UNSET/x"],
  ["~\\x", HOME, "/home/dev/x"],
  ["~deploy/x", HOME, "~deploy/x"],
  ["$FOREIGN/x", HOME, "~deploy/x"],
  ["/mnt/~deploy/x", HOME, "/mnt/~deploy/x"],
  ["backup/~1/x", HOME, "/work/backup/~1/x"],
  [undefined, ROOT, "/.aws/config"],
  ["~/x", ROOT, "/x"],
  ["~", ROOT, "/"],
  ["x", ROOT, "/x"],
  [undefined, { home: undefined, cwd: "/work" }, "/.aws/config"],
];

Deno.test("sharedFilePaths() resolves paths as the AWS CLI does", async (t) => {
  for (const [value, place, file] of ROWS) {
    await t.step(`${value} in ${JSON.stringify(place)}`, () => {
      const variables: Readonly<Record<string, string | undefined>> = {
        AWS_CONFIG_FILE: value,
        SET: "/set",
        FOREIGN: "~deploy",
      };
      const { configFile } = sharedFilePaths((name) => variables[name], place);
      deepStrictEqual(configFile, file);
    });
  }
});

Deno.test("loginCachePath() takes an empty variable for none, and expands others", () => {
  const path = (value: string | undefined): string =>
    loginCachePath((name) => name === "AWS_LOGIN_CACHE_DIRECTORY" ? value : undefined, HOME);
  deepStrictEqual([undefined, "", "~/x", "/x"].map(path), [
    "/home/dev/.aws/login/cache",
    "/home/dev/.aws/login/cache",
    "/home/dev/x",
    "/x",
  ]);
});
