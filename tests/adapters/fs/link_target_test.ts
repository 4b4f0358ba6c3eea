import assert from "node:assert/strict";
import { join } from "node:path";
import { FileError } from "../../../src/adapters/fs/file_error.ts";
import { resolveLinkTarget } from "../../../src/adapters/fs/link_target.ts";
import { tempDirectory } from "./temp_directory.ts";

Deno.test("resolveLinkTarget() follows absolute, relative, chained and dangling links", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  await Deno.mkdir(at("other"));
  await Deno.writeTextFile(at("other/file"), "");
  await Deno.symlink(at("other/file"), at("absolute"));
  await Deno.symlink("other/file", at("relative"));
  await Deno.symlink("relative", at("chain1"));
  await Deno.symlink(at("chain1"), at("chain2"));
  await Deno.symlink("other/missing", at("dangling"));
  for (const name of ["absolute", "relative", "chain1", "chain2"]) {
    assert.equal(resolveLinkTarget(at(name)), at("other/file"), name);
  }
  assert.equal(resolveLinkTarget(at("dangling")), at("other/missing"));
  assert.equal(resolveLinkTarget(at("plain")), at("plain"));
  assert.equal(resolveLinkTarget(at("no/such/directory")), at("no/such/directory"));
});

Deno.test("resolveLinkTarget() resolves a relative link from the link's real place", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  await Deno.mkdir(at("deep/inner"), { recursive: true });
  await Deno.symlink("../file", at("deep/inner/link"));
  await Deno.symlink("deep/inner", at("shortcut"));
  assert.equal(resolveLinkTarget(at("shortcut/link")), at("deep/file"));
});

Deno.test("resolveLinkTarget() rejects loops and links into missing directories", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  await Deno.symlink("self", at("self"));
  await Deno.symlink("b", at("a"));
  await Deno.symlink("a", at("b"));
  await Deno.symlink("no/such/file", at("broken"));
  const reasons = [["self", "link-loop"], ["a", "link-loop"], ["broken", "link-broken"]] as const;
  for (const [name, reason] of reasons) {
    assert.throws(
      () => resolveLinkTarget(at(name)),
      (error) => error instanceof FileError && error.reason === reason,
      name,
    );
  }
});
