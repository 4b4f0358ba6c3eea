import { strictEqual } from "node:assert/strict";
import { EnvironmentError } from "../../../src/domain/errors/errors.ts";
import { failureState, FileError } from "../../../src/adapters/fs/file_error.ts";
import { tempDirectory } from "./temp_directory.ts";

Deno.test("failureState() describes errors of the system and of this program", async () => {
  await using directory = await tempDirectory();
  const refusal = await Deno.readTextFile(directory.path).catch((error: unknown) => error);
  strictEqual(
    failureState(refusal),
    Deno.build.os === "windows" ? "permission denied" : "it is a directory",
  );
  strictEqual(
    failureState(new FileError("too-large", "/x", "it is larger than 1 MiB")),
    "it is larger than 1 MiB",
  );
});

Deno.test("failureState() is undefined for a bug", () => {
  strictEqual(failureState(new RangeError("offset")), undefined);
  strictEqual(failureState("text"), undefined);
  strictEqual(
    failureState(Object.assign(new TypeError("path"), { code: "ERR_INVALID_ARG_TYPE" })),
    undefined,
  );
});

Deno.test("failureState() is undefined for errors of this program, which say more", () => {
  strictEqual(failureState(new EnvironmentError("STATE_UNUSABLE", "The file is locked")), undefined);
});
