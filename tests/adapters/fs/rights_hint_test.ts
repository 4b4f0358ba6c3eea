import { doesNotMatch, match } from "node:assert/strict";
import { rightsHint } from "../../../src/adapters/fs/file_error.ts";

Deno.test("rightsHint() speaks of what the system has", () => {
  match(rightsHint("the file", false), /owner and permissions of the file$/);
  doesNotMatch(rightsHint("the file", true), /owner|mode|immutable/);
  match(rightsHint("the file", true), /modify the file,/);
});
